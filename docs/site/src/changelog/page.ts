// The page of changes, one section a package.
import { posix } from "node:path";
import { escaped } from "../site/html.ts";
import type { Page } from "../site/layout.ts";
import { addressOnSite } from "../site/links.ts";
import { render } from "../site/markdown.ts";
import { PACKAGES, pageOfPackage } from "../site/package-list.ts";
import type { Changelog, Version } from "./versions.ts";

const PATH = "changelog.html";

/** The page. */
export function changelogPage(changelogs: Changelog[]): Page {
  return {
    path: PATH,
    title: "Changelog · Bitrix24 call lists",
    description: "What changed in each package, version by version, and what waits for the next release.",
    html: `<h1>Changelog</h1>
<p>What changed in each package. Each has versions of its own; <a href="compatibility.html">which belong together</a>.${noteOn(changelogs)}</p>
<ul class="places">\n${changelogs.map(linkTo).join("\n")}\n</ul>
${changelogs.map(section).join("\n")}`,
  };
}

function noteOn(changelogs: Changelog[]): string {
  const all = changelogs.flatMap(({ versions }) => versions);
  if (all.length === 0) return " Nothing has been released yet.";
  if (all.every(({ next }) => next)) return " Nothing has been released yet: all of this comes with the first release.";
  return all.some(({ next }) => next) ? " What stands under “next release” is done and waits for it." : "";
}

const linkTo = ({ folder }: Changelog): string =>
  `<li><a href="#${posix.basename(folder)}">${escaped(PACKAGES[folder]!)}</a></li>`;

function section({ folder, versions }: Changelog): string {
  const id = posix.basename(folder);
  return `<h2 id="${id}">${escaped(PACKAGES[folder]!)}</h2>
<p class="contents"><a href="${pageOfPackage(folder)}">Install and use it</a></p>
${versions.map((version) => entry(folder, version)).join("")}`;
}

function entry(folder: string, { version, next, changes }: Version): string {
  const id = `${posix.basename(folder)}-${next ? "next" : version}`;
  // "Minor Changes" comes with every version, so it is no heading of the page.
  const markdown = changes.replaceAll(/^### (.*)$/gm, "**$1**");
  const address = (href: string) => addressOnSite(href, { folder, page: PATH });
  return `<h3 id="${id}"><a href="#${id}">${version}</a>${next ? " (next release)" : ""}</h3>
${render(markdown, { folder, address, picture: () => "" }).html}`;
}

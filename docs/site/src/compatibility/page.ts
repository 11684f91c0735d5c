// The page that says which versions belong together.
import { escaped } from "../site/html.ts";
import type { Page } from "../site/layout.ts";
import { PACKAGES, pageOfPackage } from "../site/package-list.ts";
import type { Compatibility, Row } from "./rows.ts";

/** The page. */
export function compatibilityPage(all: Compatibility[]): Page {
  return {
    path: "compatibility.html",
    title: "Compatibility · Bitrix24 call lists",
    description: "Which version of each package was made from which version of the description, and what it runs on.",
    html: `<h1>Compatibility</h1>
<p>Which version of a package was made from which version of the description, and what it runs on.</p>
<p>Each package has versions of its own. All are made from one description of the portal, and tested with the version of it that stands here; a client, a mock and a sandbox of the same description answer and ask alike. The description follows semantic versioning: with the same first number, nothing that a program sends or reads is gone.</p>
<table><thead><tr><th>Package</th><th>Version</th><th>Description</th><th>Runs on</th></tr></thead><tbody>
${all.flatMap(rowsOf).join("\n")}
</tbody></table>
<p>“Runs on” is the oldest version, for the newest of the package. Where to get one, its page says. What changed: <a href="changelog.html">changelog</a>.</p>
`,
  };
}

function rowsOf({ folder, needs, rows }: Compatibility): string[] {
  return rows.map((row, index) => {
    const name = `<a href="${pageOfPackage(folder)}">${escaped(PACKAGES[folder]!)}</a>`;
    return `<tr><td>${name}</td><td>${versionOf(row)}</td><td>${row.description}</td><td>${index === 0 && needs ? `${needs} or newer` : ""}</td></tr>`;
  });
}

const versionOf = ({ version, next }: Row): string => (next ? `${version} (next release)` : version);

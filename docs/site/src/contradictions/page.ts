// The page of contradictions, one section an entry.
import type { Operation } from "../description.ts";
import { placeOf } from "../page/places.ts";
import { escaped } from "../site/html.ts";
import type { Page } from "../site/layout.ts";
import { render } from "../site/markdown.ts";
import { type Claim, type Contradiction, claimsOn, type Step, type Vector } from "./read.ts";

const PATH = "contradictions.html";

/** The page. */
export function contradictionsPage(
  contradictions: Contradiction[],
  vectors: Map<string, Vector>,
  operations: Operation[],
): Page {
  const places = new Map(
    operations.map((operation) => [operation.path.slice(1), `reference.html#${placeOf(operation)}`]),
  );
  const [otherwise, silent] = [true, false].map((says) =>
    contradictions.filter((entry) => !!entry.documented === says),
  );
  const sections = (entries: Contradiction[]) => entries.map((entry) => section(entry, vectors, places)).join("\n");
  return {
    path: PATH,
    title: "Contradictions · Bitrix24 call lists",
    description:
      "Where the official documentation of Bitrix24's call lists differs from what portals do, and how we know.",
    html: `${INTRO}
<h2 id="otherwise">The documentation says otherwise</h2>
${listOf(otherwise!)}
<h2 id="silent">The documentation says nothing</h2>
${listOf(silent!)}
${sections(otherwise!)}
${sections(silent!)}`,
  };
}

const INTRO = `<h1>Contradictions</h1>
<p>Where the official documentation of Bitrix24 differs from what portals do. The reference, the clients and the sandbox follow the portals.</p>
<p>What is said of portals rests on one or more of these:</p>
<ul>
<li><strong>Recorded</strong>: an answer of the portal's own handler (build of May 2026), run on an invented portal. The build of March 2024 gave the same, unless it is said. Each has a name, is in <code>spec/evidence/portal-vectors.json</code> of the repository, and is given by the <a href="packages/sandbox.html">sandbox</a> in the same way. User 1 is the administrator; user 7 may read contacts with even ids, user 9 nothing.</li>
<li><strong>Source</strong>: read in the portal's code.</li>
<li><strong>Observed</strong>: seen on live portals, in samples with real times, in the tests of official SDKs, in reports.</li>
<li><strong>Newer pages</strong>: the documentation has been corrected since, but old copies and translations are still read.</li>
</ul>`;

const listOf = (entries: Contradiction[]): string =>
  `<ul class="contents">\n${entries.map(({ id, title }) => `<li><a href="#${id}">${inline(title)}</a></li>`).join("\n")}\n</ul>`;

function section(entry: Contradiction, vectors: Map<string, Vector>, places: Map<string, string>): string {
  const { id, title, methods = [], documented = "Nothing.", asOf, portal } = entry;
  return `<section class="entry" id="${id}">
<h2><a href="#${id}">${inline(title)}</a></h2>
${methods.length > 0 ? `<p>In ${methods.map((method) => nameOf(method, places)).join(", ")}</p>\n` : ""}<div class="sides">
<div>
<h3>The documentation <span>${escaped(asOf)}</span></h3>
${markdown(documented)}</div>
<div>
<h3>Portals${entry.recorded ? " <span>build of May 2026</span>" : ""}</h3>
${markdown(portal)}</div>
</div>
<h3>How we know</h3>
<ul>
${[...recordedIn(entry, vectors), ...otherEvidence(entry)].join("\n")}
</ul>
</section>`;
}

const nameOf = (method: string, places: Map<string, string>): string =>
  `<a href="${places.get(method)}"><code>${escaped(method)}</code></a>`;

function recordedIn({ recorded = {} }: Contradiction, vectors: Map<string, Vector>): string[] {
  return Object.entries(recorded).map(([name, said]) => {
    const vector = vectors.get(name);
    if (!vector)
      throw new Error(`spec/evidence/contradictions.yaml names ${name}, and there is no such recorded answer.`);
    const steps = claimsOn(vector, said)
      .filter(({ claim }) => Object.keys(claim).length > 0)
      .map(({ step, claim }) => `${request(step)} gives ${answer(claim)}`);
    const before = vector.same_on_2024_build ? "." : ". The build of March 2024 gave another answer.";
    return `<li><strong>Recorded</strong>, <code>${name}</code>: ${steps.join("; then ")}${before}</li>`;
  });
}

function otherEvidence({ evidence = [] }: Contradiction): string[] {
  return evidence.map((item) => {
    const [kind, text] = Object.entries(item)[0] as [keyof typeof KINDS, string];
    return `<li><strong>${KINDS[kind]}</strong>: ${inline(text)}</li>`;
  });
}

const KINDS = { source: "Source", observed: "Observed", newer: "Newer pages" };

function request({ method, user = 1, params, body, http }: Step): string {
  if (http) return wire(http);
  const by = user === 1 ? "" : ` by user ${user}`;
  const sent = manyCommands(params) ?? `<code>${escaped(body ?? JSON.stringify(params))}</code>`;
  return `<code>${escaped(method!)}</code>${by} with ${sent}`;
}

/** A batch of 51 commands would not be read. */
function manyCommands(params: unknown): string | undefined {
  const commands: string[] = Object.values((params as { cmd?: object } | undefined)?.cmd ?? {});
  return commands.length > 10
    ? `${commands.length} commands, such as <code>${escaped(commands[0]!)}</code>,`
    : undefined;
}

/** The invented webhook's code is like a real one in no way, and written like those of all examples. */
function wire({ verb, path, headers, body }: NonNullable<Step["http"]>): string {
  const type = headers["Content-Type"];
  const sent = body === undefined ? "" : ` with <code>${escaped(body)}</code>${type ? ` as ${type}` : ""}`;
  return `<code>${verb} ${escaped(path.replace("/k/", "/xxxxxxxxxxxxxxxx/"))}</code>${sent}`;
}

function answer({ status, error, error_description, json, rows, result }: Claim): string {
  const parts = [
    `HTTP ${status}`,
    error && `<code>${escaped(error)}</code>`,
    error_description && `“${escaped(error_description)}”`,
    json === false && "and a body that is not JSON",
    rows !== undefined && `and ${rows} ${rows === 1 ? "row" : "rows"}`,
    result !== undefined && `and <code>${escaped(withGaps(result))}</code>`,
  ];
  return parts.filter(Boolean).join(" ");
}

/** Elements of which nothing is said are `{}` in the claim. */
const withGaps = (result: unknown): string => JSON.stringify(result).replaceAll("{}", "…");

const markdown = (text: string): string => render(text, { address: (href) => href, picture: () => "" }).html;

/** Texts of one paragraph, without its tags. */
const inline = (text: string): string => markdown(text).replaceAll(/<\/?p>\n?/g, "");

// What the pictures are made of. Colours are custom properties: alone a picture follows the system, and inlined in a page
// it follows the page (src/site/site.css).
import { header } from "@b24-calllist/codegen";

/** Narrow, so that the letters are readable on a phone. */
export const WIDTH = 400;
export const LINE = 19;
const PADDING = 12;

/** A whole picture. */
export function picture(from: string, height: number, parts: string[]): string {
  return `<!-- ${header(from)} -->
<svg class="picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
<style>
.picture {
  --picture-ground: #ffffff; --picture-box: #f7f9fb; --picture-line: #5b6675; --picture-text: #252d37;
  --picture-good: #12693f; --picture-bad: #9a4208;
}
@media (prefers-color-scheme: dark) {
  .picture {
    --picture-ground: #14181e; --picture-box: #1c2129; --picture-line: #a1abb9; --picture-text: #dce2e9;
    --picture-good: #90dfa6; --picture-bad: #ffb578;
  }
}
.picture .ground { fill: var(--picture-ground); }
.picture .box { fill: var(--picture-box); stroke: var(--picture-line); }
.picture .box.good { stroke: var(--picture-good); stroke-width: 2; }
.picture .box.bad { stroke: var(--picture-bad); stroke-width: 2; }
.picture .box.people { stroke-dasharray: 6 4; }
.picture .line { fill: none; stroke: var(--picture-line); }
.picture .line.good { stroke: var(--picture-good); stroke-width: 2; }
.picture .line.bad { stroke: var(--picture-bad); stroke-width: 2; }
.picture .line.border { stroke-dasharray: 6 4; }
.picture .row { fill: var(--picture-good); }
.picture .hidden { fill: none; stroke: var(--picture-line); stroke-opacity: 0.7; }
.picture text { fill: var(--picture-text); font: 14px system-ui, sans-serif; }
.picture .small { font-size: 13px; }
.picture .strong { font-weight: 600; }
</style>
<rect class="ground" width="${WIDTH}" height="${height}"/>
${parts.join("\n")}
</svg>
`;
}

/** Lines of text, the first with its base at `y`. */
export function text(x: number, y: number, lines: string[], kind = ""): string {
  const attribute = kind && ` class="${kind}"`;
  return lines.map((line, index) => `<text x="${x}" y="${y + index * LINE}"${attribute}>${line}</text>`).join("\n");
}

/** A box from `x` to the right edge, with lines of text in it, and a heading where there is one. */
export function box(x: number, y: number, lines: string[], kind = "", heading = ""): string {
  const above = heading ? [heading] : [];
  const [attribute, height] = [kind && ` ${kind}`, heightOf([...above, ...lines])];
  const [left, first] = [x + PADDING, y + PADDING + 13];
  return [
    `<rect class="box${attribute}" x="${x}" y="${y}" width="${WIDTH - x - 2}" height="${height}" rx="8"/>`,
    ...above.map((line) => text(left, first, [line], "strong")),
    text(left, first + above.length * LINE, lines),
  ].join("\n");
}

/** How high a box is with such lines. */
export const heightOf = (lines: string[]): number => lines.length * LINE + PADDING * 2 - 3;

/** An arrow down. */
export const down = (x: number, from: number, to: number): string =>
  `<path class="line" d="M${x} ${from}V${to}m-4 -6l4 6l4 -6"/>`;

/** An arrow to the right. */
export const right = (y: number, from: number, to: number): string =>
  `<path class="line" d="M${from} ${y}H${to}m-6 -4l6 4l-6 4"/>`;

// Markdown as the pages show it. The library is marked; what is added here are anchors, coloured code and pictures.

import { posix } from "node:path";
import hljs from "highlight.js/lib/common";
import { Marked, Parser, type Token, type Tokens } from "marked";
import { escaped } from "./html.ts";

/** A text of the site, as HTML. */
export interface Text {
  /** The first heading, without markup. */
  title: string;
  /** The first paragraph, without markup. */
  summary: string;
  html: string;
}

/** Where things that a text points to are found. */
export interface Surroundings {
  /** The text's own folder in the repository, from its root; for the name of what is there alone. */
  folder?: string;
  /** The address of a link on the site, or `undefined` for a file that is in the repository alone. */
  address(href: string): string | undefined;
  /** A picture's source. */
  picture(href: string): string;
}

/** Renders a text. */
export function render(markdown: string, { folder = "", address, picture }: Surroundings): Text {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const text = this.parser.parseInline(tokens);
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        return `<h${depth} id="${slug(plain)}">${text}</h${depth}>\n`;
      },
      code: ({ text, lang = "" }) => code(text, lang),
      // Tags are text, as in Array<string>. Comments stay: the start page has its places marked by them.
      html: ({ text }) => (/^<!--[^<>]*-->\s*$/.test(text) ? text : escaped(text)),
      link({ href, tokens }) {
        const label = this.parser.parseInline(tokens);
        const to = address(href);
        if (to !== undefined) return `<a href="${escaped(to)}">${label}</a>`;
        return `${label} (<code>${escaped(posix.join(folder, href))}</code> in the repository)`;
      },
      image: ({ href, text }) => inlined(picture(href), text),
      table(token: Tokens.Table) {
        const row = (tag: string, cells: Tokens.TableCell[]): string => {
          const inner = cells.map(({ text, tokens }) => {
            const name = text ? tag : "td"; // an empty corner heads nothing
            return `<${name}>${this.parser.parseInline(tokens)}</${name}>`;
          });
          return `<tr>${inner.join("")}</tr>`;
        };
        // Markdown has no table without a header; one with empty cells alone is meant so.
        const head = token.header.some(({ text }) => text) ? `<thead>${row("th", token.header)}</thead>` : "";
        return `<table>${head}<tbody>${token.rows.map((cells) => row("td", cells)).join("")}</tbody></table>\n`;
      },
    },
  });
  const tokens = marked.lexer(markdown);
  return {
    title: plainOf(tokens, "heading"),
    summary: plainOf(tokens, "paragraph"),
    html: marked.parser(tokens),
  };
}

/** A block of code. The button that copies is added by site.js, since without scripts it would do nothing. */
export function code(text: string, lang: string): string {
  const known = hljs.getLanguage(lang) !== undefined;
  const coloured = known ? hljs.highlight(text, { language: lang }).value : escaped(text);
  return `<div class="code"><pre><code class="language-${escaped(lang || "text")}">${coloured}</code></pre></div>\n`;
}

/** The part of an address behind the `#`, as GitHub makes it from a heading. */
export const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

/** The text of the first heading or paragraph, without markup. */
function plainOf(tokens: Token[], type: "heading" | "paragraph"): string {
  const { tokens: inline = [] } = (tokens.find((token) => token.type === type) ?? {}) as Partial<Tokens.Paragraph>;
  const parser = new Parser();
  return parser.parseInline(inline, parser.textRenderer);
}

/** As part of the page, a picture follows the page's colours. */
function inlined(svg: string, alt: string): string {
  const picture = svg.slice(svg.indexOf("<svg"));
  return picture.replace("<svg", `<svg role="img" aria-label="${escaped(alt)}"`);
}

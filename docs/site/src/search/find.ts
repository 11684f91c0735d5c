// Finding passages by words. The library is MiniSearch; what is added here are words with parts, such as LIST_ID_ERROR and
// crm.calllist.items.get, and excerpts. It runs in the page of the search, and in tests.
import MiniSearch, { type QueryCombination, type SearchResult } from "minisearch";
import { alsoAs } from "./words.ts";

/** A section of the site. */
export interface Passage {
  /** From the root of the site, such as `errors.html#LIST_ID_ERROR`. */
  address: string;
  title: string;
  /** Where it is: `Guides › Limits`. */
  section: string;
  text: string;
}

/** A part of a text; `hit` where it is one of the words that were looked for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** A passage that was found. */
export interface Hit {
  address: string;
  section: string;
  title: Piece[];
  excerpt: Piece[];
}

/** What was found. */
export interface Found {
  /** How many passages have all the words. */
  count: number;
  /** The best of them, the best first. */
  hits: Hit[];
  /** Where these are few: passages with some of the words, their parts, or similar words. */
  near: Hit[];
}

/** A word with its parts: letters and digits, joined by dots and underscores. */
const WORD = /[\p{L}\p{N}]+(?:[._]+[\p{L}\p{N}]+)*/gu;

const PART = /[\p{L}\p{N}]+/gu;

const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? [];
const partsOf = (word: string): string[] => word.match(PART)!;

/** `items.get` is found by its parts, and as the end of `crm.calllist.items.get`. */
function termsOf(text: string): string[] {
  return wordsOf(text).flatMap((word) => {
    const parts = [...word.matchAll(PART)];
    const ends = parts.slice(0, -1).map(({ index }) => word.slice(index));
    return [...parts.map(([part]) => part), ...ends];
  });
}

/** A guide leads to the rest. Some pages say how it has come, beside those that say how it is. */
const WEIGHTS: Record<string, number> = { Guides: 1.15, Changelog: 0.3, Contradictions: 0.5 };

/** When fewer passages than these have all the words, as many that come near follow. */
const FEW = 8;

/** What comes behind this many letters of a query is not looked for; a long text pasted into the field would hold the page up. */
const LONGEST = 200;

/** Makes an index of passages and gives the function that looks something up in it. */
export function indexOf(passages: Passage[]): (query: string, most?: number) => Found {
  const index = new MiniSearch<Passage & { id: number }>({
    fields: ["title", "section", "text"],
    tokenize: termsOf,
    storeFields: ["section"],
    searchOptions: {
      boost: { title: 4, section: 1.5 },
      boostDocument: (_id, _term, stored) => WEIGHTS[String(stored!.section).split(" ›")[0]!] ?? 1,
      tokenize: (term) => [term],
    },
  });
  index.addAll(passages.map((passage, id) => ({ ...passage, id })));

  return (query, most = 30) => {
    const words = wordsOf(query.slice(0, LONGEST));
    const exact = index.search(allOf(words));
    const near: SearchResult[] = [];
    for (const attempt of nearTo(words, exact.length === 0)) {
      if (exact.length + near.length >= FEW) break;
      const known = new Set([...exact, ...near].map(({ id }) => id));
      near.push(...index.search(attempt).filter(({ id }) => !known.has(id)));
    }
    const hit = ({ id, terms }: SearchResult): Hit => hitOf(passages[id]!, terms);
    return { count: exact.length, hits: exact.slice(0, most).map(hit), near: near.slice(0, FEW).map(hit) };
  };
}

/** Passages that have each of these. */
const allOf = (terms: string[]): QueryCombination => ({
  queries: terms.map(orAlso),
  combineWith: "AND",
  // The last word may not be at its end yet. Before that, what begins with "a" or "is" is of no interest.
  prefix: (term) => term.length > 2 || term === terms.at(-1),
});

/** Ways to look for less, from the strict to the lenient. Slips are allowed for where nothing is right as it stands. */
function nearTo(words: string[], slips: boolean): QueryCombination[] {
  const parts = allOf(words.flatMap(partsOf));
  const fuzzy = (term: string): number | false => (!slips || term.length < 4 ? false : term.length < 5 ? 1 : 2);
  return [parts, { ...parts, fuzzy }, { ...parts, fuzzy, combineWith: "OR" }];
}

/** The word, or what the pages have for the same, which counts for less. */
const orAlso = (word: string): QueryCombination => ({
  combineWith: "OR",
  // "form" has not to find "format".
  queries: [word, { queries: alsoAs(word), boostTerm: () => 0.5, prefix: (term) => term.length > 4 }],
});

function hitOf({ address, section, title, text }: Passage, terms: string[]): Hit {
  return { address, section, title: marked(title, terms), excerpt: marked(around(text, terms), terms) };
}

/** The text in pieces, the terms among them. */
function marked(text: string, terms: string[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { index, 0: match } of text.matchAll(patternOf(terms))) {
    pieces.push({ text: text.slice(end, index), hit: false }, { text: match, hit: true });
    end = index + match.length;
  }
  return [...pieces, { text: text.slice(end), hit: false }].filter((piece) => piece.text !== "");
}

/** How long an excerpt is, and how much of it stands before the first word that was looked for. */
const LENGTH = 200;
const BEFORE = 50;

/** The part of a text with the most of the terms in it. */
function around(text: string, terms: string[]): string {
  const places = [...text.matchAll(patternOf(terms))].map(({ index, 0: match }) => ({
    index,
    term: match.toLowerCase(),
  }));
  let [from, most] = [0, 0];
  for (const { index } of places) {
    const start = Math.max(0, index - BEFORE);
    const inside = places.filter((place) => place.index >= start && place.index < start + LENGTH);
    const different = new Set(inside.map(({ term }) => term)).size;
    if (different > most) [from, most] = [start, different];
  }
  const start = from === 0 ? 0 : text.indexOf(" ", from) + 1;
  const end = text.length <= start + LENGTH ? text.length : text.lastIndexOf(" ", start + LENGTH);
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

/** Whole terms; the longer first, so that LIST_ID_ERROR is one hit and not three. */
function patternOf(terms: string[]): RegExp {
  const longestFirst = terms.toSorted((a, b) => b.length - a.length).map((term) => term.replaceAll(".", "\\."));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

// Finding passages by words. The library is MiniSearch; what is added here are words with parts, such as LIST_ID_ERROR and
// crm.calllist.items.get, and excerpts. It runs in the page of the search, and in tests.
import MiniSearch, { type SearchOptions } from "minisearch";

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
  /** How many passages. */
  count: number;
  /** The best of them, the best first. */
  hits: Hit[];
  /** Nothing has all the words as they were written; these have their parts, or similar words. */
  similar: boolean;
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

/** Pages that say how it has come, beside pages that say how it is. */
const ASIDE: Record<string, number> = { Changelog: 0.3, Contradictions: 0.5 };

/** What comes behind this many letters of a query is not looked for; a page pasted into the field would take minutes. */
const LONGEST = 200;

/** Makes an index of passages and gives the function that looks something up in it. */
export function indexOf(passages: Passage[]): (query: string, most?: number) => Found {
  const index = new MiniSearch<Passage & { id: number }>({
    fields: ["title", "section", "text"],
    tokenize: termsOf,
    storeFields: ["section"],
    searchOptions: {
      boost: { title: 4, section: 1.5 },
      boostDocument: (_id, _term, stored) => ASIDE[String(stored!.section).split(" ›")[0]!] ?? 1,
      tokenize: (term) => [term],
    },
  });
  index.addAll(passages.map((passage, id) => ({ ...passage, id })));

  return (query, most = 30) => {
    const words = wordsOf(query.slice(0, LONGEST));
    for (const [attempt, { queries, ...options }] of attemptsAt(words).entries()) {
      const results = index.search({ queries }, options);
      if (results.length === 0) continue;
      const hits = results.slice(0, most).map(({ id, terms }) => hitOf(passages[id]!, terms));
      return { count: results.length, hits, similar: attempt > 0 };
    }
    return { count: 0, hits: [], similar: false };
  };
}

/** Ways to look words up, from the strict to the lenient. */
function attemptsAt(words: string[]): (SearchOptions & { queries: string[] })[] {
  const parts = words.flatMap(partsOf);
  // The last word may not be at its end yet. Before that, what begins with "a" or "is" is of no interest.
  const prefix = (term: string): boolean => term.length > 2 || term === words.at(-1) || term === parts.at(-1);
  const fuzzy = (term: string): number | false => (term.length < 4 ? false : term.length < 5 ? 1 : 2);
  return [
    { queries: words, combineWith: "AND", prefix },
    { queries: parts, combineWith: "AND", prefix },
    { queries: parts, combineWith: "AND", prefix, fuzzy },
    { queries: parts, combineWith: "OR", prefix, fuzzy },
  ];
}

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

// Our own rules beside redocly's ratings: where a rule fits, it rates the change; the first one that fits is taken.
import { isOpenSet, placesOf } from "./affected.ts";
import type { Change, Impact } from "./change.ts";
import type { Document } from "./document.ts";

interface Rule {
  /** In words, for whoever reads this table. */
  when: string;
  impact: Impact;
  /** Whom it breaks, where that is somebody else than who calls the method or reads its answers. */
  breaks?: string;
  fits(change: Change, documents: { base: Document; now: Document }): boolean;
}

const RULES: Rule[] = [
  {
    when: "a text or an example changes, or what an extension (x-…) says",
    impact: "patch",
    fits: ({ impact, typeName, property = "" }) =>
      impact !== "major" &&
      (/^(Info|License|Contact|ExternalDocs|Tag|Example|SpecExtension|XCodeSample|Logo)/.test(typeName) ||
        /^(title|summary|description|\$comment|examples?|tags|x-.*)$/.test(property)),
  },
  {
    when: "a known value is gone, where any other may stand, too, or in answers alone",
    impact: "minor",
    breaks: "whoever uses the constant that a client makes of the value.",
    fits: (change, { now }) =>
      change.typeName === "Schema" &&
      valuesLost(change).length > 0 &&
      (change.impact !== "major" || isOpenSet(now, change.revision!.pointer)),
  },
  {
    when: "a known value is new, where any other may stand, too",
    impact: "minor",
    fits: (change, { now }) => change.property === "enum" && isOpenSet(now, change.revision!.pointer),
  },
  {
    when: "a request may name more than before (a new field in a filter, or to select)",
    impact: "minor",
    fits: ({ property, base, revision }, { now }) =>
      property === "pattern" &&
      placesOf(now, revision!.pointer).every(({ part }) => part === "request") &&
      isWider(revision!.value, base!.value),
  },
  {
    when: "a schema is renamed or gone, though what is on the wire stays",
    impact: "major",
    breaks: "whoever generates code from the description, and users of our clients' types: a type has its name.",
    fits: ({ typeName, base, kind, property }) =>
      typeName === "Schema" &&
      (kind === "removed" || property === "key") &&
      /^#\/components\/schemas\/[^/]+$/.test(base!.pointer),
  },
  {
    when: "a token needs another scope",
    impact: "major",
    fits: ({ typeName, base, revision }) =>
      typeName === "SecurityRequirement" && without(revision?.value, base?.value).length > 0,
  },
  {
    when: "tokens come from elsewhere, or are sent another way",
    impact: "major",
    fits: ({ kind, base }) => kind === "modified" && base!.pointer.startsWith("#/components/securitySchemes/"),
  },
  {
    when: "a path gets servers of its own, or loses them",
    impact: "major",
    fits: ({ typeName, path }) => typeName === "ServerList" && path.startsWith("#/paths/"),
  },
  {
    when: "a field is for requests alone, or for answers alone",
    impact: "major",
    fits: ({ property, revision }) => /^(readOnly|writeOnly)$/.test(property ?? "") && revision!.value === true,
  },
  {
    when: "anything else that redocly calls a patch: a bound loosened, a field no longer required, a deprecation …",
    impact: "minor",
    fits: ({ impact }) => impact === "patch",
  },
];

/** The change, rated by the first rule that fits, or as redocly rates it. */
export function rated(change: Change, documents: { base: Document; now: Document }): Change {
  const rule = RULES.find(({ fits }) => fits(change, documents));
  return rule ? { ...change, impact: rule.impact, ...(rule.breaks && { breaks: rule.breaks }) } : change;
}

/** The values that an enum had before and has no longer. */
export const valuesLost = ({ property, base, revision }: Change): unknown[] =>
  property === "enum" ? without(base!.value, revision!.value) : [];

/** What is in the one list and not in the other; no list counts as empty. */
function without(one: unknown, other: unknown): unknown[] {
  const [all, those] = [one, other].map((list) => (Array.isArray(list) ? list : []));
  return all!.filter((value) => !those!.includes(value));
}

/**
 * Whether a pattern matches all that another one does. Seen only where both are made of alternatives in the same order,
 * such as `^(>|<)?(ID|NAME)$`, and each group of the one has all alternatives of the other.
 */
function isWider(one: unknown, other: unknown): boolean {
  const [wide, narrow] = [one, other].map((pattern) => ({
    groups: [...String(pattern).matchAll(ALTERNATIVES)].map(([, inside]) => inside!.split("|")),
    rest: String(pattern).replace(ALTERNATIVES, "()"),
  }));
  return (
    /^\^(\(\)\??)+\$$/.test(wide!.rest) &&
    wide!.rest === narrow!.rest &&
    narrow!.groups.every((group, index) => without(group, wide!.groups[index]).length === 0)
  );
}

/** A group of words, none of which is a pattern itself; a sign may be escaped (`\*`). */
const ALTERNATIVES = /\(((?:[^()?\\[\]{}*+.^$]|\\[^|])*)\)/g;

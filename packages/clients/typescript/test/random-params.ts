// Random parameters for commands of a batch, and what PHP has to make of them.
import fc from "fast-check";

/** Texts with everything that a query, PHP or the portal could take for something else. */
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.stringMatching(/^[&=+#%$;?/\\"'<>\u0020@!.,:\-0-9A-Za-zА-я]{0,16}$/),
  fc.constantFrom(
    "Иванов & Ко",
    "100% + 1 #2",
    "a=b&c[d]=e",
    "%41",
    "a+b",
    "'\"\\",
    "\u0000x",
    "😀",
    " 13",
    "$result",
    "[x]",
  ),
);
const name = fc.oneof(
  fc.constantFrom(
    ">=ID",
    "<ID",
    "@ID",
    "!@CREATED_BY_ID",
    "!=WEBFORM_ID",
    "%TITLE",
    "ID",
    "имя",
    "a&b",
    "c#d",
    "e+f",
    "g%41",
    "__proto__",
  ),
  fc.stringMatching(/^[^[\]\s.\0]{1,8}$/),
);
const scalar = fc.oneof(text, fc.integer(), fc.boolean());

/** Values as a method takes them: texts, numbers, lists, objects, and these in each other. No empty list, no null. */
export const randomParams = fc.dictionary(
  name,
  fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "small", withCrossShrink: true }, scalar, tie("list"), tie("object")),
    list: fc.array(tie("value"), { minLength: 1, maxLength: 4 }),
    object: fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 4 }),
  })).value,
  { maxKeys: 5 },
);

/** A value as it has to arrive: scalars are text, true "1" and false "0"; keys 0, 1 … make a list; keys keep their order. */
export function asArrived(value: unknown): unknown {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => [key, asArrived(item)] as const);
  if (entries.every(([key], index) => key === String(index))) return entries.map(([, item]) => item);
  return { entries: entries.map(([key, item]) => [key, item]) };
}

import { isPhpArray, phpEntries, phpText } from "@b24-calllist/protocol";

/** XML as the portal writes it: keys are elements, integer keys `<item>`, nothing is `<X></X>`, no prolog. */
export function phpXml(value: unknown): string {
  return element("response", value);
}

function element(name: string, value: unknown): string {
  return `<${name}>${isPhpArray(value) ? members(value) : escaped(phpText(value))}</${name}>`;
}

function members(array: object): string {
  const entries = phpEntries(array as Record<string, unknown>);
  return entries.map(([key, member]) => element(INTEGER_KEY.test(key) ? "item" : key, member)).join("");
}

/** What PHP turns into a number when it is used as a key. */
const INTEGER_KEY = /^(?:0|-?[1-9]\d{0,17})$/;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] as string);
}

import { isPhpArray, phpEntries, phpText } from "@b24-calllist/portal-http";

/** XML as the portal writes it: keys are elements, integer keys `<item>`, no prolog. */
export function phpXml(value: unknown): string {
  return element("response", value);
}

function element(name: string, value: unknown): string {
  const inner = content(value);
  return inner === "" ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

function content(value: unknown): string {
  if (!isPhpArray(value)) return escaped(phpText(value));
  const entries = phpEntries(value as Record<string, unknown>);
  return entries.map(([key, member]) => element(/^\d+$/.test(key) ? "item" : key, member)).join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

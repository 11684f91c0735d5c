import { isPhpArray, phpText, phpTrim } from "@b24-calllist/portal-http";

/** The kinds of CRM records that the portal knows, by their number. */
const NAMES: Readonly<Record<number, string>> = {
  1: "LEAD",
  2: "DEAL",
  3: "CONTACT",
  4: "COMPANY",
  5: "INVOICE",
  6: "ACTIVITY",
  7: "QUOTE",
  8: "REQUISITE",
  14: "ORDER",
  31: "SMART_INVOICE",
};

const ABBREVIATIONS: Readonly<Record<string, number>> = { L: 1, D: 2, C: 3, CO: 4, I: 5, Q: 7, O: 14 };

const BY_NAME = new Map([
  ...Object.entries(NAMES).map(([id, name]) => [name, Number(id)] as const),
  ...Object.entries(ABBREVIATIONS),
]);

export const CONTACT = 3;
export const COMPANY = 4;

/**
 * The number of a kind of record; 0 for what is none. Lenient: case and spaces around do not count, abbreviations and
 * `DYNAMIC_3` are understood; a number alone is not (portal-behaviour: entity types, observed on the 2026 build).
 */
export function ownerTypeId(value: unknown): number {
  if (isPhpArray(value)) return 0;
  const name = phpTrim(phpText(value)).toUpperCase();
  const [, dynamic] = /^(?:SUS_)?DYNAMIC_(\d+)$/.exec(name) ?? [];
  return BY_NAME.get(name) ?? Number(dynamic ?? 0);
}

/** The name of a kind, `""` for an unknown one. */
export function ownerTypeName(id: number | null): string {
  if (id === null) return "";
  return NAMES[id] ?? (id >= 128 && id < 1024 ? `DYNAMIC_${id}` : "");
}

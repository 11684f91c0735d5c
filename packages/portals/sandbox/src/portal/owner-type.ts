import { isPhpArray, phpText, phpTrim } from "@b24-calllist/protocol";

/** The kinds of CRM records that have a name of their own, by their number. `SUS_` stands for the recycle bin. (Source.) */
const NAMES: Readonly<Record<number, string>> = {
  1: "LEAD",
  2: "DEAL",
  3: "CONTACT",
  4: "COMPANY",
  5: "INVOICE",
  6: "ACTIVITY",
  7: "QUOTE",
  8: "REQUISITE",
  9: "DEAL_CATEGORY",
  10: "CUSTOM_ACTIVITY_TYPE",
  12: "CALL_LIST",
  13: "DEAL_RECURRING",
  14: "ORDER",
  15: "ORDER_CHECK",
  16: "ORDER_SHIPMENT",
  17: "ORDER_PAYMENT",
  18: "SUS_LEAD",
  19: "SUS_DEAL",
  20: "SUS_CONTACT",
  21: "SUS_COMPANY",
  22: "SUS_QUOTE",
  23: "SUS_INVOICE",
  24: "SUS_ORDER",
  25: "SUS_ACTIVITY",
  27: "INVOICE_RECURRING",
  28: "SCORING",
  31: "SMART_INVOICE",
  32: "SUS_SMART_INVOICE",
  33: "STORE_DOCUMENT",
  34: "SHIPMENT_DOCUMENT",
  36: "SMART_DOCUMENT",
  37: "SUS_SMART_DOCUMENT",
  1024: "SYSTEM",
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

/**
 * The name of a kind, `""` for one without a name. Smart processes have numbers from 128 to 191, and even ones from 1030
 * on; their recycle bins those from 192 to 255, and odd ones from 1031 on. A name is given whether or not the portal has
 * such a process. (128 and 999 observed, the ranges read in the source and the documentation, odd numbers inferred.)
 */
export function ownerTypeName(id: number | null): string {
  if (id === null) return "";
  if (NAMES[id] !== undefined) return NAMES[id];
  if (id >= UNLIMITED) return id % 2 === 0 ? `DYNAMIC_${id}` : `SUS_DYNAMIC_${id}`;
  if (id >= 128 && id < 192) return `DYNAMIC_${id}`;
  return id >= 192 && id < 256 ? `SUS_DYNAMIC_${id}` : "";
}

const UNLIMITED = 1030;

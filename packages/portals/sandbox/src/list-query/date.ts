/** Before every other date: what the database makes of text that is no date. */
const NO_DATE = "0000-00-00 00:00:00";

/**
 * A date in the portal's own format, `14.07.2025 08:47:19` or a beginning of it, as the database holds it. Other text,
 * ISO dates too, is no date for the portal: not an error, but earlier than all (observed, 2026 build).
 */
export function portalDate(text: string): string {
  const found = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2})(?::(\d{1,2}))?(?::(\d{1,2}))?)?\s*$/.exec(text);
  if (found === null) return NO_DATE;
  const [, day, month, year, hour = "", minute = "", second = ""] = found as string[] as DateParts;
  if (!isDay(Number(year), Number(month), Number(day))) return NO_DATE;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NO_DATE;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

type DateParts = [
  all: string,
  day: string,
  month: string,
  year: string,
  hour?: string,
  minute?: string,
  second?: string,
];

function isDay(year: number, month: number, day: number): boolean {
  // A day that the month does not have is one of another month.
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

function two(number: string): string {
  return number.padStart(2, "0");
}

/** HTTP headers in any letter case, as in Node's `IncomingHttpHeaders`. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The value of a header, its name in any letter case; the first value where there are several. */
export function headerValue(headers: HeaderRecord, name: string): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
  return typeof value === "string" ? value : value?.[0];
}

/** HTTP headers in any letter case, as in Node's `IncomingHttpHeaders`. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The value of a header, its name in any letter case; the first value where there are several. */
export function headerValue(headers: HeaderRecord, name: string): string | undefined {
  const wanted = name.toLowerCase();
  // Node's own headers have it so; only others are searched.
  const value = headers[wanted] ?? headers[Object.keys(headers).find((key) => key.toLowerCase() === wanted) ?? wanted];
  return typeof value === "string" ? value : value?.[0];
}

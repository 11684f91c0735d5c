/** What a request asks the mock for. */
export interface Preference {
  code?: number;
  example?: string;
}

/**
 * Reads Prism's own header: `Prefer: code=400, example=list-not-found`. Either part may be left out, and parts that the
 * mock does not know are ignored, as the header's definition (RFC 7240) asks.
 */
export function readPrefer(header: string | string[] | undefined): Preference {
  const parts = String(header ?? "").split(/[,;]/); // of several headers, too: a list as text has commas
  const values = Object.fromEntries(
    parts.map((part) => {
      const [name, value = ""] = part.split("=", 2);
      return [name!.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1")];
    }),
  );
  return {
    ...(values.code && { code: Number(values.code) }),
    ...(values.example && { example: values.example }),
  };
}

import type { Language } from "./language.ts";
import { command, quote } from "./shell.ts";

/** A request to the authorisation server. There is one way to send it, so it needs no name in brackets. */
export const curlToken: Language = {
  lang: "bash",
  label: "cURL",
  write: (request) =>
    request.kind === "token"
      ? command(
          `curl --get ${quote(request.url)}`,
          ...Object.entries(request.query).map(([name, value]) => `--data-urlencode ${quote(`${name}=${value}`)}`),
        )
      : undefined,
};

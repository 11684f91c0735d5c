import type { Language } from "./language.ts";
import { command, jsonBody, quote } from "./shell.ts";

const ACCESS_TOKEN = "xxxxxxxxxxxxxxxx";

/** A call with an access token, which is a parameter beside the others. */
export const curlOauth: Language = {
  lang: "bash",
  label: "cURL (OAuth)",
  write: (request) =>
    request.kind === "portal"
      ? command(
          `curl ${quote(request.oauthUrl + request.method)}`,
          ...jsonBody({ ...request.params, auth: ACCESS_TOKEN }),
        )
      : undefined,
};

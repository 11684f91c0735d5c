import type { Language } from "./language.ts";
import { command, jsonBody, quote } from "./shell.ts";

/** A call by webhook, whose address holds the secret. */
export const curlWebhook: Language = {
  lang: "bash",
  label: "cURL (webhook)",
  write: (request) =>
    request.kind === "portal"
      ? command(`curl ${quote(request.webhookUrl + request.method)}`, ...jsonBody(request.params))
      : undefined,
};

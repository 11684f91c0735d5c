import type { Language } from "./language.ts";
import { literal, TYPESCRIPT_STYLE } from "./literal.ts";
import type { PortalCall, TokenRequest } from "./request.ts";

/** The client of this house; for the authorisation server, which it does not call, plain `fetch`. */
export const typescript: Language = {
  lang: "typescript",
  label: "TypeScript",
  write(request) {
    if (request.kind === "token") return token(request);
    return `${client(request)}\n\n${request.method === "batch" ? batch(request) : call(request)}`;
  },
};

function client({ webhookUrl }: PortalCall): string {
  return `import { createClient, webhook } from "@b24-calllist/client";

const b24 = createClient({
  auth: webhook(${JSON.stringify(webhookUrl)}),
});`;
}

function call({ method, params }: PortalCall): string {
  const before = `const result = await b24.call(${JSON.stringify(method)}`;
  const after = ");\nconsole.log(result);";
  if (Object.keys(params).length === 0) return before + after;
  const taken = `${before}, );`.length;
  return `${before}, ${literal(params, TYPESCRIPT_STYLE, { indent: 0, taken })}${after}`;
}

/** One level lower than `call`: a batch is an answer even where all its commands failed. */
function batch({ params }: PortalCall): string {
  const before = 'const { data, error } = await b24.http.POST("/batch", ';
  const init = literal({ body: params }, TYPESCRIPT_STYLE, { indent: 0, taken: `${before});`.length });
  return `${before}${init});
if (data) console.log(data.result.result, data.result.result_error);
else console.error(error);`;
}

function token({ url, query }: TokenRequest): string {
  const before = "const query = new URLSearchParams(";
  const init = literal(query, TYPESCRIPT_STYLE, { indent: 0, taken: `${before});`.length });
  return `${before}${init});
const response = await fetch(\`${url}?\${query}\`);
const tokens = (await response.json()) as Record<string, unknown>;

// An unknown client_id is answered with HTTP 200, so look for the error.
if (tokens.error) throw new Error(String(tokens.error));

// Store refresh_token before anything else: the one just sent is spent.
console.log(Object.keys(tokens));`;
}

// How to see an error in the mock: one request whose header asks for an example of the description with that error.
import { type Document, operationsOf, resolve } from "../description.ts";
import { quote } from "../samples/shell.ts";
import type { Occurrence, PortalError } from "./catalogue.ts";

/** Where `npm start` and the mock's own command put it. */
export const MOCK = "http://127.0.0.1:4010";

/** Requests that are in order, so that the mock has nothing to report. */
const REQUESTS: Record<string, string[]> = {
  "crm.calllist.add": ["ENTITY_TYPE=CONTACT", "ENTITIES[]=9"],
  "crm.calllist.get": ["ID=13"],
  "crm.calllist.list": [],
  "crm.calllist.update": ["LIST_ID=13", "ENTITY_TYPE=CONTACT", "ENTITIES[]=9"],
  "crm.calllist.items.get": ["LIST_ID=13"],
  "crm.calllist.statuslist": [],
  batch: ["cmd[list]=crm.calllist.get?ID=13"],
};
const TOKEN_QUERY =
  "grant_type=refresh_token&client_id=local.xxxxxxxxxxxxxx.xxxxxxxx&client_secret=xxxxxxxxxxxxxxxx&refresh_token=xxxxxxxxxxxxxxxx";

/** One curl line, or `undefined` where no example of the description has this error. */
export function inMock(document: Document, { code, answers }: PortalError): string | undefined {
  for (const occurrence of answers) {
    for (const method of methodsOf(occurrence)) {
      const example = exampleOf(document, method, code, occurrence);
      if (example) return line(method, `code=${occurrence.status}, example=${example}`);
    }
  }
  return undefined;
}

const methodsOf = ({ methods }: Occurrence): string[] =>
  methods.includes("all") ? ["crm.calllist.get", ...Object.keys(REQUESTS)] : methods;

function exampleOf(document: Document, method: string, code: string, { status, text }: Occurrence): string | undefined {
  const path = method === "oauth.token" ? "/oauth/token/" : `/${method}`;
  const { node } = operationsOf(document).find((operation) => operation.path === path)!;
  const response = node.responses[status] && resolve(document, node.responses[status]);
  const examples: Document = response?.content["application/json"]?.examples ?? {};
  return Object.keys(examples).find((name) =>
    refusalsIn(resolve(document, examples[name]).value).some(
      ({ error, error_description = "" }) => error === code && matches(error_description, text),
    ),
  );
}

/** The refusal that a body is, or those in the body of a batch. */
function refusalsIn(body: Document): Document[] {
  return "error" in body ? [body] : Object.values(body.result?.result_error ?? {});
}

/** `<NAME>` in a text of the catalogue stands for anything. */
function matches(description: string, text = ""): boolean {
  const pattern = text.split(/<[A-Za-z]+>/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(description);
}

function line(method: string, prefer: string): string {
  const start = `curl -H 'Prefer: ${prefer}'`;
  if (method === "oauth.token") return `${start} '${MOCK}/oauth/token/?${TOKEN_QUERY}'`;
  const data = REQUESTS[method]!.map((parameter) => ` -d ${quote(parameter)}`).join("");
  return `${start}${data} ${MOCK}/rest/1/xxxxxxxxxxxxxxxx/${method}`;
}

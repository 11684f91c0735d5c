import { isDeepStrictEqual } from "node:util";
import { PAGE_SIZE, type PortalRequest } from "@b24-calllist/protocol";
import { answerBatch } from "./batch.ts";
import { type Call, findMethod, type MockAnswer, paramsOf } from "./call.ts";
import type { AnswerExample, Description, Operation } from "./description.ts";
import type { Preference } from "./prefer.ts";
import type { AskPrism } from "./prism.ts";
import type { Known } from "./rule.ts";
import { refusalOf } from "./rules.ts";
import { type HttpRequest, isTokenBesideWebhook, transportViolations } from "./transport.ts";
import { printable, problem, type Violation } from "./violation.ts";

export interface Answerer {
  description: Description;
  ask: AskPrism;
  known: Known;
}

/** Answers a portal request: unknown method, then credentials, then the method itself, in a portal's order. */
export async function answerRequest(
  answerer: Answerer,
  http: HttpRequest,
  request: PortalRequest,
  prefer: Preference,
): Promise<MockAnswer> {
  const method = findMethod(answerer.description, request.method);
  if (!method) return answerUnknownMethod(answerer, request.method);
  const { methodParams, start } = request;
  const call = { method, params: paramsOf(method, { params: methodParams, start }), prefer };
  const answer = await answerAuthorised(answerer, http, request, call);
  return { ...answer, violations: [...transportViolations(http, request), ...answer.violations] };
}

async function answerAuthorised(
  answerer: Answerer,
  http: HttpRequest,
  request: PortalRequest,
  call: Call,
): Promise<MockAnswer> {
  if (!request.credentials) {
    return refuse(answerer, call, "no-auth-found", [problem([], "security", NO_CREDENTIALS)]);
  }
  if (isTokenBesideWebhook(http.url, request)) return refuse(answerer, call, "invalid-token", []);
  return answerCall(answerer, call);
}

const NO_CREDENTIALS =
  "There are no credentials: neither /rest/<user>/<code>/ in the path nor `auth` among the parameters";

/** Answers one call: with the preferred example, with the refusal that the parameters deserve, or with a good answer. */
export async function answerCall(answerer: Answerer, call: Call): Promise<MockAnswer> {
  const operation = answerer.description.operations.get(call.method)!;
  const { prefer = {} } = call;
  const prefers = prefer.code !== undefined || prefer.example !== undefined;
  if (prefers) return answerPreferred(answerer, operation, call, prefer);

  const refusal = refusalOf(call.method, call.params, answerer.known);
  const example = refusal ? findExample(operation, refusal) : goodExample(operation, call);
  const answer = await asPrism(answerer, operation, call, example);
  if (call.method !== "batch") return answer;
  return {
    ...answer,
    ...(await answerBatch(call.params, answer, answerer.description, (one) => answerCall(answerer, one))),
  };
}

async function answerPreferred(
  answerer: Answerer,
  operation: Operation,
  call: Call,
  prefer: Preference,
): Promise<MockAnswer> {
  const example = findExample(operation, { status: prefer.code, key: prefer.example });
  if (example) return asPrism(answerer, operation, call, example);
  const there = operation.answers.map(({ status, key }) => `code=${status}, example=${key}`);
  const message = `${call.method} has no example for this Prefer header`;
  return {
    method: call.method,
    status: 400,
    headers: {},
    body: { error: "MOCK_NO_SUCH_EXAMPLE", error_description: `${message}. There are: ${there.join(" · ")}` },
    violations: [problem(["header", "prefer"], "example", `${message}; the answer lists those there are`)],
  };
}

/** Prism's answer, with its violations and those that only the rules see: an unknown status, an id twice as text. */
async function asPrism(
  { ask, known }: Answerer,
  operation: Operation,
  { method, params }: Call,
  example?: AnswerExample,
): Promise<MockAnswer> {
  const { status, headers, body, violations } = await ask(operation, params, example);
  const refusal = refusalOf(method, params, known);
  if (refusal && violations.length === 0) {
    const refused = findExample(operation, refusal)!.value as { error_description: string };
    violations.push(problem(["body"], refusal.key, `The portal refuses this: ${refused.error_description}`));
  }
  const names = unknownNames(operation, params);
  return { method, status, headers, body, violations: [...violations, ...names] };
}

/** Prism takes every query parameter; here a misspelt one is a mistake. */
function unknownNames({ query }: Operation, params: Record<string, unknown>): Violation[] {
  const unknown = query ? Object.keys(params).filter((name) => !query.includes(name)) : [];
  return unknown.map((name) => problem(["query"], "additionalProperties", `There is no parameter ${printable(name)}`));
}

function findExample(
  { answers }: Operation,
  { status, key }: { status?: number | undefined; key?: string | undefined },
): AnswerExample | undefined {
  return answers.find(
    (answer) => (status === undefined || answer.status === status) && (key === undefined || answer.key === key),
  );
}

/** The examples are shorter than a page, so a second page is past the end. A loop over pages ends with it. */
const PAST_THE_END: Record<string, { status: number; key: string }> = {
  "crm.calllist.items.get": { status: 403, key: "nothing-on-this-page" },
  "crm.calllist.list": { status: 200, key: "second-page" },
};

/** A request that a named example shows gets the answer of the same name; any other one the first good answer. */
function goodExample(operation: Operation, { method, params }: Call): AnswerExample | undefined {
  const asJson = JSON.parse(JSON.stringify(params)); // parameters have no prototype, examples have one
  const shown = Object.keys(operation.requests).find((key) => isDeepStrictEqual(asJson, operation.requests[key]));
  const named = shown ? findExample(operation, { status: 200, key: shown }) : undefined;
  if (named) return named;
  const end = Number(params.start) >= PAGE_SIZE ? PAST_THE_END[method] : undefined;
  return findExample(operation, end ?? { status: 200 });
}

/** The same answer for every method that is not there, taken from any method that shows it. */
async function answerUnknownMethod(answerer: Answerer, name: string): Promise<MockAnswer> {
  const [any] = answerer.description.operations.values();
  const method = name.includes(".") ? printable(name) : "";
  const message = method ? `There is no method ${method}` : "There is no method at this path";
  const violation = problem(["path"], "method", message);
  const answer = await refuse(answerer, { method: any!.method, params: {} }, "method-not-found", [violation]);
  return { ...answer, method };
}

/** Refused before the method sees its parameters, so only the given violations count. */
async function refuse(answerer: Answerer, call: Call, key: string, violations: Violation[]): Promise<MockAnswer> {
  const operation = answerer.description.operations.get(call.method)!;
  const { status, headers, body } = await asPrism(answerer, operation, call, findExample(operation, { key }));
  return { method: call.method, status, headers, body, violations };
}

// Prism, in this process: it checks requests against the description and picks the example to answer with.
import { createLogger, type IPrismDiagnostic } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec } from "@stoplight/prism-http";
import type { AnswerExample, Description, Operation } from "./description.ts";
import { cleanMessage, MOST_VIOLATIONS, printable, type Violation } from "./violation.ts";

export interface PrismAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  /** What is wrong with the request. */
  violations: Violation[];
}

/** A request to an operation, with its parameters as a body (POST) or as a query (GET). */
export type AskPrism = (
  operation: Operation,
  params: Record<string, unknown>,
  example?: AnswerExample,
) => Promise<PrismAnswer>;

const CONFIG = {
  checkSecurity: false,
  validateResponse: true,
  errors: false,
  isProxy: false as const,
  upstreamProxy: undefined,
};

/** Makes the function that asks Prism. */
export async function startPrism(description: Description): Promise<AskPrism> {
  const operations = await getHttpOperationsFromSpec(description.file);
  const logger = createLogger("prism", { level: "silent" });
  const prism = createInstance({ ...CONFIG, validateRequest: true, mock: { dynamic: false } }, { logger });

  return async (operation, params, example) => {
    const get = operation.verb === "get";
    const request = {
      method: operation.verb,
      url: { path: `/${operation.method}`, ...(get && { query: params as Record<string, string> }) },
      headers: { "content-type": "application/json", accept: example?.mediaType ?? "application/json" },
      body: get ? undefined : params,
    };
    const mock = { dynamic: false as const, ...(example && { code: example.status, exampleKey: example.key }) };
    const run = async (validateRequest: boolean) => {
      const outcome = await prism.request(request, operations, { ...CONFIG, validateRequest, mock })();
      if (outcome._tag === "Left") throw outcome.left;
      return outcome.right;
    };
    const { output: first, validations } = await run(true);
    // Prism answers a wrong request with the first 400 it finds. What is right here has been decided already.
    const output = validations.input.length > 0 ? (await run(false)).output : first;

    // An example that breaks its own schema is a mistake in the description, and must not look like an answer.
    if (validations.output.length > 0) {
      throw new Error(
        `the example breaks the description: ${validations.output.map(({ message }) => message).join("; ")}`,
      );
    }
    return {
      status: output.statusCode,
      headers: output.headers ?? {},
      body: output.body,
      violations: validations.input
        .slice(0, MOST_VIOLATIONS + 1)
        .map((found) => violationOf("request", request.body, found)),
    };
  };
}

/** What Prism found, in a body of a request or an answer. */
export function violationOf(
  where: "request" | "response",
  body: unknown,
  { path = [], code, message, severity }: IPrismDiagnostic,
): Violation {
  return {
    location: [where, ...path.map(printable)],
    severity: severity === 0 ? "Error" : "Warning",
    code: String(code),
    message: cleanMessage(
      code === "propertyNames" ? `${message} (its keys: ${keysAt(body, path)})` : message,
      path.slice(1),
    ),
  };
}

/** The schema's own message does not say which keys there are. */
function keysAt(body: unknown, path: string[]): string {
  const at = path.slice(1).reduce((node, key) => (node as Record<string, unknown>)[key], body);
  return Object.keys(at as object)
    .slice(0, MOST_VIOLATIONS)
    .map(printable)
    .join(", ");
}

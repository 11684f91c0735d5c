// A batch is answered command by command, each like a request of its own, so that the keys of the answer are those of
// the request. (`Prefer` brings the batch examples of the description instead.)
import { methodParameters, methodSpellings, parseBatchCommand } from "@b24-calllist/portal-http";
import { type Answerer, answerCall, type MockAnswer, problem } from "./answer.ts";
import type { Violation } from "./prism.ts";

const LONGEST = 50;
/** What the portal does not run inside a batch. Only these letters: `Batch` runs nested there. */
const NOT_ALLOWED = ["batch", "upload", "download"];

type Errors = Record<string, unknown>;

const refusal = (error: string, error_description: string): object => ({ error, error_description });
const UNKNOWN_METHOD = refusal("ERROR_METHOD_NOT_FOUND", "Method not found!");
const METHOD_NOT_ALLOWED = refusal("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
const TOO_LONG = refusal("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");

/** Body and violations of a batch; `answer` is what the description alone gives for it. */
export async function answerBatch(
  answerer: Answerer,
  answer: MockAnswer,
  { cmd, halt }: Record<string, unknown>,
): Promise<Pick<MockAnswer, "status" | "body" | "violations">> {
  const { time } = answer.body as { time: unknown };
  const [results, errors, times]: Errors[] = [{}, {}, {}];
  const commands = typeof cmd === "object" && cmd !== null ? Object.entries(cmd) : [];
  const violations = [...answer.violations];
  if (commands.length > LONGEST) {
    violations.push(
      problem(["body", "cmd"], "maxItems", `A batch takes ${LONGEST} commands; these are ${commands.length}`),
    );
  }

  for (const [index, [key, command]] of commands.entries()) {
    if (index >= LONGEST) errors![key] = TOO_LONG;
    else if (typeof command === "string") {
      const { status, body, violations: found } = await answerCommand(answerer, command);
      // A command that stops the portal takes the whole batch down.
      if (status === 500) return { status, body, violations: [...violations, ...found.map(at(key))] };
      violations.push(...found.map(at(key)));
      if (status === 200) {
        results![key] = (body as { result: unknown }).result;
        times![key] = time;
      } else errors![key] = body;
    }
    if (isTrue(halt) && Object.keys(errors!).length > 0) break;
  }

  const [result, result_error, result_time] = [results!, errors!, times!].map(asPhpArray);
  const body = { result: { result, result_error, result_total: [], result_next: [], result_time }, time };
  return { status: 200, body, violations };
}

async function answerCommand(
  answerer: Answerer,
  text: string,
): Promise<Pick<MockAnswer, "status" | "body" | "violations">> {
  const command = parseBatchCommand(text);
  if (command && NOT_ALLOWED.includes(command.method)) return { status: 400, body: METHOD_NOT_ALLOWED, violations: [] };
  const method = methodSpellings(command?.method ?? "").find(
    (name) => answerer.description.operations.get(name)?.verb === "post",
  );
  if (!command || !method) return { status: 404, body: UNKNOWN_METHOD, violations: [] };
  const { params, start } = methodParameters(command.params);
  // What a reference stands for is not known here, so such a command is taken to be right.
  if (text.includes("$result["))
    return { ...(await answerCall(answerer, { method, params: {}, prefer: { code: 200 } })), violations: [] };
  return answerCall(answerer, { method, params: { ...params, ...(start !== undefined && { start }) } });
}

/** Violations of a command say which one it is. */
const at =
  (key: string) =>
  (violation: Violation): Violation => ({
    ...violation,
    location: ["request", "body", "cmd", key, ...violation.location.slice(2)],
    message: `Command ${key}: ${violation.message}`,
  });

/** PHP's idea of true: every text but "" and "0". */
const isTrue = (halt: unknown): boolean =>
  halt === "0" ? false : Array.isArray(halt) ? halt.length > 0 : Boolean(halt);

/** As PHP writes it: `[]` when empty, an array when the keys are 0, 1, 2 …, otherwise an object. */
function asPhpArray(map: object): unknown {
  const isList = Object.keys(map).every((key, index) => key === String(index));
  return isList ? Object.values(map) : map;
}

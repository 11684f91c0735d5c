// A batch is answered command by command, each like a request of its own, so that the keys of the answer are those of
// the request. (`Prefer` brings the batch examples of the description instead.)
import { BATCH_SIZE, methodParameters, parseBatchCommand } from "@b24-calllist/protocol";
import { type Call, findMethod, type MockAnswer, paramsOf } from "./call.ts";
import type { Description } from "./description.ts";
import { resolveReferences } from "./reference.ts";
import { printable, problem, type Violation } from "./violation.ts";

/** What the portal does not run inside a batch. Only these letters: `Batch` runs nested there. */
const NOT_ALLOWED = ["batch", "upload", "download"];

type Outcome = Pick<MockAnswer, "status" | "body" | "violations">;

interface Refusal {
  error: string;
  error_description: string;
}

const refusal = (error: string, error_description: string): Refusal => ({ error, error_description });
const UNKNOWN_METHOD = refusal("ERROR_METHOD_NOT_FOUND", "Method not found!");
const METHOD_NOT_ALLOWED = refusal("ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
const TOO_LONG = refusal("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");

type AnswerOne = (call: Call) => Promise<MockAnswer>;

/** Body and violations of a batch; `answer` is what the description alone gives for it, `answerOne` answers a command. */
export async function answerBatch(
  { cmd, halt }: Record<string, unknown>,
  answer: MockAnswer,
  description: Description,
  answerOne: AnswerOne,
): Promise<Outcome> {
  const { time } = answer.body as { time: unknown };
  const [results, errors, times] = [emptyMap(), emptyMap(), emptyMap()];
  const commands = typeof cmd === "object" && cmd !== null ? Object.entries(cmd) : [];
  const violations = [...answer.violations];
  if (commands.length > BATCH_SIZE) {
    violations.push(
      problem(["body", "cmd"], "maxItems", `A batch takes ${BATCH_SIZE} commands; these are ${commands.length}`),
    );
  }

  for (const [index, [key, command]] of commands.entries()) {
    if (index >= BATCH_SIZE) errors[key] = TOO_LONG;
    else if (typeof command === "string") {
      const { status, body, violations: found } = await answerCommand(command, results, description, answerOne);
      // A command that stops the portal takes the whole batch down; a database error is an error like any other.
      if ((body as { error?: string }).error === "INTERNAL_SERVER_ERROR") {
        return { status, body, violations: [...violations, ...found.map(at(key))] };
      }
      violations.push(...found.map(at(key)));
      if (status === 200) {
        results[key] = (body as { result: unknown }).result;
        times[key] = time;
      } else errors[key] = body;
    }
    if (isTrue(halt) && Object.keys(errors).length > 0) break;
  }

  const [result, result_error, result_time] = [results, errors, times].map(asPhpArray);
  const body = { result: { result, result_error, result_total: [], result_next: [], result_time }, time };
  return { status: 200, body, violations };
}

async function answerCommand(
  text: string,
  results: Record<string, unknown>,
  description: Description,
  answerOne: AnswerOne,
): Promise<Outcome> {
  const command = parseBatchCommand(text);
  if (command && NOT_ALLOWED.includes(command.method)) return refused(METHOD_NOT_ALLOWED, command.method);
  const method = command && findMethod(description, command.method);
  if (!method) return refused(UNKNOWN_METHOD, command?.method ?? "");
  const { params, missing } = resolveReferences(paramsOf(method, methodParameters(command.params)), results);
  const answer = await answerOne({ method, params });
  const lost = missing.map((key) => problem([], "reference", `$result[${printable(key)}] ${REFERS_TO_NOTHING}`));
  return { ...answer, violations: [...lost, ...answer.violations] };
}

const REFERS_TO_NOTHING = "refers to no earlier command that succeeded; a portal makes 0 or 1 of it without a word";

function refused(body: Refusal, method: string): Outcome {
  const violation = problem([], "method", `${body.error_description} ${method && printable(method)}`.trim());
  return { status: 400, body, violations: [violation] };
}

/** Violations of a command say which one it is. Those that are about it as a whole have no place of their own. */
const at =
  (key: string) =>
  (violation: Violation): Violation => ({
    ...violation,
    location: ["request", "body", "cmd", printable(key), ...violation.location.slice(2)],
    message: `Command ${printable(key)}: ${violation.message}`,
  });

/** PHP's idea of true: every text but "" and "0". */
const isTrue = (halt: unknown): boolean =>
  halt === "0" ? false : Array.isArray(halt) ? halt.length > 0 : Boolean(halt);

/** Without a prototype, since `__proto__` is a name like any other here. */
const emptyMap = (): Record<string, unknown> => Object.create(null);

/** As PHP writes it: `[]` when empty, an array when the keys are 0, 1, 2 …, otherwise an object. */
function asPhpArray(map: object): unknown {
  const isList = Object.keys(map).every((key, index) => key === String(index));
  return isList ? Object.values(map) : map;
}

import { printable } from "@b24-calllist/mock/checks";
import { type Call, reads, writes } from "./calls.ts";
import { lines, type Problem } from "./problem.ts";
import type { Ask, Checked } from "./proxy.ts";

/** What {@link check} found, also where it did not come to its end. */
export interface Tally {
  calls: number;
  /** Calls whose answer is not as described, or not the one that this call should get. */
  differ: number;
  /** Whether there was a list to read. */
  hadList: boolean;
}

/** Before the first call. */
export const emptyTally = (): Tally => ({ calls: 0, differ: 0, hadList: false });

/** Options of {@link check}. */
export interface CheckOptions {
  /** Gets the report, line by line. */
  print: (line: string) => void;
  /** Of whom a list is made; without them, nothing is written. */
  contacts?: number[] | undefined;
  /** Is told the id of the list that was made, at once, since what comes after it may fail. */
  made?: (id: string) => void;
}

/**
 * The portal answered something that says nothing about the calls: it does not let anybody in, or not now; a gateway
 * answers for it; it is no portal; or it does not take the contacts that were given.
 */
export class NotComparedError extends Error {
  override readonly name = "NotComparedError";

  /** `401 INVALID_CREDENTIALS` */
  readonly outcome: string;
  readonly why: "not let in" | "out of order" | "no portal" | "contacts";

  constructor(outcome: string, why: NotComparedError["why"]) {
    super(outcome);
    this.outcome = outcome;
    this.why = why;
  }
}

/**
 * Makes all calls, prints a line for each and counts them in `tally`.
 *
 * @throws {NotComparedError} at the first answer after which there is no point in going on
 */
export async function check(ask: Ask, tally: Tally, { print, contacts, made = () => {} }: CheckOptions): Promise<void> {
  const make = async (call: Call): Promise<unknown> => {
    const { method, about, params = {}, gets, isWrong } = call;
    const checked = await ask(method, params, true);
    const outcome = outcomeOf(checked, params);
    if (NOT_LET_IN.test(outcome)) throw new NotComparedError(outcome, "not let in");
    if (checked.status >= 500 && !isObject(checked.body)) throw new NotComparedError(outcome, "out of order");
    if (checked.status >= 400 && !isObject(checked.body) && tally.calls === 0)
      throw new NotComparedError(outcome, "no portal");
    if (call.refusesContacts?.includes(outcome)) throw new NotComparedError(outcome, "contacts");
    const problems = lines([...requestProblems(checked, isWrong), ...checked.answer]);
    const isRight = gets.includes(outcome);
    if (!isRight) problems.push(`should get ${gets.join(" or ")}`);
    tally.calls += 1;
    if (problems.length > 0) tally.differ += 1;
    if (method === "crm.calllist.get" && outcome === "200") tally.hadList = true;
    print(row(problems.length > 0 ? "DIFFERS" : "ok", method, about, outcome));
    for (const problem of problems) print(`         ${problem}`);
    return isRight ? (checked.body as { result?: unknown } | undefined)?.result : undefined;
  };
  await reads(make);
  if (contacts) await writes(make, contacts, (id) => made(printable(String(id))));
}

/** Of a request that is wrong on purpose, the description has to say so. */
function requestProblems({ request }: Checked, isWrong = false): Problem[] {
  if (!isWrong) return request;
  return request.length > 0 ? [] : [{ at: "", message: "the description takes this request" }];
}

/** As {@link Call.gets} has it. */
function outcomeOf({ status, body }: Checked, { cmd }: Record<string, unknown>): string {
  const { error, result } = isObject(body) ? body : {};
  const parts = error === undefined ? commandOutcomes(cmd, result) : [codeOf(error)];
  return [status, ...parts].join(" ");
}

/** What became of each command of a batch: `list=ok`, its error's code, or `nothing` where there is neither. */
function commandOutcomes(cmd: unknown, answer: unknown): string[] {
  const { result, result_error: errors } = (isObject(answer) ? answer : {}) as Record<string, unknown>;
  return Object.keys(cmd ?? {}).map((key) => {
    if (isObject(result) && Object.hasOwn(result, key)) return `${key}=ok`;
    const refused = isObject(errors) ? (errors as Record<string, unknown>)[key] : undefined;
    return `${key}=${isObject(refused) ? codeOf(refused.error) : "nothing"}`;
  });
}

/** What is no code might be something that the portal holds. */
const codeOf = (error: unknown): string => (/^\w{1,50}$/.test(String(error)) ? String(error) : "(not a code)");

const isObject = (body: unknown): body is { error?: unknown; result?: unknown } =>
  typeof body === "object" && body !== null;

const NOT_LET_IN = /^(302|401|429|503|403 PORTAL_DELETED)\b/;

const row = (verdict: string, method: string, about: string, outcome: string): string =>
  `${verdict.padEnd(8)} ${method.padEnd(24)} ${about.padEnd(28)} ${outcome}`;

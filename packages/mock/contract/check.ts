import { printable } from "../src/violation.ts";
import { type Call, reads, writes } from "./calls.ts";
import { lines, type Problem } from "./problem.ts";
import type { Ask, Checked } from "./proxy.ts";

/** What {@link check} found. */
export interface Tally {
  calls: number;
  /** Calls whose answer is not as described, or not the one that this call should get. */
  differ: number;
  /** Whether there was a list to read. */
  hadList: boolean;
}

/** Options of {@link check}. */
export interface CheckOptions {
  /** Gets the report, line by line. */
  print: (line: string) => void;
  /** Of whom a list is made; without them, nothing is written. */
  contacts?: number[] | undefined;
  /** Is told the id of the list that was made, at once, since what comes after it may fail. */
  made?: (id: string) => void;
}

/** The portal answered something that says nothing about the calls: it does not let anybody in, or not now. */
export class NotComparedError extends Error {
  override readonly name = "NotComparedError";
}

/**
 * Makes all calls and prints a line for each.
 *
 * @throws {NotComparedError} at the first answer after which there is no point in going on
 */
export async function check(ask: Ask, { print, contacts, made = () => {} }: CheckOptions): Promise<Tally> {
  const tally: Tally = { calls: 0, differ: 0, hadList: false };
  const make = async (call: Call): Promise<unknown> => {
    const { method, about, params = {}, gets, isWrong } = call;
    const checked = await ask(method, params, true);
    const outcome = outcomeOf(checked);
    assertCompared(outcome);
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
  return tally;
}

/** Of a request that is wrong on purpose, the description has to say so. */
function requestProblems({ request }: Checked, isWrong = false): Problem[] {
  if (!isWrong) return request;
  return request.length > 0 ? [] : [{ at: "", message: "the description takes this request" }];
}

/** `200`, or `400 LIST_ID_ERROR`. */
function outcomeOf({ status, body }: Checked): string {
  const { error } = (typeof body === "object" && body !== null ? body : {}) as { error?: unknown };
  return error === undefined ? String(status) : `${status} ${printable(String(error))}`;
}

const NOT_LET_IN = /^(302|401|429|503|403 PORTAL_DELETED)\b/;

function assertCompared(outcome: string): void {
  if (NOT_LET_IN.test(outcome)) throw new NotComparedError(outcome);
}

const row = (verdict: string, method: string, about: string, outcome: string): string =>
  `${verdict.padEnd(8)} ${method.padEnd(24)} ${about.padEnd(28)} ${outcome}`;

// dist/behaviour.json of the description: what is known after an attempt, and what a client does then.

export interface Behaviour {
  /** What a client does after an outcome, in words that go on after "to". */
  steps: Record<Step, string>;
  /** By name, in the order in which a reader wants them. */
  outcomes: Record<string, Outcome>;
  /** The first one that matches an attempt says its outcome; the last one matches any. */
  rules: Rule[];
  /** What each method does, by its name. */
  effects: Record<string, Effect>;
  /** By name. */
  numbers: Record<string, BehaviourNumber>;
}

/** A number that all clients share. */
export interface BehaviourNumber {
  value: number;
  /** `seconds`, or what is counted. */
  unit: string;
  what: string;
}

export interface Outcome {
  /** Whether the portal executed the call. */
  executed: "yes" | "no" | "unknown";
  next: Step;
  /** What it is, in some words. */
  label: string;
  when: string;
}

export type Step = "return" | "fail" | "retry" | "slow-down" | "wait" | "renew" | "follow";

/** What a client does after an outcome, in words: with a method that may be executed twice, or with one that must not. */
export function stepOf({ steps }: Pick<Behaviour, "steps">, { executed, next }: Outcome, mayRunTwice: boolean): string {
  return executed === "unknown" && !mayRunTwice ? `${steps.fail}: check before you retry` : steps[next];
}

/** Conditions on an attempt, all of which have to hold; one that is missing does not matter. */
export interface Rule {
  failure?: Failure;
  sent?: boolean;
  permanent?: boolean;
  code?: string;
  known?: "executed-unknown" | "with-status";
  status?: number[] | { from: number };
  truncated?: boolean;
  outcome: string;
}

export type Failure = "redirect" | "connection" | "timeout" | "code" | "page";

/** `create` makes something new each time; `replace` leaves the same state when it is executed twice. */
export type Effect = "read" | "replace" | "create" | "commands";

/** Methods that do no harm when they are executed twice. A batch is one where each of its commands is. */
export const repeatableMethods = ({ effects }: Behaviour): string[] =>
  Object.entries(effects).flatMap(([method, effect]) => (effect === "read" || effect === "replace" ? [method] : []));

/** An attempt as the rules look at it. */
export interface Attempt {
  failure: Failure;
  sent?: boolean;
  permanent?: boolean;
  code?: string;
  known?: Rule["known"];
  status?: number;
  truncated?: boolean;
}

/** A code of the error catalogue, as far as the rules look at it. */
export interface CatalogueCode {
  code: string;
  executed: string;
  answers: { status: number }[];
}

/** The HTTP status of a code where it says more than that the request is wrong. */
export function statusOf({ answers }: Pick<CatalogueCode, "answers">): number | undefined {
  const status = answers.find(({ status }) => status !== 200)?.status;
  return status === 400 || status === 500 ? undefined : status;
}

/** What the catalogue knows of a code. */
export function knownOf(errors: CatalogueCode[], code: string): Pick<Attempt, "known"> {
  const error = errors.find((one) => one.code === code);
  if (error?.executed === "unknown") return { known: "executed-unknown" };
  return error && statusOf(error) !== undefined ? { known: "with-status" } : {};
}

/** The outcome of an attempt, by name. */
export function outcomeOf({ rules }: Pick<Behaviour, "rules">, attempt: Attempt): string {
  return rules.find((rule) => matches(rule, attempt))!.outcome;
}

function matches({ outcome: _, status, ...conditions }: Rule, attempt: Attempt): boolean {
  const isStatus = status === undefined || hasStatus(status, attempt.status ?? 0);
  return isStatus && Object.entries(conditions).every(([key, value]) => attempt[key as keyof Attempt] === value);
}

const hasStatus = (wanted: NonNullable<Rule["status"]>, status: number): boolean =>
  Array.isArray(wanted) ? wanted.includes(status) : status >= wanted.from;

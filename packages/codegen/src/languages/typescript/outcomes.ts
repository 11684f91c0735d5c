import { type Behaviour, repeatableMethods } from "../../behaviour.ts";
import { type Conditions, conditionOf, isAny, outcomesOf } from "../../outcomes/rules.ts";

const conditions: Conditions = {
  failure: (failure) => `failure === "${failure}"`,
  flag: (name, value) => (value ? name : `!${name}`),
  code: (code) => `code === "${code}"`,
  known: (known) => (known === "executed-unknown" ? "maybeExecuted.includes(code)" : "statusOfCode.has(code)"),
  statusIn: isAny("status ==="),
  statusFrom: (status) => `status >= ${status}`,
  and: " && ",
};

/** A module with the table of outcomes, and the function that says which one an attempt has. */
export function typescriptOutcomes(behaviour: Behaviour): string {
  const outcomes = outcomesOf(behaviour).map(
    ([name, { executed, next, when }]) =>
      `  /** ${when} */\n  ${name.includes("-") ? `"${name}"` : name}: { executed: "${executed}", next: "${next}" },`,
  );
  const rules = behaviour.rules.map((rule) => {
    const condition = conditionOf(rule, conditions);
    return `  ${condition && `if (${condition}) `}return "${rule.outcome}";`;
  });
  return `import { maybeExecuted, statusOfCode } from "./errors.ts";

/** What is known about a call after an attempt that failed, and what follows. */
export interface Decision {
  /** Whether the portal executed the call. */
  executed: "no" | "unknown";
  /**
   * \`retry\` after a pause (where \`executed\` is \`unknown\`, only what may be executed twice), \`slow-down\` and retry,
   * \`wait\` for the method's operating-time quota, \`renew\` the token, \`follow\` the portal, or \`fail\`.
   */
  next: "fail" | "retry" | "slow-down" | "wait" | "renew" | "follow";
}

/** The one table that decides on retries. */
export const OUTCOMES = {
${outcomes.join("\n")}
} as const satisfies Record<string, Decision>;

export type Outcome = keyof typeof OUTCOMES;

/** What is looked at of an attempt that failed. */
export interface Attempt {
  failure: "redirect" | "connection" | "timeout" | "code" | "page";
  sent?: boolean;
  /** Whether the next connection would fail in the same way. */
  permanent?: boolean;
  code?: string;
  status?: number;
  /** Whether the body is empty, or JSON that breaks off. */
  truncated?: boolean;
}

/** The outcome of an attempt that failed: the first rule that matches. */
export function classify({ failure, sent, permanent, code = "", status = 0, truncated }: Attempt): Outcome {
${rules.join("\n")}
}

/** Methods that do no harm when they are executed twice. Any other may. */
export const REPEATABLE: readonly string[] = [
${repeatableMethods(behaviour)
  .map((method) => `  "${method}",`)
  .join("\n")}
];
`;
}

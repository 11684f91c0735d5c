import { type Behaviour, repeatableMethods } from "../../behaviour.ts";
import { type Conditions, conditionOf, constant, isAny, outcomesOf } from "../../outcomes/rules.ts";
import { javadoc } from "./text.ts";

const conditions: Conditions = {
  failure: (failure) => `failure == Failure.${constant(failure)}`,
  flag: (name, value) => `${value ? "" : "!"}${name}`,
  code: (code) => `code.equals("${code}")`,
  known: (known) =>
    known === "executed-unknown"
      ? "Catalogue.MAYBE_EXECUTED.contains(code)"
      : "Catalogue.STATUS_OF_CODE.containsKey(code)",
  statusIn: isAny("status =="),
  statusFrom: (status) => `status >= ${status}`,
  and: " && ",
};

/** An enum with the table of outcomes, and a record that says which one an attempt has. */
export function javaOutcomes(behaviour: Behaviour): string {
  const rows = outcomesOf(behaviour).map(
    ([name, { executed, next, when }]) =>
      `${javadoc("  ", [when])}  ${constant(name)}(${executed === "unknown"}, Next.${constant(next)})`,
  );
  const rules = behaviour.rules.map((rule) => {
    const condition = conditionOf(rule, conditions);
    const result = `return ${constant(rule.outcome)};`;
    return condition ? `      if (${condition}) {\n        ${result}\n      }` : `      ${result}`;
  });
  return `/**
 * What is known about a call after an attempt that failed, and what follows: the one table that
 * decides on retries.
 */
enum Outcome {
${rows.join(",\n")};

  /** What follows an attempt that failed. */
  enum Next {
    /** The same request would get the same response. */
    FAIL,
    /** After a pause. */
    RETRY,
    /** Retry, and send less from now on. */
    SLOW_DOWN,
    /** For the method's operating-time quota, then retry. */
    WAIT,
    /** The access token, then retry. */
    RENEW,
    /** The portal to its new address. */
    FOLLOW
  }

  enum Failure {
    REDIRECT,
    CONNECTION,
    TIMEOUT,
    /** A JSON body with an error. */
    CODE,
    /** Any other body. */
    PAGE
  }

  /** Methods that do no harm when they are executed twice. Any other may. */
  static final Set<String> REPEATABLE =
      Set.of(
${repeatableMethods(behaviour)
  .map((method) => `          "${method}"`)
  .join(",\n")});

  private final boolean maybeExecuted;
  private final Next next;

  Outcome(boolean maybeExecuted, Next next) {
    this.maybeExecuted = maybeExecuted;
    this.next = next;
  }

  /** Whether the portal may have executed the call. */
  boolean maybeExecuted() {
    return maybeExecuted;
  }

  /** What follows for a call that may, or may not, be executed twice. */
  Next next(boolean isRepeatable) {
    return maybeExecuted && !isRepeatable ? Next.FAIL : next;
  }

  /**
   * What the rules look at.
   *
   * @param permanent whether the next connection would fail in the same way
   * @param truncated whether the body is empty, or JSON that breaks off
   */
  record Attempt(
      Failure failure,
      boolean sent,
      boolean permanent,
      String code,
      int status,
      boolean truncated) {
    /** The outcome of the first rule that matches. */
    Outcome outcome() {
${rules.join("\n")}
    }
  }
}
`;
}

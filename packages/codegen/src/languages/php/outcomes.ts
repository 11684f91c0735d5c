import { type Behaviour, repeatableMethods } from "../../behaviour.ts";
import { type Conditions, conditionOf, isAny, outcomesOf, pascal, wrap } from "../../outcomes/rules.ts";

const conditions: Conditions = {
  failure: (failure) => `$failure === '${failure}'`,
  flag: (name, value) => `${value ? "" : "!"}$${name}`,
  code: (code) => `$code === '${code}'`,
  known: (known) =>
    known === "executed-unknown" ? "ErrorTable::maybeExecuted($code)" : "ErrorTable::statusOf($code) !== null",
  statusIn: isAny("$status ==="),
  statusFrom: (status) => `$status >= ${status}`,
  and: " && ",
};

/** An enum with the table of outcomes, and the function that says which one an attempt has. */
export function phpOutcomes(behaviour: Behaviour): string {
  const outcomes = outcomesOf(behaviour);
  const cases = outcomes.map(([name, { when }]) => `${comment(when)}\n    case ${pascal(name)};`);
  const unknown = outcomes
    .filter(([, { executed }]) => executed === "unknown")
    .map(([name]) => `self::${pascal(name)}`);
  const next = outcomes.map(([name, { next }]) => `            self::${pascal(name)} => NextStep::${pascal(next)},`);
  const rules = behaviour.rules.map(
    (rule) => `            ${conditionOf(rule, conditions) || "default"} => self::${pascal(rule.outcome)},`,
  );
  return `/**
 * What is known about a call after an attempt that failed, and what follows: the one table that decides on retries.
 *
 * @internal
 */
enum Outcome
{
${cases.join("\n")}

    /** Methods that do no harm when they are executed twice. Any other may. */
    public const REPEATABLE = [
${repeatableMethods(behaviour)
  .map((method) => `        '${method}',`)
  .join("\n")}
    ];

    /** Whether the portal may have executed the call. Then only what may be executed twice is retried. */
    public function maybeExecuted(): bool
    {
        return in_array($this, [
${unknown.map((one) => `            ${one},`).join("\n")}
        ], true);
    }

    public function next(): NextStep
    {
        return match ($this) {
${next.join("\n")}
        };
    }

    /**
     * The outcome of an attempt: the first rule that matches.
     *
     * @param string $failure redirect, connection, timeout, code (a JSON body with an error) or page (any other body)
     * @param bool $permanent whether the next connection would fail in the same way
     * @param bool $truncated whether the body is empty, or JSON that breaks off
     */
    public static function ofAttempt(
        string $failure,
        bool $sent = false,
        bool $permanent = false,
        string $code = '',
        int $status = 0,
        bool $truncated = false,
    ): self {
        return match (true) {
${rules.join("\n")}
        };
    }
}`;
}

const comment = (text: string): string => {
  const lines = wrap(text, 110);
  return lines.length === 1
    ? `    /** ${text} */`
    : `    /**\n${lines.map((line) => `     * ${line}`).join("\n")}\n     */`;
};

/** What can follow an attempt, as an enum. */
export const phpNextStep = `/**
 * What follows an attempt that failed.
 *
 * @internal
 */
enum NextStep
{
    /** The same request would get the same response. */
    case Fail;
    /** After a pause. */
    case Retry;
    /** Retry, and send less from now on. */
    case SlowDown;
    /** Wait for the method's operating-time quota, then retry. */
    case Wait;
    /** Renew the access token, then retry. */
    case Renew;
    /** Follow the portal to its new address. */
    case Follow;

    /** Whether the same call may succeed a little later. */
    public function isRetry(): bool
    {
        return in_array($this, [self::Retry, self::SlowDown, self::Wait], true);
    }
}`;

import { type Behaviour, repeatableMethods } from "../../behaviour.ts";
import { type Conditions, conditionOf, constant, outcomesOf, wrap } from "../../outcomes/rules.ts";

const conditions: Conditions = {
  failure: (failure) => `failure == "${failure}"`,
  flag: (name, value) => (value ? name : `not ${name}`),
  code: (code) => `code == "${code}"`,
  known: (known) => (known === "executed-unknown" ? "code in MAYBE_EXECUTED" : "code in STATUS_OF_CODE"),
  statusIn: (statuses) => (statuses.length === 1 ? `status == ${statuses[0]}` : `status in {${statuses.join(", ")}}`),
  statusFrom: (status) => `status >= ${status}`,
  and: " and ",
};

/** A module with the table of outcomes, and the function that says which one an attempt has. */
export function pythonOutcomes(behaviour: Behaviour): string {
  const rows = outcomesOf(behaviour).map(
    ([name, { executed, next, when }]) =>
      `${constant(name)} = Outcome("${executed}", "${next}")\n"""${wrap(when, 113).join("\n")}"""`,
  );
  const rules = behaviour.rules.map(
    (rule) => `        (${conditionOf(rule, conditions) || "True"}, ${constant(rule.outcome)}),`,
  );
  return `"""What is known about a call after an attempt that failed, and what follows: the one table that decides on retries."""

from dataclasses import dataclass
from typing import Literal

from ._codes import MAYBE_EXECUTED, STATUS_OF_CODE


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the table."""

    executed: Literal["no", "unknown"]
    """Whether the portal executed the call. Where it is unknown, only what may be executed twice is retried."""
    next: Literal["fail", "retry", "slow-down", "wait", "renew", "follow"]
    """\`retry\` after a pause, \`slow-down\` and retry, \`wait\` for the method's operating-time quota, \`renew\` the token,
    \`follow\` the portal, or \`fail\`."""


${rows.join("\n")}


def outcome_of_attempt(
    failure: Literal["redirect", "connection", "timeout", "code", "page"],
    *,
    sent: bool = False,
    permanent: bool = False,
    code: str = "",
    status: int = 0,
    truncated: bool = False,
) -> Outcome:
    """The outcome of the first rule that matches. \`truncated\`: the body is empty, or JSON that breaks off."""
    rules = (
${rules.join("\n")}
    )
    return next(outcome for matches, outcome in rules if matches)


REPEATABLE = frozenset(
    {
${repeatableMethods(behaviour)
  .map((method) => `        "${method}",`)
  .join("\n")}
    }
)
"""Methods that do no harm when they are executed twice. Any other may."""
`;
}

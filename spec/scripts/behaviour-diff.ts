// What changed in behaviour.json, in words: what a client does after this release that it did not do before.
import { type Attempt, type Behaviour, outcomeOf, stepOf } from "@b24-calllist/codegen/behaviour";
import type { Change } from "./change.ts";

/** Another effect of a method, each situation in which another thing follows, and other numbers. */
export function behaviourChanges(base: Behaviour, now: Behaviour): Change[] {
  return [...effectChanges(base, now), ...retryChanges(base, now), ...numberChanges(base, now)];
}

/** A method that may no longer be executed twice breaks nobody; one that now may was described wrongly. */
function effectChanges(base: Behaviour, now: Behaviour): Change[] {
  return Object.entries(now.effects).flatMap(([method, effect]) => {
    const before = base.effects[method];
    if (before === undefined || before === effect) return [];
    return [change(`${method} is described as ${effect}; before, as ${before}.`)];
  });
}

/** A release before numbers were described has none. */
function numberChanges({ numbers: base = {} }: Partial<Behaviour>, { numbers: now }: Behaviour): Change[] {
  return Object.entries(now).flatMap(([name, { value, unit, what }]) => {
    const before = base[name]?.value ?? value;
    return before === value ? [] : [change(`${what} It is ${value} ${unit}; before this release, ${before}.`)];
  });
}

function retryChanges(base: Behaviour, now: Behaviour): Change[] {
  return situations(base, now).flatMap(([what, attempt]) => {
    const [before, after] = [base, now].map((behaviour) => behaviour.outcomes[outcomeOf(behaviour, attempt)]!);
    return ([true, false] as const).flatMap((mayRunTwice) => {
      const [then, next] = [stepOf(now, before!, mayRunTwice), stepOf(now, after!, mayRunTwice)];
      const whose = mayRunTwice ? "reads and updates" : "methods that must not be executed twice";
      if (then === next) return [];
      return [change(`After ${what}, clients do this with ${whose}: ${next}. Before this release: ${then}.`)];
    });
  });
}

/** Everything that the rules of either side tell apart, in words. */
function situations(...sides: Behaviour[]): [what: string, attempt: Attempt][] {
  const rules = sides.flatMap(({ rules }) => rules);
  const codes = [...new Set(rules.flatMap(({ code }) => code ?? []))];
  const statuses = [...new Set([200, 400, 499, ...rules.flatMap(statusesOf)])].sort((a, b) => a - b);
  return [
    ["a redirect", { failure: "redirect" }],
    ["a connection that was lost", { failure: "connection", sent: true }],
    ["no connection", { failure: "connection" }],
    ["no connection, for good", { failure: "connection", permanent: true }],
    ["no response in time", { failure: "timeout", sent: true }],
    ["a timeout before anything was sent", { failure: "timeout" }],
    ...codes.map((code): [string, Attempt] => [code, { failure: "code", code, status: 400 }]),
    ...(["executed-unknown", "with-status"] as const).map((known): [string, Attempt] => [
      known === "with-status" ? "a code with a status of its own" : "a code that says that it may have been executed",
      { failure: "code", known, status: 400 },
    ]),
    ...statuses.flatMap((status): [string, Attempt][] => [
      [`an unknown code with HTTP ${status}`, { failure: "code", status }],
      [`an HTML page with HTTP ${status}`, { failure: "page", status }],
    ]),
    ["a response that breaks off", { failure: "page", status: 200, truncated: true }],
  ];
}

const statusesOf = ({ status = [] }: Behaviour["rules"][number]): number[] =>
  Array.isArray(status) ? status : [status.from, status.from + 99];

const change = (message: string): Change => ({
  where: "behaviour.json",
  path: "",
  typeName: "",
  kind: "modified",
  impact: "minor",
  verdicts: [{ ruleId: "", message }],
});

import { type Behaviour, type Outcome, repeatableMethods } from "../../behaviour.ts";
import { type Conditions, camel, conditionOf, isAny, outcomesOf, pascal, wrap } from "../../outcomes/rules.ts";

const conditions: Conditions = {
  failure: (failure) => `a.failure == ${camel(`failure-${failure}`)}`,
  flag: (name, value) => `${value ? "" : "!"}a.${name}`,
  code: (code) => `a.code == ${JSON.stringify(code)}`,
  known: (known) => (known === "executed-unknown" ? "maybeExecuted[a.code]" : "statusOfCode[a.code] != 0"),
  statusIn: isAny("a.status =="),
  statusFrom: (status) => `a.status >= ${status}`,
  and: " && ",
};

const outcomeName = (name: string): string => `outcome${pascal(name)}`;
const rowOf = ({ executed, next }: Outcome): string =>
  `outcome{${executed === "unknown" ? "unknown: true, " : ""}next: ${camel(`next-${next}`)}}`;

/** Declarations of the table of outcomes, and of the function that says which one an attempt has. */
export function goOutcomes(behaviour: Behaviour): string[] {
  const rows = outcomesOf(behaviour).map(
    ([name, outcome]) =>
      `${wrap(outcome.when, 114)
        .map((line) => `\t// ${line}`)
        .join("\n")}\n\t${outcomeName(name)} = ${rowOf(outcome)}`,
  );
  const rules = behaviour.rules.map((rule) => {
    const condition = conditionOf(rule, conditions);
    return condition
      ? `\tcase ${condition}:\n\t\treturn ${outcomeName(rule.outcome)}`
      : `\t}\n\treturn ${outcomeName(rule.outcome)}`;
  });
  return [
    `// next is what follows an attempt that failed.
type next int

const (
	nextFail     next = iota // the same request would get the same response
	nextRetry                // after a pause
	nextSlowDown             // and retry
	nextWait                 // for the method's operating-time quota
	nextRenew                // the access token
	nextFollow               // the portal
)`,
    `// outcome is what is known about a call after an attempt that failed, and what follows.
type outcome struct {
	// unknown: the portal may have executed the call. Then only what may be executed twice is retried.
	unknown bool
	next    next
}`,
    `// The one table that decides on retries.\nvar (\n${rows.join("\n")}\n)`,
    `type failure int

const (
	failureRedirect failure = iota
	failureConnection
	failureTimeout
	failureCode // a JSON body with an error
	failurePage // any other body
)`,
    `// attempt is what the rules look at.
type attempt struct {
	failure   failure
	sent      bool
	permanent bool // the next connection would fail in the same way
	code      ErrorCode
	status    int
	truncated bool // the body is empty, or JSON that breaks off
}`,
    `// outcome is that of the first rule that matches.\nfunc (a attempt) outcome() outcome {\n\tswitch {\n${rules.join("\n")}\n}`,
    `// Methods that do no harm when they are executed twice. Any other may.\nvar repeatable = map[string]bool{\n${aligned(repeatableMethods(behaviour))}\n}`,
  ];
}

/** As gofmt aligns the values of a map. */
function aligned(methods: string[]): string {
  const width = Math.max(...methods.map(({ length }) => length));
  return methods.map((method) => `\t"${method}":${" ".repeat(width - method.length + 1)}true,`).join("\n");
}

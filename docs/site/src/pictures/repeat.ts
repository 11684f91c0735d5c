// "May I retry this call?": the outcomes of spec/behaviour.yaml, grouped by what follows, as questions.
import { type Attempt, type Behaviour, knownOf, type Outcome, outcomeOf } from "@b24-calllist/codegen/behaviour";
import { wrap } from "@b24-calllist/codegen/outcomes/rules";
import behaviourJson from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import { box, down, heightOf, picture, right, text } from "./svg.ts";

const behaviour = behaviourJson as Behaviour;

/** A call that brought no result, as its caller sees it. */
export interface Failure {
  /**
   * `refusal` is JSON with an error code, `page` anything else with a status; `cut` is empty, or JSON that breaks off;
   * `certificate` is one that is not trusted.
   */
  came: "no connection" | "certificate" | "no answer" | "refusal" | "page" | "cut";
  status?: number;
  code?: string;
  /** The call was `add`, or a batch with one. */
  adds: boolean;
}

/** What the picture says about a call. */
export interface Advice {
  says: string[];
  executed: "no" | "unknown";
  /** Whether the call may be retried. */
  repeat: boolean;
}

interface Step {
  question: string[];
  holds: (failure: Failure) => boolean;
  /** What holds when the answer is yes; the next question is for no. */
  yes: Advice;
}

/** Letters of a line in a box. */
const WIDTH = 46;

/** A question about the outcomes of one kind: was it one of these? */
function step(executed: Advice["executed"], retried: boolean, says: string[]): Step {
  const isOne = (outcome: Outcome): boolean => outcome.executed === executed && (outcome.next !== "fail") === retried;
  const labels = Object.values(behaviour.outcomes)
    .filter(isOne)
    .map(({ label }) => label);
  const [last, ...others] = labels.reverse();
  const question = `Was it ${[others.reverse().join(", "), last].filter(Boolean).join(" or ")}?`;
  return {
    question: wrap(question, WIDTH),
    holds: (failure) => isOne(behaviour.outcomes[outcomeOf(behaviour, attemptOf(failure))]!),
    yes: { says, executed, repeat: retried },
  };
}

const STEPS: Step[] = [
  step("no", true, ["It was not executed: retry any method,", "after a pause, with a new token, or there."]),
  step("unknown", false, [
    "It may have been executed, and the same",
    "request gets the same response: fix it.",
    "After add, check for the list first.",
  ]),
  step("no", false, ["It was not executed, and the same request", "gets the same response: fix the cause."]),
  {
    question: ["Then it may have been executed.", "Was it add, or a batch with an add?"],
    holds: ({ adds }) => adds,
    yes: {
      says: ["Do not retry. Check for the list first,", "newest first."],
      executed: "unknown",
      repeat: false,
    },
  },
];
const LAST: Advice = {
  says: ["A second execution does no harm:", "retry after a pause."],
  executed: "unknown",
  repeat: true,
};

/** Where the picture leads for a call that failed. */
export const adviceFor = (failure: Failure): Advice => STEPS.find(({ holds }) => holds(failure))?.yes ?? LAST;

/** All that it can lead to. */
export const ADVICE: readonly Advice[] = [...STEPS.map(({ yes }) => yes), LAST];

/** A failure as the rules look at it. */
function attemptOf({ came, status = 0, code = "" }: Failure): Attempt {
  switch (came) {
    case "no connection":
    case "certificate":
      return { failure: "connection", permanent: came === "certificate" };
    case "no answer":
      return { failure: "connection", sent: true };
    case "refusal":
      return { failure: "code", code, status, ...knownOf(catalogue.errors, code) };
    case "cut":
      return { failure: "page", status, truncated: true };
    case "page":
      return status >= 300 && status < 400 ? { failure: "redirect" } : { failure: "page", status };
  }
}

const INDENT = 56;
const GAP = 26;

/** The picture. */
export function repeat(): string {
  const parts: string[] = [];
  let y = 2;
  for (const { question, yes } of STEPS) {
    const below = y + heightOf(question);
    parts.push(box(2, y, question), ...branch(below, yes));
    const end = below + GAP / 2 + heightOf(yes.says) + GAP;
    parts.push(down(24, below, end), text(30, end - 9, ["no"], "small"));
    y = end;
  }
  parts.push(box(2, y, LAST.says, "good"));
  return picture("spec/behaviour.yaml and docs/site/src/pictures/repeat.ts", y + heightOf(LAST.says) + 2, parts);
}

function branch(top: number, { says, repeat }: Advice): string[] {
  const y = top + GAP / 2;
  const middle = y + heightOf(says) / 2;
  return [
    right(middle, 24, INDENT),
    text(28, middle - 5, ["yes"], "small"),
    box(INDENT, y, says, repeat ? "good" : "bad"),
  ];
}

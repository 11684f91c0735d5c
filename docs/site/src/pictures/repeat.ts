// "May I repeat this call?": the rules of spec/behaviour.yaml, as questions. test/pictures.test.ts compares.
import { box, down, heightOf, picture, right, text } from "./svg.ts";

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
  /** Whether the call may be repeated. */
  repeat: boolean;
}

interface Step {
  question: string[];
  /** The same question to a failure: a test compares what it leads to with what the client does. */
  holds: (failure: Failure) => boolean;
  /** What holds when the answer is yes; the next question is for no. */
  yes: Advice;
}

const STEPS: Step[] = [
  {
    question: [
      "No connection, QUERY_LIMIT_EXCEEDED,",
      "OPERATION_TIME_LIMIT, any other 429,",
      "expired_token, a redirect,",
      "or a page with 421 or 425?",
    ],
    holds: ({ came, status = 0, code = "" }) =>
      came === "no connection" ||
      ["QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT", "expired_token"].includes(code) ||
      status === 429 ||
      (came === "page" && [421, 425].includes(status)) ||
      (status >= 300 && status < 400),
    yes: {
      says: ["It was not executed: repeat any method,", "after a pause, with a new token, or there."],
      executed: "no",
      repeat: true,
    },
  },
  {
    question: ["ERROR_CORE, HTTP 500 as JSON,", "or a page with HTTP 200?"],
    holds: ({ came, status, code }) =>
      code === "ERROR_CORE" || (came === "refusal" && status === 500) || (came === "page" && status === 200),
    yes: {
      says: [
        "It may have been executed, and the same",
        "request gets the same answer: mend it.",
        "After add, look for the list first.",
      ],
      executed: "unknown",
      repeat: false,
    },
  },
  {
    question: [
      "Another error code below HTTP 500,",
      "OVERLOAD_LIMIT, a page with 4xx but 408,",
      "or a certificate that is not trusted?",
    ],
    holds: ({ came, status = 0, code }) =>
      came === "certificate" ||
      (came === "refusal" && status < 500) ||
      (came === "page" && status < 500 && status !== 408) ||
      code === "OVERLOAD_LIMIT",
    yes: {
      says: ["It was not executed, and the same request", "gets the same answer: mend the cause."],
      executed: "no",
      repeat: false,
    },
  },
  {
    question: [
      "So it broke off, no answer came in time,",
      "it was 408, another 5xx, or cut JSON.",
      "Was it add, or a batch with an add?",
    ],
    holds: ({ adds }) => adds,
    yes: {
      says: ["It may have been executed: do not repeat.", "Look for the list first, newest first."],
      executed: "unknown",
      repeat: false,
    },
  },
];
const LAST: Advice = {
  says: ["It may have been executed, but twice does", "no harm: repeat after a pause."],
  executed: "unknown",
  repeat: true,
};

/** Where the picture leads for a call that failed. */
export const adviceFor = (failure: Failure): Advice => STEPS.find(({ holds }) => holds(failure))?.yes ?? LAST;

/** All that it can lead to. */
export const ADVICE: readonly Advice[] = [...STEPS.map(({ yes }) => yes), LAST];

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
  return picture("docs/site/src/pictures/repeat.ts", y + heightOf(LAST.says) + 2, parts);
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

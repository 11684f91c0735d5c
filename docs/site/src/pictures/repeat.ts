// "May I repeat this call?": the decisions of packages/client/src/outcome.ts, as questions.
import { LINE, picture, text, WIDTH } from "./svg.ts";

interface Step {
  question: string[];
  /** What holds when the answer is yes; the next question is for no. */
  yes: string[];
  /** Whether the call may be repeated. */
  repeat: boolean;
}

const STEPS: Step[] = [
  {
    question: ["No connection, QUERY_LIMIT_EXCEEDED, 429,", "expired_token, or a redirect?"],
    yes: ["It was not executed: repeat any method,", "after a pause, with a new token, or there."],
    repeat: true,
  },
  {
    question: ["Another error code, but not with HTTP 500?"],
    yes: ["It was not executed, and the same request", "gets the same answer: mend the cause."],
    repeat: false,
  },
  {
    question: ["HTTP 500 as JSON, or a page with HTTP 200?"],
    yes: [
      "It may have been executed, and the same",
      "request gets the same answer: mend it.",
      "After add, look for the list first.",
    ],
    repeat: false,
  },
  {
    question: [
      "Broken off, no answer in time, a 5xx page",
      "or JSON that is cut – and it was add,",
      "or a batch with an add?",
    ],
    yes: ["It may have been executed: do not repeat.", "Look for the list first, newest first."],
    repeat: false,
  },
];
const LAST = ["It may have been executed, but twice does", "no harm: repeat after a pause."];

const PADDING = 12;
const INDENT = 56;
const GAP = 26;

/** The picture. */
export function repeat(): string {
  const parts: string[] = [];
  let y = 2;
  for (const { question, yes, repeat } of STEPS) {
    const below = y + heightOf(question);
    parts.push(box(2, y, question, ""), ...branch(below, yes, repeat));
    const end = below + GAP / 2 + heightOf(yes) + GAP;
    parts.push(`<path class="line" d="M24 ${below}V${end}m-4 -6l4 6l4 -6"/>`, text(30, end - 9, ["no"], "small"));
    y = end;
  }
  parts.push(box(2, y, LAST, "good"));
  return picture("docs/site/src/pictures/repeat.ts", y + heightOf(LAST) + 2, parts);
}

function branch(top: number, lines: string[], good: boolean): string[] {
  const y = top + GAP / 2;
  const middle = y + heightOf(lines) / 2;
  return [
    `<path class="line" d="M24 ${middle}H${INDENT}m-6 -4l6 4l-6 4"/>`,
    text(28, middle - 5, ["yes"], "small"),
    box(INDENT, y, lines, good ? "good" : "bad"),
  ];
}

function box(x: number, y: number, lines: string[], kind: string): string {
  const rect = `<rect class="box ${kind}" x="${x}" y="${y}" width="${WIDTH - x - 2}" height="${heightOf(lines)}" rx="8"/>`;
  return `${rect}\n${text(x + PADDING, y + PADDING + 13, lines)}`;
}

const heightOf = (lines: string[]): number => lines.length * LINE + PADDING * 2 - 3;

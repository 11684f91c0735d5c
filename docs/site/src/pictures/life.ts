// The life of a call list: what a program does with it, what people do in the portal, and where it ends.
import { box, down, heightOf, LINE, picture, right, text, WIDTH } from "./svg.ts";

/** The status of everybody on a new list. */
export const FIRST_STATUS = "IN_WORK";
/** What operators make of it, on a portal without statuses of its own. */
export const LATER_STATUSES = ["SUCCESS", "WRONG_NUMBER", "STOP_CALLING"];

const INDENT = 56;
const GAP = 24;
const CHIP = 24;

/** The picture. */
export function life(): string {
  const parts = [
    `<rect class="box" x="2" y="2" width="22" height="14" rx="3"/>`,
    text(32, 14, ["your program"], "small"),
    `<rect class="box people" x="142" y="2" width="22" height="14" rx="3"/>`,
    text(172, 14, ["people in the portal"], "small"),
  ];
  let y = 32;
  const put = (heading: string, lines: string[], kind = ""): void => {
    parts.push(box(2, y, lines, kind, heading));
    y += heightOf([heading, ...lines]);
  };
  const arrow = (label = ""): void => {
    parts.push(down(24, y, y + GAP), ...(label ? [text(34, y + 16, [label], "small")] : []));
    y += GAP;
  };
  const effect = (lines: string[], kind: string): void => {
    const [top, below] = [y + 12, y + 12 + heightOf(lines)];
    parts.push(`<path class="line" d="M24 ${y}V${below}"/>`, right((top + below) / 2, 24, INDENT));
    parts.push(box(INDENT, top, lines, kind));
    y = below;
  };

  put("A segment", ["Contacts, or companies, by their ids"], "people");
  arrow();
  put("crm.calllist.add", ["Each id once. Ids you may not read are", "dropped. All others begin with IN_WORK."]);
  arrow("a list, and an activity to open it from");
  parts.push(...calling(y));
  y += CALLING;
  arrow("as often as you ask");
  put("crm.calllist.items.get, statuslist", [
    "Who has which status, 50 a page; and what",
    "the statuses are called on this portal.",
  ]);
  arrow("if the segment has changed");
  put("crm.calllist.update", ["The complete new set, while the calling goes on."]);
  effect(["Who stays keeps the status; who is new", "begins with IN_WORK. The activity stays."], "good");
  effect(["Who is left out goes, with the status.", "Without WEBFORM_ID the form is lost."], "bad");
  arrow();
  put("The end", [
    "No participant has IN_WORK any more, and the",
    "portal completes the activity. Its event",
    "ONCRMACTIVITYUPDATE reports this.",
  ]);
  arrow();
  put("Afterwards", [
    "No crm.calllist method deletes a list.",
    "Whether it goes with its activity is open: the",
    "documentation says yes, the source says no.",
  ]);
  return picture("docs/site/src/pictures/life.ts", y + 2, parts);
}

const CALLING = 30 + LATER_STATUSES.length * (CHIP + 8) + 2 * LINE + 8;

/** Operators at work: each participant goes from the first status to one of the others. */
function calling(top: number): string[] {
  const first = top + 34;
  const middle = first + ((LATER_STATUSES.length - 1) * (CHIP + 8) + CHIP) / 2;
  const below = first + LATER_STATUSES.length * (CHIP + 8);
  return [
    `<rect class="box people" x="2" y="${top}" width="${WIDTH - 4}" height="${CALLING}" rx="8"/>`,
    text(14, top + 22, ["Operators call, and set the status"], "strong"),
    ...chip(14, middle - CHIP / 2, 94, FIRST_STATUS),
    ...LATER_STATUSES.flatMap((status, index) => {
      const y = first + index * (CHIP + 8);
      const to = y + CHIP / 2;
      return [
        `<path class="line" d="M108 ${middle}C140 ${middle} 140 ${to} 176 ${to}m-6 -4l6 4l-6 4"/>`,
        ...chip(176, y, 150, status),
      ];
    }),
    text(14, below + 14, ["or one of the portal's own, such as UC_A1B2C3.", "No crm.calllist method sets a status."]),
  ];
}

function chip(x: number, y: number, width: number, label: string): string[] {
  return [
    `<rect class="box" x="${x}" y="${y}" width="${width}" height="${CHIP}" rx="${CHIP / 2}"/>`,
    text(x + 14, y + 17, [label], "small"),
  ];
}

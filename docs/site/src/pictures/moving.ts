// What moves when an operator sets a status, and how a page border loses a participant: places before and after.
import { PAGE_SIZE } from "@b24-calllist/protocol";
import { box, heightOf, picture, text, WIDTH } from "./svg.ts";

/** Participants of the list, contacts 1, 2, 3 and so on, who are all still to be called. */
export const SIZE = 120;
/** Rows of a page. */
export const PAGE = PAGE_SIZE;
/** The contact that is called, and its new status. */
export const CALLED = 3;
export const STATUS = "SUCCESS";
/** The contact that moves across the border of the first two pages. */
export const LOST = PAGE + 1;

/** Which contact has a place before the status is set, and which has it afterwards. */
export const before = (place: number): number => place + 1;
export const after = (place: number): number =>
  place === SIZE - 1 ? CALLED : place + 1 < CALLED ? place + 1 : place + 2;

/** Places that are shown; undefined stands for those between. */
const PLACES = [0, 1, 2, 3, undefined, PAGE - 2, PAGE - 1, PAGE, PAGE + 1, undefined, SIZE - 1];

const ROW = 28;
const CELL = 22;
const BORDER = 46;
const TOP = 42;
const [BEFORE, AFTER] = [
  { x: 48, width: 112 },
  { x: 222, width: WIDTH - 224 },
];

/** The picture. */
export function moving(): string {
  const parts = [
    text(2, 14, ["place"], "small"),
    text(BEFORE.x, 14, ["before"], "strong"),
    text(AFTER.x, 14, [`after contact ${CALLED} gets`, `the status ${STATUS}`], "strong"),
  ];
  for (const [index, place] of PLACES.entries()) {
    if (place === undefined)
      parts.push(...[12, BEFORE.x + 50, AFTER.x + 50].map((x) => text(x, top(index) + 14, ["…"])));
    else parts.push(...row(index, place));
  }
  const line = top(PLACES.indexOf(PAGE)) - BORDER / 2 - 3;
  parts.push(
    `<path class="line border" d="M2 ${line}H${WIDTH - 2}"/>`,
    text(2, line - 7, ["page 1"], "small"),
    text(2, line + 17, ["page 2"], "small"),
  );
  let y = top(PLACES.length) + 8;
  for (const { heading, lines, kind } of RESULTS) {
    parts.push(box(2, y, lines, kind, heading));
    y += heightOf([heading, ...lines]) + 12;
  }
  return picture("docs/site/src/pictures/moving.ts", y - 10, parts);
}

const RESULTS = [
  {
    heading: `Counting pages: start 0, ${PAGE}, …`,
    lines: [
      `Page 1 was read before: contacts 1 to ${PAGE}.`,
      `Page 2 is read after: contacts ${after(PAGE)} to ${after(2 * PAGE - 1)}.`,
      `Contact ${LOST} is lost, and nothing shows it.`,
    ],
    kind: "bad",
  },
  {
    heading: `Pages that overlap: start 0, ${PAGE - 1}, …`,
    lines: [
      `Page 1 ended with contact ${before(PAGE - 1)}, so page 2 has`,
      `to begin with it. It begins with contact ${after(PAGE - 1)}:`,
      "something has moved, so read again.",
    ],
    kind: "good",
  },
];

/** Where a row begins; the rows of the second page stand below the border. */
const top = (index: number): number => TOP + index * ROW + (index >= PLACES.indexOf(PAGE) ? BORDER : 0);

function row(index: number, place: number): string[] {
  const y = top(index);
  const [left, right] = [before(place), after(place)];
  return [
    text(2, y + 16, [`${place}`], "small"),
    ...cell(BEFORE, y, left),
    ...cell(AFTER, y, right, right === CALLED ? ` ${STATUS}` : ""),
    ...arrow(index, left),
  ];
}

function cell({ x, width }: typeof BEFORE, y: number, contact: number, status = ""): string[] {
  const kind = contact === LOST ? " bad" : contact === CALLED ? " good" : "";
  return [
    `<rect class="box${kind}" x="${x}" y="${y}" width="${width}" height="${CELL}" rx="6"/>`,
    text(x + 10, y + 16, [`contact ${contact}${status}`], "small"),
  ];
}

/** From a contact's place before to its place afterwards, where both are shown. */
function arrow(index: number, contact: number): string[] {
  const target = PLACES.findIndex((place) => place !== undefined && after(place) === contact);
  if (target < 0) return [];
  const [from, to] = [top(index) + CELL / 2, top(target) + CELL / 2];
  const [x, end] = [BEFORE.x + BEFORE.width + 3, AFTER.x - 3];
  const kind = contact === LOST ? " bad" : contact === CALLED ? " good" : "";
  const middle = (x + end) / 2;
  return [
    `<path class="line${kind}" d="M${x} ${from}C${middle} ${from} ${middle} ${to} ${end} ${to}m-6 -4l6 4l-6 4"/>`,
  ];
}

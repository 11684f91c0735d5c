// What changed in the description, in words: as Markdown, which is readable on a terminal and on a pull request's page.
import { type Place, placesOf } from "./affected.ts";
import type { Change, Impact } from "./change.ts";
import type { Document } from "./document.ts";
import { valuesLost } from "./rules.ts";

export interface Difference {
  base: Document;
  now: Document;
  released: string;
  announced: string;
  needed: string;
  bump: Impact;
  changes: Change[];
  /** Whether what is announced for the description says so. */
  enough: boolean;
  /** The packages that break with it and do not say so. */
  silent: Lacking[];
}

/** A package whose next version has to say more. */
export interface Lacking {
  name: string;
  bump: Impact;
  needed: string;
}

/** The report. */
export function inWords(difference: Difference): string {
  const { released, announced, changes, enough, silent } = difference;
  if (changes.length === 0) return `The description is the one that was released as ${released}.`;
  const listed = (["major", "minor", "patch"] as const).flatMap((impact) => {
    const lines = changes.filter((change) => change.impact === impact).map((change) => line(change, difference));
    return lines.length > 0 ? [`### ${HEADINGS[impact]}`, "", ...lines, ""] : [];
  });
  return [
    `## The description since ${released}`,
    "",
    ...listed,
    enough
      ? `The waiting changesets announce ${announced}, which is enough for @b24-calllist/spec.`
      : refusal(difference),
    ...(silent.length > 0 ? ["", refusalOf(silent)] : []),
  ].join("\n");
}

const HEADINGS = { major: "Breaks users (major)", minor: "Changes (minor)", patch: "Texts and examples (patch)" };

function refusal({ announced, released, needed, bump }: Difference): string {
  const says =
    announced === released ? "No waiting changeset names it" : `The waiting changesets announce ${announced}`;
  return `**Stopped.** ${says}, but this is a ${bump} change and needs ${needed}. Take back what was not meant, or run \`npm run changeset\` and choose ${bump} for @b24-calllist/spec.`;
}

function refusalOf(silent: Lacking[]): string {
  const packages = silent.map(({ name, bump, needed }) => `${name} (${bump}, ${needed})`);
  return `**Stopped.** What is made from the description breaks with it, and their versions do not say so: ${packages.join(", ")}. Run \`npm run changeset\` and name them.`;
}

function line(change: Change, { base, now }: Difference): string {
  // What is renamed is known to users by its old name.
  const [document, pointer = ""] =
    change.revision && change.property !== "key" ? [now, change.revision.pointer] : [base, change.base?.pointer];
  const places = placesOf(document, pointer);
  const what = change.verdicts.map(({ message }) => ofTypes(message)).join(" ") || plain(change);
  const whom = change.breaks ?? (change.impact === "major" && forWhom(change, places));
  return `- ${change.where ?? named(places)}: ${what}${whom ? `\n  Breaks: ${whom}` : ""}`;
}

/** Redocly says "widened" also where old types are gone. */
function ofTypes(message: string): string {
  const [, before = "", after = ""] = message.match(/widened from '(.*)' to '(.*)'/) ?? [];
  const stays = after === "any" || before.split(" | ").every((type) => after.split(" | ").includes(type));
  return stays ? message : message.replace("widened", "changed");
}

/** A change that no rule of redocly's has words for. */
function plain(change: Change): string {
  const { kind, path, property } = change;
  const lost = valuesLost(change).map((value) => `'${value}'`);
  if (lost.length > 0) return `Enum lost values: ${lost.join(", ")}.`;
  if (property === "key") return `\`${change.base!.value}\` was renamed to \`${change.revision!.value}\`.`;
  const [section = "", ...keys] = path.split("/").slice(1);
  // The line begins with the method, which has one verb as a rule.
  const inside = section === "paths" ? keys.slice(keys.length > 2 || kind === "modified" ? 2 : 1) : [section, ...keys];
  const what = inside.map((key) => key.replaceAll("~1", "/")).join(" › ");
  return `${what && `\`${what}\` `}${kind}${property ? ` (${property})` : ""}.`;
}

const named = (places: Place[]): string =>
  places.map(({ method, part }) => (part === "method" ? method : `${method} (${part})`)).join(", ") || "Everywhere";

function forWhom({ verdicts }: Change, places: Place[]): string {
  const of = (wanted: Place["part"]) => places.filter(({ part }) => part === wanted).map(({ method }) => method);
  if (verdicts.some(({ ruleId }) => ruleId === "operation-id-changed"))
    return `whoever generates code from the description: the name for ${of("method")} changes.`;
  const callers = [...of("method"), ...of("request")];
  const readers = of("answer");
  const whom = [
    ...(callers.length > 0 ? [`who calls ${callers.join(", ")}`] : []),
    ...(readers.length > 0 ? [`who reads the answers of ${readers.join(", ")}`] : []),
  ];
  return `${whom.join("; ") || "who calls any method"}.`;
}

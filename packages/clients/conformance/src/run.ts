// npm run conformance: plays all cases to all clients, and prints a table.

import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { Messages } from "./messages.ts";
import { type Played, play } from "./play.ts";
import { prepare, readTargets, type Target } from "./target.ts";
import type { Vector } from "./vector.ts";
import { readVectors } from "./vectors.ts";

const usage = (ids: string[]): string =>
  `Usage: npm run conformance -- [--only CASE] [--messages] [CLIENT …]

  CLIENT       ${ids.join(", ")}; all when left out
  --only CASE  a case or a group, such as retries/reset/add or texts
  --messages   prints what each client's errors say, each text once, beside the others' for the same error`;

const targets = readTargets();
const args = process.argv.slice(2).filter((arg) => arg !== "--messages");
const messages = process.argv.includes("--messages") ? new Messages() : undefined;
const at = args.indexOf("--only");
const only = at === -1 ? undefined : args.splice(at, 2)[1];
const vectors = readVectors().filter(({ id }) => only === undefined || id === only || id.startsWith(`${only}/`));
const unknown = args.filter((id) => !targets.some((target) => target.id === id));
if (unknown.length > 0 || vectors.length === 0) {
  console.error(usage(targets.map(({ id }) => id)));
  process.exit(args.every((arg) => arg === "--help") ? 0 : 2);
}

const groups = [...new Set(vectors.map(groupOf))];
const rows = [["", ...groups]];
const failures: string[] = [];
const skipped: string[] = [];
for (const target of targets.filter(({ id }) => args.length === 0 || args.includes(id))) await run(target);

const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
for (const row of rows.length > 1 ? rows : [])
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
for (const line of messages?.lines() ?? []) console.log(line);
for (const failure of failures) console.log(`\n${failure}`);
for (const line of skipped) console.log(`\n${line}`);
if (failures.length > 0 || (mustRun() && skipped.length > 0)) process.exitCode = 1;

async function run(target: Target): Promise<void> {
  const absent = missing(target.needs);
  if (absent.length > 0) {
    skipped.push(`skipped: ${target.name}, since ${absent.join(" and ")} is not here`);
    return;
  }
  try {
    prepare(target);
  } catch (error) {
    failures.push((error as Error).message);
    return;
  }
  const played = await play(target, vectors);
  rows.push([target.name, ...groups.map((group) => score(played.filter(({ vector }) => groupOf(vector) === group)))]);
  for (const { vector, wrong, told } of played) {
    messages?.add(target.name, vector.id, told?.error);
    if (wrong.length > 0) failures.push([`${target.name} ${vector.id}: ${vector.title}`, ...wrong].join("\n  "));
    if (only !== undefined && !messages) console.log(JSON.stringify({ ...vector, told }, null, 2));
  }
}

function score(played: readonly Played[]): string {
  const passed = played.filter(({ wrong }) => wrong.length === 0).length;
  return passed === played.length ? `${passed}` : `${passed} of ${played.length}`;
}

function groupOf({ id }: Vector): string {
  return id.split("/")[0]!;
}

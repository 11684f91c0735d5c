// The table of retries as a client's README has it, and the place where it stands there.
import { readFile } from "node:fs/promises";
import type { Behaviour, Outcome } from "../behaviour.ts";
import { outcomesOf } from "./rules.ts";

/** How a client differs from the others. */
export interface Client {
  /** What `crm.calllist.add` is called there. */
  add: string;
  /** It follows a portal to a new address, where that is trusted. */
  follows?: boolean;
  /** It keeps to the request limit by itself. */
  hasLimiter?: boolean;
}

export function retriesTable(behaviour: Behaviour, client: Client): string {
  const rows = outcomesOf(behaviour).map(
    ([, outcome]) => `| ${outcome.when} | ${outcome.executed} | ${retried(outcome, behaviour, client)} |`,
  );
  return ["| What happened | Executed? | Retried |", "|---|---|---|", ...rows].join("\n");
}

function retried({ executed, next }: Outcome, { numbers }: Behaviour, { add, follows, hasLimiter }: Client): string {
  if (executed === "unknown" && next !== "fail") return `reads and updates; not \`${add}\``;
  switch (next) {
    case "wait":
      return `yes, after the reset, within ${numbers["operating-window"]!.value / 60} minutes`;
    case "renew":
      return "yes, once, with a new token";
    case "follow":
      return follows ? "yes, at an address that is trusted" : "never; the error names the new host";
    case "slow-down":
      return hasLimiter ? "yes, after a pause, and more slowly" : "yes, after a pause";
    case "retry":
      return "yes, after a pause";
    default:
      return "never";
  }
}

/** A Markdown file with another text between `<!-- name: … -->` and `<!-- /name -->`. */
export async function withPart(path: string, name: string, from: string, text: string): Promise<string> {
  const markdown = await readFile(path, "utf8");
  const parts = markdown.split(new RegExp(`<!-- ${name}:[^>]*-->[^]*?<!-- /${name} -->`));
  if (parts.length !== 2) throw new Error(`${path} needs <!-- ${name}: --> and <!-- /${name} -->, once`);
  return parts.join(`<!-- ${name}: ${from} -->\n\n${text}\n\n<!-- /${name} -->`);
}

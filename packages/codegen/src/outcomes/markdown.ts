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
    ([, outcome]) => `| ${outcome.when} | ${outcome.executed} | ${stepIn(behaviour, outcome, client)} |`,
  );
  return ["| What happened | Executed? | What the client does |", "|---|---|---|", ...rows].join("\n");
}

function stepIn(behaviour: Behaviour, outcome: Outcome, { add, follows, hasLimiter }: Client): string {
  if (outcome.next === "follow" && !follows) return `${behaviour.steps.fail}; the error names the new host`;
  const next = outcome.next === "slow-down" && !hasLimiter ? "retry" : outcome.next;
  const step = behaviour.steps[next];
  return outcome.executed === "unknown" && next !== "fail" ? `${step}, but not \`${add}\`` : step;
}

/** A Markdown file with another text between `<!-- name: … -->` and `<!-- /name -->`. */
export async function withPart(path: string, name: string, from: string, text: string): Promise<string> {
  const markdown = await readFile(path, "utf8");
  const parts = markdown.split(new RegExp(`<!-- ${name}:[^>]*-->[^]*?<!-- /${name} -->`));
  if (parts.length !== 2) throw new Error(`${path} needs <!-- ${name}: --> and <!-- /${name} -->, once`);
  return parts.join(`<!-- ${name}: ${from} -->\n\n${text}\n\n<!-- /${name} -->`);
}

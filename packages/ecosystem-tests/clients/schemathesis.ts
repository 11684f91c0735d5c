// The description against the sandbox: schemathesis makes requests from the one and holds the answers of the other
// against it.
import { join } from "node:path";
import { FAULTS, type FaultName } from "@b24-calllist/sandbox";
import type { Context, Suite } from "./clients.ts";
import type { Portal } from "./portal.ts";
import type { Row } from "./report.ts";
import { description, exec, here } from "./tools.ts";

const TOKENS = "/oauth/token/";

/**
 * Whether an answer is one that the description lists. Not not_a_server_error: some wrong requests end in 500 on a portal
 * (`ENTITY_TYPE: "contact"`), the description says so, and faults are made to.
 */
const CONFORMANCE = [
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

/** Faults that end in an answer of the portal or of what stands before it. */
const ANSWERED = (Object.keys(FAULTS) as FaultName[]).filter(
  // No answer at all, only a late one, and a page with 200, which no description can list.
  (fault) => !["reset-before", "reset-after", "cut-body", "slow", "html-200"].includes(fault),
);

interface Run {
  check: string;
  tokens?: boolean;
  mode: "positive" | "negative";
  /** Without it, those of schemathesis.toml. */
  checks?: string[];
  faults?: FaultName[];
  /** Statuses that must come up, or the run has not reached what it is for. */
  reaches: number[];
}

const RUNS: Run[] = [
  { check: "methods, right requests", mode: "positive", reaches: [200, 400, 401, 403] },
  { check: "methods, wrong requests", mode: "negative", checks: CONFORMANCE, reaches: [200, 400, 401, 500] },
  {
    check: "methods, with faults",
    mode: "positive",
    checks: CONFORMANCE,
    faults: ANSWERED,
    reaches: [200, 302, 400, 401, 403, 429, 500, 502, 503, 504],
  },
  { check: "tokens, right requests", tokens: true, mode: "positive", reaches: [200, 400] },
  { check: "tokens, wrong requests", tokens: true, mode: "negative", checks: CONFORMANCE, reaches: [200, 400] },
];

export const SCHEMATHESIS: Suite = {
  name: "schemathesis",
  needs: ["python"],
  async run(context) {
    const rows: Row[] = [];
    for (const run of RUNS) rows.push(await rowOf(run, context));
    return rows;
  },
};

async function rowOf(run: Run, { portal, python, dir, signal }: Context): Promise<Row> {
  const { check, tokens = false, mode, checks, faults = [], reaches } = run;
  await control(portal, "POST", "reset");
  for (const fault of faults) await control(portal, "POST", "faults", { fault, times: 0, chance: 0.1 });
  const [which, url] = tokens ? ["--include-path", portal.url] : ["--exclude-path", portal.webhookUrl];
  const args = [
    "--no-color",
    "--url",
    url,
    which,
    TOKENS,
    "--mode",
    mode,
    ...(checks ? ["--checks", checks.join()] : []),
  ];
  const { failed, output } = await exec(
    join(python!, "schemathesis"),
    ["--config-file", join(here, "schemathesis.toml"), "run", description, ...args],
    {
      cwd: dir,
      // The hooks are found in PYTHONPATH.
      env: { ...process.env, PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: "1" },
      signal,
      killSignal: "SIGKILL",
      maxBuffer: 64 * 1024 * 1024,
    },
  ).then(
    ({ stdout }) => ({ failed: false, output: stdout }),
    (error) => ({ failed: true, output: `${error.stdout ?? ""}${error.stderr ?? ""}` || String(error) }),
  );
  signal.throwIfAborted();

  const [, tested = 0] = /^ +Tested: (\d+)$/m.exec(output) ?? [];
  const [, requests = 0] = /^ +(\d+) generated/m.exec(output) ?? [];
  const statuses = await answered(portal);
  const missed = reaches.filter((status) => !statuses.includes(status));
  const miss = [
    ...(failed ? [output.replace(/^.*?(?==+ (?:FAILURES|ERRORS) =)/s, "").trim()] : []),
    ...(Number(tested) === (tokens ? 1 : 7) ? [] : ["not every operation was tested"]),
    ...(missed.length === 0 ? [] : [`nothing was answered with ${missed.join(" or ")}`]),
  ].join("\n");
  const saw = `${requests} requests, answered with ${statuses.join(" ")}`;
  return { check, saw, ...(miss && { miss }) };
}

/** The statuses in the sandbox's journal, each once. */
async function answered(portal: Portal): Promise<number[]> {
  const journal = (await control(portal, "GET", "journal")) as { status: number }[];
  return [...new Set(journal.map(({ status }) => status))].sort();
}

async function control(portal: Portal, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${portal.url}/__sandbox/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json().catch(() => undefined);
}

// The samples of our clients in other languages, run as they stand, but for the host. A server that knows the example
// wants exactly its request, and gives the documented answer.
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlayedPortal } from "@b24-calllist/conformance/portal";
import { prepare, readTargets } from "@b24-calllist/conformance/target";
import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operationsOf, readDescription, resolve } from "../src/description.ts";
import { at } from "../src/paths.ts";
import type { Samples } from "../src/samples/index.ts";
import { commandsOf, type PortalCall, requestsOf } from "../src/samples/request.ts";
import { clients, GO_MOD, PHP_AUTOLOAD, PYTHON } from "./projects.ts";
import { run } from "./run.ts";

const document = await readDescription();
const { "x-generated": _, ...samples }: Samples = JSON.parse(readFileSync(at("samples.gen.json"), "utf8"));
const calls = requestsOf(document).filter((request): request is PortalCall => request.kind === "portal");

/** How a sample of a language is run. */
interface Language {
  label: string;
  /** The client's folder in packages/clients. */
  client: string;
  /** File that the sample is written to, below a folder of its own. */
  file: string;
  /** Other files, below the folder of all samples. */
  beside?: Record<string, string>;
  command: (file: string) => string[];
  /** What has to be there before, in the client's folder; that of the conformance vectors where it is left out. */
  prepare?: string[][];
}

const LANGUAGES: Language[] = [
  {
    label: "PHP",
    client: "php",
    file: "sample.php",
    beside: { "vendor/autoload.php": PHP_AUTOLOAD },
    command: (file) => ["php", file],
  },
  {
    label: "Python",
    client: "python",
    file: "sample.py",
    command: (file) => [PYTHON, file],
  },
  {
    label: "Go",
    client: "go",
    file: "main.go",
    beside: { "go.mod": GO_MOD },
    command: (file) => ["go", "run", "-C", join(file, "../.."), `./${join(file, "..").split("/").at(-1)}`],
  },
  {
    label: "Java",
    client: "java",
    file: "Sample.java",
    prepare: [["mvn", "-B", "-q", "-Doutput=target/samples", "compile"]],
    command: (file) => ["java", "-cp", `${clients}java/target/samples/classes`, file],
  },
];

/** The documented answer to the example: the one of the same name, or the first. */
function answerTo({ operationId, example }: PortalCall): { result: Record<string, unknown> } {
  const { node } = operationsOf(document).find((operation) => operation.operationId === operationId)!;
  const { examples } = node.responses[200].content["application/json"];
  return resolve(document, examples[example] ?? Object.values(examples)[0]).value;
}

const asText = (params: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(params, (__, value) => (typeof value === "number" ? String(value) : value)));

/** The one exchange that a sample has to have with a portal. */
function exchangeOf(call: PortalCall): Parameters<PlayedPortal["play"]>[0] {
  const commands = commandsOf(call);
  const answer = answerTo(call);
  if (!commands) {
    return [{ request: { method: call.method, body: call.params }, reply: { status: 200, json: answer } }];
  }
  const wanted = Object.values(commands).map(([method, params]): [string, Record<string, unknown>] => [
    method,
    asText(params),
  ]);
  const results = answer.result.result as Record<string, unknown>;
  const batch = Object.keys(commands).map((name) => ({ result: results[name] }));
  return [{ request: { method: "batch", commands: wanted }, reply: { status: 200, batch } }];
}

it.skipIf(missing(["go"]).length > 0)("The samples in Go are formatted as gofmt leaves them", async () => {
  for (const { operationId } of calls) {
    const { source } = samples[operationId]!.find(({ label }) => label === "Go")!;
    expect((await run("gofmt", [], `${source}\n`)).stdout).toBe(`${source}\n`);
  }
});

for (const { label, client, file, beside = {}, command, ...own } of LANGUAGES) {
  const target = readTargets().find(({ id }) => id === client)!;
  const absent = missing(target.needs);
  describe.skipIf(absent.length > 0 && !mustRun())(`A ${label} sample (skipped where it is not installed)`, () => {
    let dir: string;
    let portal: PlayedPortal;
    beforeAll(async () => {
      prepare({ ...target, ...own });
      portal = await PlayedPortal.start();
      await mkdir(at(".vitest"), { recursive: true });
      dir = await mkdtemp(at(".vitest", `${client}-`));
      for (const [name, text] of Object.entries(beside)) {
        for (const folder of ["", ...calls.map(({ operationId }) => operationId)]) {
          await mkdir(join(dir, folder, name, ".."), { recursive: true });
          if (folder === "" || name.startsWith("vendor/")) await writeFile(join(dir, folder, name), text);
        }
      }
    }, 240_000);
    afterAll(async () => {
      portal.close();
      await rm(dir, { recursive: true, force: true });
    });

    it.each(calls.map((call) => [call.operationId, call] as const))("%s", async (operationId, call) => {
      const { source } = samples[operationId]!.find((sample) => sample.label === label)!;
      const path = join(dir, operationId, file);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, source.replaceAll("https://example.bitrix24.com", portal.origin));
      portal.play(exchangeOf(call), "/rest/1/xxxxxxxxxxxxxxxx");
      const [program = "", ...args] = command(path);
      const { code, stdout, all } = await run(program, args);
      expect({ code, mistakes: portal.mistakes() }, all).toEqual({ code: 0, mistakes: [] });
      expect(stdout.trim()).not.toBe("");
    });
  });
}

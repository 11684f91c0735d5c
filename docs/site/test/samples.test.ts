// Every sample on the page is run as it stands, against the mock; only the hosts are others.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "node:util";
import { type Mock, startMock } from "@b24-calllist/mock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { operationsOf, readDescription, resolve } from "../src/description.ts";
import { at } from "../src/paths.ts";
import type { Sample, Samples } from "../src/samples/index.ts";
import { commandsOf, type Request, requestsOf } from "../src/samples/request.ts";
import { run } from "./run.ts";

const document = await readDescription();
const { "x-generated": _, ...samples }: Samples = JSON.parse(readFileSync(at("samples.gen.json"), "utf8"));
const requests = new Map(requestsOf(document).map((request) => [request.operationId, request]));

const all: [title: string, request: Request, sample: Sample][] = Object.entries(samples).flatMap(([id, list]) =>
  list.map((sample): [string, Request, Sample] => [`${id}, ${sample.label}`, requests.get(id)!, sample]),
);
const inShell = all.filter(([, , { lang }]) => lang === "bash");
const labelled = (wanted: string) => all.filter(([, , { label }]) => label === wanted);
const inTypeScript = all.filter(([, , { lang }]) => lang === "typescript");

const hasPhp = spawnSync("php", ["--version"]).status === 0;

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());
beforeEach(() => {
  mock.violations.length = 0;
});

/** The sample with the mock in place of the portal and of the authorisation server. */
const atTheMock = ({ source }: Sample): string =>
  source.replaceAll(/https:\/\/(example\.bitrix24\.com|oauth\.bitrix\.info)/g, mock.url);

/** The answer that the description shows for a request: the one of the same name, or the first. */
// biome-ignore lint/suspicious/noExplicitAny: answers have many forms.
function documentedAnswer(request: Request): any {
  const { node } = operationsOf(document).find(({ operationId }) => operationId === request.operationId)!;
  const { examples } = node.responses[200].content["application/json"];
  const example = request.kind === "portal" ? examples[request.example] : Object.values(examples)[0];
  return resolve(document, example).value;
}

describe("There are samples", () => {
  it("for every operation of the description, in each language", () => {
    const labels = Object.fromEntries(
      Object.entries(samples).map(([id, list]) => [id, list.map(({ label }) => label)]),
    );
    const methods = operationsOf(document).filter(({ verb }) => verb === "post");
    expect(methods).toHaveLength(7);
    expect(labels).toEqual({
      ...Object.fromEntries(
        methods.map(({ operationId }) => [
          operationId,
          [
            ...["cURL (webhook)", "cURL (OAuth)", "TypeScript", "PHP", "Python", "Go", "Java"],
            ...["BX24.js", "JS SDK", "PHP (CRest)"],
          ],
        ]),
      ),
      oauthToken: ["cURL", "TypeScript"],
    });
  });

  it("only in languages that redocly.yaml lets Redoc show, in this order", () => {
    const { openapi } = parse(readFileSync(at("redocly.yaml"), "utf8"));
    const shown = openapi.codeSamples.languages.filter(({ lang }: Sample) => lang !== "payload");
    const made = new Map(all.map(([, , { lang, label }]) => [label, { lang, label }]));
    expect(shown).toEqual(shown.map(({ label }: Sample) => made.get(label)));
    expect(shown).toHaveLength(made.size);
  });
});

describe("A cURL sample gives the documented answer, and the mock has nothing to complain of", () => {
  beforeAll(async () => {
    const { code } = await run("curl", ["--version"]).catch(() => ({ code: 1 }));
    if (code !== 0) throw new Error("The samples need curl, and it is not here (Debian: apt-get install curl).");
  });

  it.each(inShell)("%s", async (_, request, sample) => {
    // The shell is told how curl is to report; the sample itself stays as it is.
    const quietly = String.raw`curl() { command curl --silent --show-error --write-out '\n%{http_code}' "$@"; }`;
    const { stdout, all } = await run("bash", ["-c", `${quietly}\n${atTheMock(sample)}`]);
    const [answer, status] = stdout.split(/\n(?=\d+$)/);
    expect([status, all]).toEqual(["200", stdout]);
    expect(JSON.parse(answer!)).toEqual(documentedAnswer(request));
    expect(mock.violations).toEqual([]);
  });
});

describe("A TypeScript sample", () => {
  let dir: string;
  const fileOf = ({ operationId }: Request): string => join(dir, `${operationId}.ts`);

  beforeAll(async () => {
    await mkdir(at(".vitest"), { recursive: true });
    dir = await mkdtemp(at(".vitest", "samples-")); // in here, so that the client is found as in a project
    for (const [, request, sample] of inTypeScript) await writeFile(fileOf(request), atTheMock(sample));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it("fits the types of the client (all of them at once)", async () => {
    const compilerOptions = {
      ...{ target: "es2022", module: "nodenext", lib: ["es2022"], types: ["node"] },
      ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noEmit: true },
    };
    await writeFile(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    expect(await run("tsc", ["-p", dir])).toMatchObject({ code: 0, all: "" });
  });

  it.each(inTypeScript)("prints the documented answer: %s", async (_, request) => {
    const { code, all } = await run(process.execPath, [fileOf(request)]);
    const answer = documentedAnswer(request);
    const printed =
      request.kind === "token"
        ? format(Object.keys(answer))
        : request.method === "batch"
          ? format(answer.result.result, answer.result.result_error)
          : format(answer.result);
    expect([code, all]).toEqual([0, `${printed}\n`]);
    expect(mock.violations).toEqual([]);
  });

  it.each(inTypeScript)("is formatted as a formatter leaves it: %s", async (_, __, { source }) => {
    const args = ["format", "--stdin-file-path=sample.ts", "--line-width=80", "--indent-style=space"];
    expect((await run("biome", args, source)).stdout).toBe(`${source}\n`);
  });
});

/** What a call of a library without JSON amounts to: the method, and its parameters as JSON. */
function callOf(request: Request): unknown {
  if (request.kind === "token") throw new Error("no call");
  return commandsOf(request) ?? [request.method, request.params];
}

describe("A BX24.js sample asks for what the example shows", () => {
  it.each(labelled("BX24.js"))("%s", (_, request, { source }) => {
    const asked: unknown[] = [];
    const printed: unknown[] = [];
    const answer = { error: () => undefined, data: () => "the answer" };
    // The library exists only inside a portal's pages: a stub takes its place.
    const BX24 = {
      callMethod(method: string, params: object, callback: (result: typeof answer) => void) {
        asked.push([method, params]);
        callback(answer);
      },
      callBatch(calls: Record<string, unknown>, callback: (results: Record<string, typeof answer>) => void) {
        asked.push(calls);
        callback(Object.fromEntries(Object.keys(calls).map((name) => [name, answer])));
      },
    };
    new Function("BX24", "console", source)(BX24, { log: (...text: unknown[]) => printed.push(text.at(-1)) });
    expect(asked).toEqual([callOf(request)]);
    expect(new Set(printed)).toEqual(new Set(["the answer"]));
  });
});

describe("A sample of Bitrix24's SDK", () => {
  let dir: string;
  beforeAll(async () => {
    await mkdir(at(".vitest"), { recursive: true });
    dir = await mkdtemp(at(".vitest", "sdk-"));
    // The SDK speaks https alone, so the host is another one below it.
    const port = new URL(mock.url).port;
    await writeFile(
      join(dir, "hosts.cjs"),
      `const [http, https] = [require("node:http"), require("node:https")];
       https.request = (options, ...rest) =>
         http.request({ ...options, protocol: "http:", host: undefined, hostname: "127.0.0.1", port: ${port}, agent: undefined }, ...rest);`,
    );
  });
  afterAll(() => rm(dir, { recursive: true }));

  it.each(labelled("JS SDK"))("prints the documented answer: %s", async (_, request, { source }) => {
    const file = join(dir, `${request.operationId}.mjs`);
    await writeFile(file, source);
    const { code, all } = await run(process.execPath, ["--require", join(dir, "hosts.cjs"), file]);
    const { result } = documentedAnswer(request);
    expect(all).toContain(format(request.operationId === "batch" ? result.result : result));
    expect(code).toBe(0);
    expect(mock.violations).toEqual([]);
  });

  it.each(labelled("JS SDK"))("is formatted as a formatter leaves it: %s", async (_, __, { source }) => {
    const args = ["format", "--stdin-file-path=sample.js", "--line-width=80", "--indent-style=space"];
    expect((await run("biome", args, source)).stdout).toBe(`${source}\n`);
  });
});

describe.skipIf(!hasPhp && !process.env.CI)("A CRest sample (skipped where there is no PHP)", () => {
  let dir: string;
  beforeAll(async () => {
    await mkdir(at(".vitest"), { recursive: true });
    dir = await mkdtemp(at(".vitest", "crest-"));
    // Speaks as CRest does: a form, and .json behind the method.
    await writeFile(
      join(dir, "crest.php"),
      `<?php
       class CRest {
         public static function call($method, $params = []) {
           $http = ['method' => 'POST', 'header' => 'Content-Type: application/x-www-form-urlencoded', 'content' => http_build_query($params)];
           $answer = file_get_contents('${mock.webhookUrl}' . $method . '.json', false, stream_context_create(['http' => $http]));
           return json_decode($answer, true);
         }
         public static function callBatch($calls, $halt = 0) {
           $cmd = array_map(fn ($call) => $call['method'] . '?' . http_build_query($call['params'] ?? []), $calls);
           return self::call('batch', ['halt' => $halt, 'cmd' => $cmd]);
         }
       }`,
    );
  });
  afterAll(() => rm(dir, { recursive: true }));

  it.each(labelled("PHP (CRest)"))("prints the documented answer: %s", async (_, request, { source }) => {
    const file = join(dir, "sample.php");
    await writeFile(file, source);
    const printed = "print_r(json_decode(stream_get_contents(STDIN), true));";
    const expected = await run("php", ["-r", printed], JSON.stringify(documentedAnswer(request)));
    expect(await run("php", [file])).toMatchObject({ code: 0, all: expected.stdout });
    expect(mock.violations).toEqual([]);
  });
});

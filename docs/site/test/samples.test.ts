// Every sample on the page is run as it stands, against the mock; only the hosts are others.
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
import { type Request, requestsOf } from "../src/samples/request.ts";
import { run } from "./run.ts";

const document = await readDescription();
const { "x-generated": _, ...samples }: Samples = JSON.parse(readFileSync(at("samples.gen.json"), "utf8"));
const requests = new Map(requestsOf(document).map((request) => [request.operationId, request]));

const all: [title: string, request: Request, sample: Sample][] = Object.entries(samples).flatMap(([id, list]) =>
  list.map((sample): [string, Request, Sample] => [`${id}, ${sample.label}`, requests.get(id)!, sample]),
);
const inShell = all.filter(([, , { lang }]) => lang === "bash");
const inTypeScript = all.filter(([, , { lang }]) => lang === "typescript");

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
  it("for every operation of the description: cURL by webhook and by OAuth, and TypeScript", () => {
    const labels = Object.fromEntries(
      Object.entries(samples).map(([id, list]) => [id, list.map(({ label }) => label)]),
    );
    const methods = operationsOf(document).filter(({ verb }) => verb === "post");
    expect(methods).toHaveLength(7);
    expect(labels).toEqual({
      ...Object.fromEntries(
        methods.map(({ operationId }) => [operationId, ["cURL (webhook)", "cURL (OAuth)", "TypeScript"]]),
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

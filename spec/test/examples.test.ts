import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ErrorEntry, readCatalogue, TOKEN_ENDPOINT } from "../scripts/errors.ts";
import { readOutcomes } from "../scripts/outcomes.ts";
import { at } from "../scripts/paths.ts";
import { medias, operations, problems } from "./description.ts";

const answers = medias.filter(({ where }) => where !== "request");

/** Every refusal that an example shows: at the top of the body, or in a batch's result_error. */
const refusals = answers.flatMap((media) =>
  Object.values(media.examples).flatMap(({ name, value }) => {
    const body = value as { error?: unknown; result?: { result_error?: object } };
    const own = body?.error === undefined ? [] : [body];
    const inBatch = Object.values(body?.result?.result_error ?? {});
    return [...own, ...inBatch].map((error) => ({ name, path: media.path, status: Number(media.where), ...error }));
  }),
);

describe("every example", () => {
  for (const { path, where, mediaType, schema, examples } of medias) {
    for (const [key, { name, value }] of Object.entries(examples)) {
      it(`${path} ${where} ${mediaType} ${key}: ${name} is valid by its schema`, () => {
        expect(problems(schema, value)).toEqual([]);
      });
    }
  }

  it("is a file of its own that the description uses", () => {
    const used = new Set(medias.flatMap(({ examples }) => Object.values(examples).map(({ name }) => `${name}.yaml`)));
    expect([...used].sort()).toEqual(readdirSync(at("examples")).sort());
  });

  it("has a key that is unique among the answers with that status, so that Prefer can name it", () => {
    for (const { path } of operations) {
      const keys = answers
        .filter((media) => media.path === path)
        .flatMap(({ where, examples }) => Object.keys(examples).map((key) => `${path} ${where} ${key}`));
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  it("holds no address or secret but the placeholders", () => {
    const text = JSON.stringify(medias);
    for (const [, code] of text.matchAll(/\/rest\/\d+\/([^/"\\]+)/g)) expect(code).toMatch(/^x+$/);
    for (const [, host] of text.matchAll(/https:\/\/([\w.-]+)/g)) {
      expect(["example.bitrix24.com", "example-renamed.bitrix24.com", "oauth.bitrix.info"]).toContain(host);
    }
  });
});

describe("every operation", () => {
  for (const { path, node } of operations) {
    it(`${path} has a request example, a success example and a refusal`, () => {
      const statuses = medias.filter((media) => media.path === path && Object.keys(media.examples).length > 0);
      const where = statuses.map((media) => media.where);
      if (node.requestBody) expect(where).toContain("request");
      else for (const parameter of node.parameters) expect(parameter, parameter.name).toHaveProperty("example");
      expect(where).toContain("200");
      expect(where).toContain("400");
    });
  }
});

describe("errors.yaml and the examples say the same", async () => {
  const catalogue = await readCatalogue();
  const rows = catalogue.flatMap((entry) => entry.answers.map((answer) => ({ entry, answer })));

  for (const { entry, answer } of rows) {
    it(`${entry.code || "(empty)"} ${answer.status} "${answer.text ?? ""}" has an example in each of its methods`, () => {
      const methods = answer.methods.includes("all")
        ? operations.map(({ path }) => path).filter((path) => path !== "/oauth/token/")
        : answer.methods.map((method) => (method === TOKEN_ENDPOINT ? "/oauth/token/" : `/${method}`));
      for (const path of methods) {
        const found = refusals.some((refusal) => refusal.path === path && matches(entry, answer, refusal));
        expect(found, `${path} shows no example of it`).toBe(true);
      }
    });
  }

  it("and no example shows a refusal that errors.yaml does not list", () => {
    const unlisted = refusals.filter((refusal) => !rows.some(({ entry, answer }) => matches(entry, answer, refusal)));
    expect(unlisted.map(({ name, path, status }) => `${name} at ${path} ${status}`)).toEqual([]);
  });
});

function matches(
  entry: ErrorEntry,
  answer: ErrorEntry["answers"][number],
  refusal: { path: string; status: number; error?: unknown; error_description?: string },
): boolean {
  const { methods, status, text } = answer;
  const method = refusal.path === "/oauth/token/" ? TOKEN_ENDPOINT : refusal.path.slice(1);
  const here = methods.includes(method) || (methods.includes("all") && method !== TOKEN_ENDPOINT);
  // Inside a batch there is no status: the refusals that a method gives by itself come with 200 there.
  const inBatch = method === "batch" && refusal.status === 200;
  if (!(inBatch || (here && status === refusal.status))) return false;
  return entry.code === String(refusal.error) && pattern(text ?? "").test(refusal.error_description ?? "");
}

/** `<NAME> is not found` as a pattern in which `<…>` stands for anything. */
function pattern(text: string): RegExp {
  const literal = text.split(/<[^>]*>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".+")}$`, "s");
}

describe("outcomes.yaml", async () => {
  const outcomes = (await readOutcomes()).flatMap(({ outcomes }) => outcomes);

  it("names an example or a reason for each outcome, never both", () => {
    for (const { when, example, leftOut } of outcomes) {
      expect([example, leftOut].filter(Boolean), when).toHaveLength(1);
    }
  });

  it("names every answer example at least once: no answer is shown that nobody has found out", () => {
    const named = new Set(outcomes.map(({ example }) => example));
    const shown = new Set(answers.flatMap(({ examples }) => Object.values(examples).map(({ name }) => name)));
    expect([...shown].filter((name) => !named.has(name))).toEqual([]);
  });
});

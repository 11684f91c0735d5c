// The cases themselves: files of one form, and requests that a correct caller sends.
import { readdirSync, readFileSync } from "node:fs";
import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };
import { descriptionOf } from "@b24-calllist/testkit/description";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { readVectors } from "../src/vectors.ts";
import schema from "../vector.schema.json" with { type: "json" };

const { medias, problems, schemaOf } = descriptionOf(openapi);

const folder = new URL("../vectors/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
const vectors = readVectors();
const validate = new Ajv2020({ strict: false }).compile(schema);

it.each(files)("%s has the form of a vector", (file) => {
  validate(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
  expect(validate.errors ?? []).toEqual([]);
});

describe("a request", () => {
  it.each(vectors.filter(({ call }) => "method" in call).map(({ id, call }) => [id, call] as const))(
    "of %s keeps to the description",
    (_, call) => {
      const { method, params } = call as { method: string; params: object };
      expect(problems(schemaOf(`/${method}`, "request")!, params)).toEqual([]);
    },
  );
});

describe("the cases cover", () => {
  const errors = vectors.flatMap(({ outcome }) => ("error" in outcome ? [outcome.error] : []));

  it("every method, in good and in bad", () => {
    const methods = vectors.flatMap(({ call, outcome }) =>
      "method" in call ? [`${call.method} ${"error" in outcome ? "error" : "result"}`] : [],
    );
    const described = medias.map(({ path }) => path.slice(1)).filter((path) => path.startsWith("crm."));
    for (const method of new Set(described)) {
      expect(methods).toContain(`${method} result`);
      // A status list has no refusals of its own.
      if (method !== "crm.calllist.statuslist") expect(methods).toContain(`${method} error`);
    }
  });

  it("every kind of error", () => {
    const kinds = schema.$defs.error.properties.kind.enum;
    const met = new Set(JSON.stringify(vectors.map(({ outcome }) => outcome)).match(/(?<="kind":")[\w-]+/g));
    expect([...met].sort()).toEqual([...kinds].sort());
  });

  it("each status that a portal answers with", () => {
    const met = new Set(errors.map(({ status }) => status).filter((status) => status !== undefined));
    expect([...met].sort()).toEqual([200, 301, 302, 307, 308, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503]);
  });

  it("most of the recorded answers", () => {
    expect(vectors.filter(({ id }) => id.startsWith("recorded/")).length).toBeGreaterThan(200);
  });
});

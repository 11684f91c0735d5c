// The model that the five clients are generated from.
import { describe, expect, it } from "vitest";
import type { Behaviour } from "../src/behaviour.ts";
import { constantName, type LanguageName, modelOf } from "../src/model.ts";
import { typeOf } from "../src/schemas.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: string, examples = {}) => ({
  content: { "application/json": { schema: ref(schema), examples } },
});
const schemas = {
  XParams: {
    properties: { ORDER: ref("XOrder"), FORM: ref("FormId"), FILTER: ref("XFilter"), auth: { type: "string" } },
    required: ["FORM"],
    "x-sdk-explicit": ["FORM"],
  },
  XOrder: { type: "object", propertyNames: ref("XField"), additionalProperties: ref("Direction") },
  XField: { type: "string", enum: ["ID", "NAME"], "x-sdk-name": "field" },
  Direction: { type: "string", enum: ["ASC", "DESC"] },
  FormId: { type: ["integer", "string", "null"], minimum: 1, description: "A form,\nor null.\n\nMore of it." },
  XFilter: { type: "object", properties: { STATUS: ref("Status") }, description: "Which." },
  Status: {
    anyOf: [ref("KnownStatus"), { type: "string" }],
    description: "A status.",
    "x-sdk-prefix": "state",
  },
  KnownStatus: { type: "string", enum: ["NEW"], description: "Known ones." },
  XRow: {
    type: "object",
    properties: { ID: { ...ref("Digits"), "x-sdk-type": "RowId" }, STATUS: ref("Status"), SORT: { type: "integer" } },
    required: ["ID"],
    "x-sdk-name": "thing",
    "x-sdk-name-go": "item",
    "x-sdk-whole": ["SORT"],
  },
  Digits: { type: ["string", "null"], pattern: "^-?[0-9]+$" },
  RowId: { type: "integer", minimum: 1, description: "On the wire as text.", "x-sdk-text": "Its id." },
  XResponse: { properties: { result: { type: "array", items: ref("XRow"), description: "Rows." } } },
  KnownErrorCode: { type: "string", enum: ["100"], "x-sdk-names": { "100": "unknown field" } },
};
const operation = (name: string) => ({
  "x-sdk-name": name,
  "x-effect": "read",
  "x-about": "It does\nit.\n\nReally.",
  summary: "Does it",
  requestBody: json("XParams", { one: { value: { FORM: null } }, two: { value: { FORM: 5 } } }),
  responses: { "200": json("XResponse", { two: { value: { result: [2] } }, one: ref("../examples/rows") }) },
});
const document = {
  info: { version: "1.2.3" },
  paths: {
    "/x.find": {
      post: {
        ...operation("find"),
        "x-sdk-reader": "things",
        "x-sdk-reader-python": "iter things",
        "x-sdk-shows": "ID",
        "x-traps": [
          { id: "crash", audience: "wire", text: "**It crashes**\non text." },
          { id: "empty", text: "It is empty." },
        ],
      },
    },
    "/x.get": { post: operation("get") },
    "/batch": { post: { summary: "Batch" } },
    "/oauth/token/": { get: {} },
  },
  components: { schemas, examples: { rows: { value: { result: [{ ID: "1" }] } } } },
};
const answer = (status: number, ...methods: string[]) => ({ status, methods });
const error = (code: string, executed: string, ...answers: { status: number; methods: string[] }[]) => ({
  code,
  meaning: `It is ${code}.`,
  action: "Fix it.",
  executed,
  answers,
});
const modelIn = (language: LanguageName) =>
  modelOf(
    document,
    {
      page: "https://example.com/errors",
      errors: [
        error("100", "rejected", answer(400, "x.find")),
        error("expired_token", "rejected", answer(200, "batch"), answer(401, "all")),
        error("CRASH", "unknown", answer(500, "x.get", "x.find")),
        error("invalid_grant", "rejected", answer(400, "oauth.token")),
      ],
    },
    { steps: {} as Behaviour["steps"], outcomes: {}, rules: [], effects: {}, numbers: {} },
    language,
  );
const model = modelIn("java");
const [find, get] = model.methods as [(typeof model.methods)[0], (typeof model.methods)[0]];

describe("a method", () => {
  it("is one that the overlay names, and has what its renderers need", () => {
    expect(model.methods.map(({ wire, words }) => [wire, ...words])).toEqual([
      ["x.find", "find"],
      ["x.get", "get"],
    ]);
    expect(find).toMatchObject({
      effect: "read",
      summary: "Does it",
      about: ["It does it.", "Really."],
      resultText: "Rows.",
      codes: ["UNKNOWN_FIELD"],
      explicit: ["FORM"],
      reader: ["things"],
    });
    expect(get).not.toHaveProperty("reader");
  });

  it("says which traps are those of whoever writes requests", () => {
    expect(find.traps).toEqual([
      { id: "crash", text: "**It crashes** on text.", isOfWire: true },
      { id: "empty", text: "It is empty.", isOfWire: false },
    ]);
  });

  it("has its first request as an example, with the response of the same name", () => {
    expect(find.example).toEqual({ params: { FORM: null }, result: [{ ID: "1" }], shows: "ID" });
  });

  it("names required parameters first, and no credentials", () => {
    expect(find.params).toEqual([
      { wire: "FORM", words: ["form"], type: { kind: "id" }, required: true, nullable: true, text: "A form, or null." },
      expect.objectContaining({ wire: "ORDER", type: { kind: "order", field: "XField", direction: "Direction" } }),
      expect.objectContaining({ wire: "FILTER", type: { kind: "model", schema: "XFilter" }, required: false }),
    ]);
  });
});

describe("what methods take and return", () => {
  it("is found by itself, with the names of a language", () => {
    expect(find.result).toEqual({ kind: "list", of: { kind: "model", schema: "XRow" } });
    expect(model.models).toMatchObject({
      XFilter: { words: ["x", "filter"], isInput: true, text: "Which." },
      XRow: { words: ["thing"], isInput: false, whole: ["SORT"] },
    });
    expect(modelIn("go").models.XRow?.words).toEqual(["item"]);
    expect(modelIn("python").methods[0]?.reader).toEqual(["iter", "things"]);
  });

  it("has fields whose types and texts are those that clients have", () => {
    expect(model.models.XRow?.fields).toEqual([
      { wire: "ID", words: ["id"], type: { kind: "id" }, required: true, nullable: true, text: "Its id." },
      expect.objectContaining({ wire: "STATUS", type: { kind: "enum", schema: "Status" }, text: "A status." }),
      expect.objectContaining({ wire: "SORT", type: { kind: "integer" }, required: false, nullable: false }),
    ]);
  });

  it("has words, of which portals may send others, and which stand in maps alone", () => {
    expect(Object.values(model.enums).map(({ prefix: _, ...one }) => one)).toEqual([
      { schema: "XField", words: ["field"], values: ["ID", "NAME"], text: "", isOpen: false, isOfMaps: true },
      { schema: "Direction", words: ["direction"], values: ["ASC", "DESC"], text: "", isOpen: false, isOfMaps: true },
      { schema: "Status", words: ["status"], values: ["NEW"], text: "Known ones.", isOpen: true, isOfMaps: false },
    ]);
    expect(Object.values(model.enums).map(({ prefix }) => prefix)).toEqual([["field"], ["direction"], ["state"]]);
  });
});

describe("a type", () => {
  it.each([
    [{ type: "boolean" }, { kind: "boolean" }],
    [{ type: "string" }, { kind: "text" }],
    [
      { type: ["integer", "string"], minimum: 0 },
      { kind: "integer", minimum: 0 },
    ],
    [
      { type: "array", items: { type: "integer", minimum: 1 } },
      { kind: "list", of: { kind: "id" } },
    ],
    [
      { type: "object", propertyNames: { pattern: "^(>=|=)?(ID|NAME)$" }, additionalProperties: ref("Digits") },
      { kind: "filter", operators: [">=", "="], fields: ["ID", "NAME"] },
    ],
  ])("of %j", (schema, type) => expect(typeOf(schema, schemas)).toEqual(type));

  it("that no kind fits is an error", () => {
    expect(() => typeOf({ type: "number" }, schemas)).toThrow('no kind of type for {"type":"number"}');
  });
});

describe("an error code", () => {
  it("of the authorisation server alone is none", () => {
    expect(model.errors.map(({ code }) => code)).toEqual(["100", "expired_token", "CRASH"]);
  });

  it("has a name of its own, or its words", () => {
    expect(model.errors.map(constantName)).toEqual(["UNKNOWN_FIELD", "EXPIRED_TOKEN", "CRASH"]);
  });

  it("has the status that says more than that the request is wrong", () => {
    expect(model.errors.map(({ status }) => status)).toEqual([undefined, 401, undefined]);
  });

  it("belongs to all methods, also where it names each of them", () => {
    expect(model.errors.map(({ methods }) => methods)).toEqual([["x.find"], "all", "all"]);
  });

  it("says whether the portal may have executed the call", () => {
    expect(model.errors.map(({ maybeExecuted }) => maybeExecuted)).toEqual([false, false, true]);
  });
});

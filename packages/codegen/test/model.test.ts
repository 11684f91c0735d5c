// The model that the five clients are generated from.
import { describe, expect, it } from "vitest";
import type { Behaviour } from "../src/behaviour.ts";
import { constantName, modelOf } from "../src/model.ts";

const params = (ref: string) => ({
  content: { "application/json": { schema: { $ref: `#/components/schemas/${ref}` } } },
});
const operation = (name: string) => ({
  "x-sdk-name": name,
  summary: "Does it",
  description: "It does it.",
  requestBody: params("XParams"),
  responses: { "200": params("XResponse") },
});
const document = {
  info: { version: "1.2.3" },
  paths: {
    "/x.set": { post: operation("set") },
    "/x.get": { post: operation("get") },
    "/batch": { post: { summary: "Batch" } },
    "/oauth/token/": { get: {} },
  },
  components: {
    schemas: {
      XParams: { properties: { FORM: { type: ["integer", "null"] } }, required: ["FORM"], "x-sdk-explicit": ["FORM"] },
      XResponse: { properties: { result: { type: "boolean" } } },
      KnownErrorCode: { enum: ["100"], "x-sdk-names": { "100": "unknown field" } },
    },
  },
};
const answer = (status: number, ...methods: string[]) => ({ status, methods });
const error = (code: string, executed: string, ...answers: { status: number; methods: string[] }[]) => ({
  code,
  meaning: `It is ${code}.`,
  action: "Fix it.",
  executed,
  answers,
});
const model = modelOf(
  document,
  {
    page: "https://example.com/errors",
    errors: [
      error("100", "rejected", answer(400, "x.set")),
      error("expired_token", "rejected", answer(200, "batch"), answer(401, "all")),
      error("CRASH", "unknown", answer(500, "x.get", "x.set")),
      error("invalid_grant", "rejected", answer(400, "oauth.token")),
    ],
  },
  { steps: {} as Behaviour["steps"], outcomes: {}, rules: [], effects: {}, numbers: {} },
);

describe("a method", () => {
  it("is one that the overlay names, and has what its renderers need", () => {
    expect(model.methods).toEqual([
      {
        wire: "x.set",
        name: "set",
        summary: "Does it",
        description: "It does it.",
        params: "XParams",
        explicit: ["FORM"],
        result: { type: "boolean" },
        codes: ["UNKNOWN_FIELD"],
      },
      expect.objectContaining({ wire: "x.get", name: "get", codes: [] }),
    ]);
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
    expect(model.errors.map(({ methods }) => methods)).toEqual([["x.set"], "all", "all"]);
  });

  it("says whether the portal may have executed the call", () => {
    expect(model.errors.map(({ maybeExecuted }) => maybeExecuted)).toEqual([false, false, true]);
  });
});

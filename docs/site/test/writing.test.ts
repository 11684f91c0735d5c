// How values are written down in the languages of the samples.
import { describe, expect, it } from "vitest";
import { curlWebhook } from "../src/samples/curl-webhook.ts";
import { JSON_STYLE, literal, TYPESCRIPT_STYLE } from "../src/samples/literal.ts";
import type { PortalCall } from "../src/samples/request.ts";
import { quote } from "../src/samples/shell.ts";
import { typescript } from "../src/samples/typescript.ts";
import { run } from "./run.ts";

const here = { indent: 0, taken: 0 };
const call = (params: Record<string, unknown>): PortalCall => ({
  kind: "portal",
  operationId: "callListList",
  method: "crm.calllist.list",
  webhookUrl: "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/",
  oauthUrl: "https://example.bitrix24.com/rest/",
  example: "made-up",
  params,
});

describe("A word for the shell", () => {
  it.each(["it's", "''", '$HOME `id` \\ "x"', "two\nlines", "!history", "Kontakt ä"])(
    "reaches the program: %j",
    async (text) => {
      expect((await run("bash", ["-c", `printf %s ${quote(text)}`])).stdout).toBe(text);
    },
  );
});

describe("A value", () => {
  it("is on one line where it fits", () => {
    const value = { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" }, IDS: [9, 17], FORM: null };
    expect(literal(value, JSON_STYLE, here)).toBe(
      '{"LIST_ID": 13, "FILTER": {"STATUS": "IN_WORK"}, "IDS": [9, 17], "FORM": null}',
    );
  });

  it("has bare keys in TypeScript where they may be bare", () => {
    expect(literal({ ID: 1, ">=ID": 14, "!@ID": [3] }, TYPESCRIPT_STYLE, here)).toBe(
      '{ ID: 1, ">=ID": 14, "!@ID": [3] }',
    );
  });

  it("has a line for each element where it does not fit, deeper ones only where they do not either", () => {
    const value = { SELECT: ["ID", "WEBFORM_ID"], FILTER: { "=ENTITY_TYPE_ID": 3, "!WEBFORM_ID": null }, start: 50 };
    expect(literal(value, TYPESCRIPT_STYLE, here)).toBe(
      `{
  SELECT: ["ID", "WEBFORM_ID"],
  FILTER: { "=ENTITY_TYPE_ID": 3, "!WEBFORM_ID": null },
  start: 50,
}`,
    );
  });

  it.each([
    [{}, "{}", "{}"],
    [[], "[]", "[]"],
    [{ a: {} }, '{"a": {}}', "{ a: {} }"],
  ])("can be empty: %j", (value, json, ts) => {
    expect([literal(value, JSON_STYLE, here), literal(value, TYPESCRIPT_STYLE, here)]).toEqual([json, ts]);
  });
});

describe("A sample for a request with an apostrophe", () => {
  const request = call({ FILTER: { "%TITLE": "Jane's" } });

  it("in cURL is quoted for the shell", () => {
    expect(curlWebhook.write(request)).toContain(String.raw`--data '{"FILTER": {"%TITLE": "Jane'\''s"}}'`);
  });

  it("in TypeScript is in double quotes", () => {
    expect(typescript.write(request)).toContain(`FILTER: { "%TITLE": "Jane's" },`);
  });
});

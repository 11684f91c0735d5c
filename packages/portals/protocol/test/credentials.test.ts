import { describe, expect, it } from "vitest";
import { type CredentialSource, type Credentials, readCredentials } from "../src/index.ts";

const path = { user: "1", code: "secret" };
const hook: Credentials = { kind: "webhook", user: "1", code: "secret" };
const token = (token: string): Credentials => ({ kind: "token", token });
const bearer = (value: string) => ({ authorization: value });

const cases: [title: string, source: Partial<CredentialSource>, expected: Credentials | undefined][] = [
  ["nothing", {}, undefined],
  ["the webhook of the path", { webhook: path }, hook],
  ["a Bearer header", { headers: bearer("Bearer t") }, token("t")],
  ["any letter case", { headers: { AUTHORIZATION: "bEARER  t" } }, token("t")],
  ["more than one letter, as it is written", { headers: bearer("Bearer t0 k\nen ") }, token("t0 k\nen ")],
  ["another scheme that names Bearer", { headers: bearer("Basic Bearer t") }, undefined],
  ["a parameter called undefined is no token", { params: { undefined: "t" } }, undefined],
  ["another scheme is no token", { headers: bearer("Basic dDp0") }, undefined],
  ["Bearer without a token", { headers: bearer("Bearer"), params: { auth: "t" } }, token("t")],
  ["auth", { params: { auth: "t" } }, token("t")],
  ["access_token", { params: { access_token: "t" } }, token("t")],
  ["names in upper case are none", { params: { AUTH: "t", Access_Token: "t" } }, undefined],

  ["header before auth", { headers: bearer("Bearer h"), params: { auth: "a" } }, token("h")],
  ["auth before access_token", { params: { access_token: "b", auth: "a" } }, token("a")],
  ["a token before the webhook", { webhook: path, params: { auth: "t" } }, token("t")],
  ["a header before the webhook", { webhook: path, headers: bearer("Bearer t") }, token("t")],
  ["a token before aplogin and ap", { params: { aplogin: "1", ap: "secret", auth: "t" } }, token("t")],

  ["arrays are skipped", { params: { auth: ["a"], access_token: "b" } }, token("b")],
  ["objects are skipped", { params: { auth: { access_token: "a" }, access_token: "b" } }, token("b")],
  ["only arrays", { webhook: path, params: { auth: ["a"], access_token: {} } }, hook],
  ["an empty auth leaves the webhook", { webhook: path, params: { auth: "" } }, hook],
  ["an empty auth ends the search", { params: { auth: "", access_token: "b" } }, undefined],
  ["null, as empty", { webhook: path, params: { auth: null } }, hook],
  ["false, as empty", { webhook: path, params: { auth: false } }, hook],
  ["0 is PHP's false", { webhook: path, params: { auth: "0" } }, hook],
  ["a number is text", { params: { auth: 12 } }, token("12")],

  ["aplogin and ap", { params: { aplogin: "1", ap: "secret" } }, hook],
  ["aplogin as a number", { params: { aplogin: 1, ap: "secret" } }, hook],
  ["the path before aplogin and ap", { webhook: path, params: { aplogin: "2", ap: "other" } }, hook],
  ["aplogin alone", { params: { aplogin: "1" } }, undefined],
  ["ap alone", { params: { ap: "secret" } }, undefined],
  ["aplogin as an array", { params: { aplogin: ["1"], ap: "secret" } }, undefined],
];

describe("readCredentials", () => {
  for (const [title, source, expected] of cases) {
    it(title, () => expect(readCredentials({ params: {}, headers: {}, ...source }), title).toEqual(expected));
  }
});

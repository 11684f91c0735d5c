import { describe, expect, it } from "vitest";
import { methodParameters, type Params, RESERVED_NAMES, withoutSdkParameters } from "../src/index.ts";

const cases: [title: string, params: Params, expected: { start?: unknown; params: Params }][] = [
  ["nothing", {}, { params: {} }],
  ["names become upper case", { id: 1, List_Id: 2 }, { params: { ID: 1, LIST_ID: 2 } }],
  ["only at the top level", { filter: { status: "S" } }, { params: { FILTER: { status: "S" } } }],
  ["the later spelling wins", { ID: 13, id: 20 }, { params: { ID: 20 } }],
  ["also when it is null", { ID: 13, id: null }, { params: { ID: null } }],
  ["start is handed over apart", { ID: 1, start: "50" }, { start: "50", params: { ID: 1 } }],
  ["start as sent", { start: -1 }, { start: -1, params: {} }],
  ["start null was sent", { start: null }, { start: null, params: {} }],
  ["START is any parameter", { START: 50, Start: 60 }, { params: { START: 60 } }],
  ["the names of batch", { cmd: ["batch"], Halt: "1" }, { params: { CMD: ["batch"], HALT: "1" } }],
  [
    "tokens do not reach the method",
    { auth: "t", access_token: "t", ap: "c", aplogin: "1", ID: 1 },
    { params: { ID: 1 } },
  ],
  ["reserved in this letter case only", { Auth: "t" }, { params: { AUTH: "t" } }],
  ["ASCII letters only", { ıd: 1, ß: 2, имя: 3 }, { params: { ıD: 1, ß: 2, имя: 3 } }],
  ["names that are numbers", { 0: "a", 1: "b" }, { params: { 0: "a", 1: "b" } }],
  ["__proto__", JSON.parse('{"__proto__":1}'), { params: JSON.parse('{"__PROTO__":1}') }],
  ["__PROTO__ and constructor", { __PROTO__: 1, constructor: 2 }, { params: { __PROTO__: 1, CONSTRUCTOR: 2 } }],
];

describe("methodParameters", () => {
  for (const [title, params, expected] of cases) {
    it(title, () => {
      expect(methodParameters(params), title).toEqual(expected);
      expect("start" in methodParameters(params), title).toBe("start" in expected);
    });
  }

  const reserved = "access_token ap aplogin auth auth_connector method sessid start state token".split(" ");
  it.each(reserved)("%s does not reach the method", (name) => {
    expect(methodParameters({ [name]: "x", ID: 1 }).params).toEqual({ ID: 1 });
  });

  it("no other name is kept from it", () => expect([...RESERVED_NAMES]).toEqual(reserved));

  it("leaves what it was given alone", () => {
    const params = Object.freeze({ id: 1, start: 0 });
    expect(methodParameters(params)).toEqual({ start: 0, params: { ID: 1 } });
  });
});

describe("withoutSdkParameters", () => {
  const sent = { bx24_request_id: "0f3c", bx24_sdk_ver: "2.2.0", bx24_sdk_type: "b24-js-sdk" };

  it("drops what the SDKs add", () => expect(withoutSdkParameters({ ...sent, ID: 1 })).toEqual({ ID: 1 }));
  it("after methodParameters, too", () => {
    expect(withoutSdkParameters(methodParameters({ ...sent, id: 1 }).params)).toEqual({ ID: 1 });
  });
  it("keeps names that only look alike", () => {
    expect(withoutSdkParameters({ bx24_other: 1, request_id: 2 })).toEqual({ bx24_other: 1, request_id: 2 });
  });
});

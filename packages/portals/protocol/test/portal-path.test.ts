import { describe, expect, it } from "vitest";
import { methodSpellings, type PortalPath, parsePortalPath } from "../src/index.ts";
import { garbage, shown } from "./cases.ts";

const webhook = { user: "1", code: "secret" };
const get = "crm.calllist.get";

const cases: [title: string, path: string, expected: PortalPath | undefined][] = [
  ["webhook", "/rest/1/secret/crm.calllist.get", { webhook, method: get, format: "json" }],
  ["OAuth", "/rest/crm.calllist.get", { method: get, format: "json" }],
  ["trailing slash", "/rest/1/secret/crm.calllist.get/", { webhook, method: get, format: "json" }],
  ["trailing slash, OAuth", "/rest/crm.calllist.get/", { method: get, format: "json" }],
  ["double slashes", "//rest//1//secret//crm.calllist.get//", { webhook, method: get, format: "json" }],
  [
    "a login as user",
    "/rest/admin/secret/batch",
    { webhook: { user: "admin", code: "secret" }, method: "batch", format: "json" },
  ],

  [".json", "/rest/crm.calllist.get.json", { method: get, format: "json" }],
  [".xml", "/rest/crm.calllist.get.xml", { method: get, format: "xml" }],
  [".JSON", "/rest/crm.calllist.get.JSON", { method: get, format: "json" }],
  [".Xml", "/rest/1/secret/crm.calllist.get.Xml", { webhook, method: get, format: "xml" }],
  [".json and a slash", "/rest/crm.calllist.get.json/", { method: get, format: "json" }],
  ["only one suffix is removed", "/rest/crm.calllist.get.json.json", { method: `${get}.json`, format: "json" }],
  ["the last suffix decides", "/rest/crm.calllist.get.json.xml", { method: `${get}.json`, format: "xml" }],
  ["a suffix in the middle is a part of the name", "/rest/crm.json.get", { method: "crm.json.get", format: "json" }],
  ["another suffix is a part of the name", "/rest/crm.calllist.get.csv", { method: `${get}.csv`, format: "json" }],
  ["a suffix alone is a name", "/rest/.json", { method: ".json", format: "json" }],
  ["a dot at the end", "/rest/batch.", { method: "batch.", format: "json" }],
  ["a suffix without a dot", "/rest/json", { method: "json", format: "json" }],

  ["the method's letter case is kept", "/rest/CRM.CallList.Get", { method: "CRM.CallList.Get", format: "json" }],
  ["percent-encoded", "/rest/1/s%65cret/crm%2Ecalllist%2Eget%2Ejson", { webhook, method: get, format: "json" }],
  ["decoded once", "/rest/a%2525", { method: "a%25", format: "json" }],
  ["+ is no space", "/rest/a+b", { method: "a+b", format: "json" }],
  ["an encoded slash divides", "/rest/1%2Fsecret%2Fbatch", { webhook, method: "batch", format: "json" }],
  [
    "malformed encoding stays",
    "/rest/1/100%/%zz%",
    { webhook: { user: "1", code: "100%" }, method: "%zz%", format: "json" },
  ],
  ["not UTF-8", "/rest/%FF", { method: "\uFFFD", format: "json" }],

  ["no method", "/rest/", { method: "", format: "json" }],
  ["no method, no slash", "/rest", { method: "", format: "json" }],
  ["webhook without a method", "/rest/1/secret", { method: "", format: "json" }],
  ["webhook without a method, slash", "/rest/1/secret/", { method: "", format: "json" }],
  ["a segment too many", "/rest/1/secret/crm.calllist.get/x", { method: "", format: "json" }],

  ["REST v3", "/rest/api/crm.calllist.get", undefined],
  ["REST v3, webhook", "/rest/api/1/secret/crm.calllist.get", undefined],
  ["a method called api", "/rest/api", { method: "api", format: "json" }],
  ["root", "/", undefined],
  ["nothing", "", undefined],
  ["favicon", "/favicon.ico", undefined],
  ["OAuth server", "/oauth/token/", undefined],
  ["rest is a whole segment", "/restful/batch", undefined],
  ["rest comes first", "/bitrix/rest/batch", undefined],
  ["rest is lower case", "/REST/batch", undefined],
  ["not absolute", "rest/batch", undefined],
];

describe("parsePortalPath", () => {
  for (const [title, path, expected] of cases) {
    it(`${title}: ${path}`, () => expect(parsePortalPath(path), path).toEqual(expected));
  }

  it("never throws", { tags: "slow" }, () => {
    const pieces = [
      "/",
      "/",
      "rest",
      "/rest/",
      "1",
      ".json",
      ".xml",
      ".",
      "%",
      "%2F",
      "%FF",
      "%zz",
      "я",
      "\uD800",
      "\0",
    ];
    for (const text of garbage(pieces, 3000)) expect(() => parsePortalPath(text), shown(text)).not.toThrow();
  });
});

describe("methodSpellings: lower case first, then as written", () => {
  it("two spellings", () =>
    expect(methodSpellings("CRM.callList.get")).toEqual(["crm.calllist.get", "CRM.callList.get"]));
  it("one, when they are the same", () => expect(methodSpellings("batch")).toEqual(["batch"]));
  it("the empty name of a path without a method", () => expect(methodSpellings("")).toEqual([""]));
});

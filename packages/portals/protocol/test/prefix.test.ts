import { describe, expect, it } from "vitest";
import { belowPrefix, portalPrefix } from "../src/index.ts";

describe("portalPrefix", () => {
  it.each([
    ["", ""],
    ["/", ""],
    ["crm", "/crm"],
    ["/crm", "/crm"],
    ["/crm/", "/crm"],
    ["//a//b//", "/a/b"],
    ["/rest", "/rest"],
    ["/портал", "/%D0%BF%D0%BE%D1%80%D1%82%D0%B0%D0%BB"],
    ["/%D0%BF", "/%D0%BF"],
  ])("reads %j as %j", (text, prefix) => expect(portalPrefix(text)).toBe(prefix));

  it.each(["/crm?x=1", "/crm#top", "/a/../b", "./crm", "/my crm", "\\crm"])("rejects %j", (text) => {
    expect(() => portalPrefix(text)).toThrow("A prefix is a plain path such as /crm, not ");
  });
});

describe("belowPrefix", () => {
  it.each([
    ["/crm/rest/1/secret/batch", "/crm", "/rest/1/secret/batch"],
    ["/crm/rest/batch?halt=1&u=/crm/x", "/crm", "/rest/batch?halt=1&u=/crm/x"],
    ["/a/b/rest/batch", "/a/b", "/rest/batch"],
    ["//a//b//rest//batch", "/a/b", "//rest//batch"],
    ["http://127.0.0.1:4010/crm/rest/batch", "/crm", "/rest/batch"],
    ["/rest/rest/batch", "/rest", "/rest/batch"],
    ["/crm", "/crm", "/"],
    ["/crm?x=1", "/crm", "/?x=1"],
    ["/rest/batch", "", "/rest/batch"],
    ["/rest/batch?next=http://a.example/b", "", "/rest/batch?next=http://a.example/b"],
    ["/crm/rest/batch?next=http://a.example/b", "/crm", "/rest/batch?next=http://a.example/b"],
    ["*", "", "*"],
    ["", "", ""],
    ["//rest/batch", "", "//rest/batch"],
    ["/?x=1", "", "/?x=1"],
  ])("%s below %j is %s", (url, prefix, below) => expect(belowPrefix(url, prefix)).toBe(below));

  it.each([
    ["/rest/batch", "/crm"],
    ["/crmx/rest/batch", "/crm"],
    ["/CRM/rest/batch", "/crm"],
    ["/a/rest/batch", "/a/b"],
    ["/x/crm/rest/batch", "/crm"],
    ["/?/crm/rest/batch", "/crm"],
    ["/", "/crm"],
    ["", "/crm"],
    ["crm/rest/batch", "/crm"],
  ])("%s is not below %j", (url, prefix) => expect(belowPrefix(url, prefix)).toBeUndefined());
});

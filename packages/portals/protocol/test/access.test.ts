import { describe, expect, it } from "vitest";
import { isFromOtherSite, isSameSecret } from "../src/index.ts";

describe("isSameSecret", () => {
  it.each([
    ["secret", "secret", true],
    ["", "", true],
    ["ключ", "ключ", true],
    ["secret", "secreT", false],
    ["secret", "secret ", false],
    ["secret", "", false],
    ["", "secret", false],
    ["\ud800", "\ufffd", true], // half a surrogate pair has no bytes of its own; no secret holds one
  ])("%j and %j: %s", (a, b, same) => {
    expect(isSameSecret(a, b)).toBe(same);
  });
});

describe("isFromOtherSite", () => {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  const own: [string, Record<string, string>][] = [
    ["a program", { host: "127.0.0.1:4030" }],
    ["a program that calls it by another of its names", { Host: "LocalHost" }],
    ["a program, over IPv6", { host: "[::1]:4030" }],
    ["somebody who types the address", { host: "localhost:4030", "sec-fetch-site": "none" }],
    ["a page of its own", { host: "localhost:4030", origin: "http://localhost:4030", "sec-fetch-site": "same-origin" }],
  ];
  it.each(own)("lets in %s", (_, headers) => {
    expect(isFromOtherSite(headers, names)).toBe(false);
  });

  const foreign: [string, Record<string, string>][] = [
    ["a page of another site", { host: "localhost:4030", origin: "https://evil.example" }],
    ["a page on another port", { host: "localhost:4030", origin: "http://localhost:8080" }],
    ["a page under another of its names", { host: "localhost:4030", origin: "http://127.0.0.1:4030" }],
    ["a page over https", { host: "localhost:4030", origin: "https://localhost:4030" }],
    ["a page without an origin, such as a file", { host: "localhost:4030", origin: "null" }],
    ["a page whose origin only begins like its own", { host: "localhost", origin: "http://localhost.evil.example" }],
    ["a picture on a page of another site", { host: "localhost:4030", "sec-fetch-site": "cross-site" }],
    ["a picture on a page on another port", { host: "localhost:4030", "sec-fetch-site": "same-site" }],
    ["a name that was pointed here", { host: "evil.example:4030" }],
    ["such a name, from a page of its own", { host: "evil.example", origin: "http://evil.example" }],
    ["a name that begins like its own", { host: "127.0.0.1.evil.example" }],
    ["a name that ends like its own", { host: "evil-localhost" }],
    ["a name with two ports", { host: "localhost:1:2" }],
    ["no name", {}],
    ["an empty name", { host: "" }],
  ];
  it.each(foreign)("keeps out %s", (_, headers) => {
    expect(isFromOtherSite(headers, names)).toBe(true);
  });
});

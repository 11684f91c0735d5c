import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { oauth, webhook } from "../src/index.ts";
import { SECRET } from "./portal.ts";

describe("webhook(url)", () => {
  it("takes the URL as the portal shows it, with or without the last slash", () => {
    for (const url of [
      "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/",
      "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx",
    ]) {
      const auth = webhook(url);
      expect(auth.portal).toBe("example.bitrix24.com");
      expect(auth.baseUrl()).toBe("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx");
    }
  });

  it("takes a code with a lone % as it is", () => {
    expect(webhook("https://portal.example/rest/1/abc%zz/").baseUrl()).toBe("https://portal.example/rest/1/abc%zz");
  });

  it("takes an on-premise portal on its own port, and http on this machine", () => {
    expect(webhook("https://crm.example:8443/rest/anna/xxxxxxxxxxxxxxxx/").portal).toBe("crm.example:8443");
    for (const host of ["127.0.0.1:4010", "localhost:4010", "[::1]:4010"]) {
      expect(webhook(`http://${host}/rest/1/k/`).portal).toBe(host);
    }
  });

  const wrong: [what: string, url: unknown, says: RegExp][] = [
    ["nothing", undefined, /nothing was given/],
    ["an empty text", "", /nothing was given/],
    ["not a URL", `${SECRET} is no url`, /not a URL/],
    ["a blank in the host", `https://exam ple.bitrix24.com/rest/1/${SECRET}/`, /not a URL/],
    ["a port that is none", `https://example.bitrix24.com:99999/rest/1/${SECRET}/`, /not a URL/],
    ["plain http", `http://evil.example/rest/1/${SECRET}/`, /has to be https/],
    ["another scheme", `ftp://portal.example/rest/1/${SECRET}/`, /has to be https/],
    [
      "plain http to a host that only begins like this machine",
      `http://127.0.0.1.evil.example/rest/1/${SECRET}/`,
      /https/,
    ],
    ["no code", "https://portal.example/rest/1/", /path is not/],
    ["a method behind it", `https://portal.example/rest/1/${SECRET}/profile.json`, /path is not/],
    ["another path", `https://portal.example/${SECRET}/`, /path is not/],
    ["a query", `https://portal.example/rest/1/${SECRET}/?x=1`, /more than host and path/],
    ["a password", `https://:${SECRET}@portal.example/rest/1/${SECRET}/`, /more than host and path/],
    ["a user", `https://${SECRET}@portal.example/rest/1/${SECRET}/`, /more than host and path/],
  ];
  for (const [what, url, says] of wrong) {
    it(`refuses ${what}: says what a right one looks like and does not repeat the secret`, () => {
      const attempt = (): unknown => webhook(url as string);
      expect(attempt).toThrow(TypeError);
      expect(attempt).toThrow(says);
      expect(attempt).toThrow("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");
      expect(attempt).not.toThrow(SECRET);
    });
  }
});

describe("oauth({ portal, accessToken })", () => {
  it("takes a host or an origin", () => {
    for (const portal of ["example.bitrix24.com", "https://example.bitrix24.com", "https://example.bitrix24.com/"]) {
      const auth = oauth({ portal, accessToken: SECRET });
      expect(auth.portal).toBe("example.bitrix24.com");
      expect(auth.baseUrl()).toBe("https://example.bitrix24.com/rest");
      expect(auth.credentials()).toEqual({ auth: SECRET });
    }
  });

  const wrong: [what: string, options: unknown, says: RegExp][] = [
    ["no portal", { accessToken: SECRET }, /looks like example\.bitrix24\.com/],
    ["plain http", { portal: "http://portal.example", accessToken: SECRET }, /has to be https/],
    ["a path", { portal: "https://portal.example/rest/", accessToken: SECRET }, /path behind the host/],
    ["no token", { portal: "portal.example" }, /access token is missing/],
    ["an empty token", { portal: "portal.example", accessToken: "" }, /access token is missing/],
  ];
  for (const [what, options, says] of wrong) {
    it(`refuses ${what}`, () => {
      const attempt = (): unknown => oauth(options as Parameters<typeof oauth>[0]);
      expect(attempt).toThrow(TypeError);
      expect(attempt).toThrow(says);
      expect(attempt).not.toThrow(SECRET);
    });
  }
});

describe("credentials, printed", () => {
  const all = {
    webhook: webhook(`https://portal.example/rest/1/${SECRET}/`),
    oauth: oauth({ portal: "portal.example", accessToken: SECRET }),
  };
  for (const [kind, auth] of Object.entries(all)) {
    it(`${kind}: show no secret in inspect, JSON or as text`, () => {
      const printed = [inspect(auth, { depth: 9, showHidden: true }), JSON.stringify(auth), String(auth)].join();
      expect(printed).not.toContain(SECRET);
      expect(printed).toContain("portal.example");
    });
  }
});

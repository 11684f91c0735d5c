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

  it.each([
    "https://crm.example/office/rest/1/xxxxxxxxxxxxxxxx/",
    "https://crm.example/office/rest/1/xxxxxxxxxxxxxxxx",
    "HTTPS://CRM.Example/office/rest/1/xxxxxxxxxxxxxxxx/?x=1#top",
    "https://crm.example:443/office/rest/1/xxxxxxxxxxxxxxxx/",
  ])("takes a portal below a path, and drops what was copied along: %s", (url) => {
    expect(webhook(url).kind).toBe("webhook");
    expect(webhook(url).portal).toBe("crm.example");
    expect(webhook(url).baseUrl()).toBe("https://crm.example/office/rest/1/xxxxxxxxxxxxxxxx");
  });

  it("takes a portal below two paths, with www and a port", () => {
    const auth = webhook("https://www.crm.example:8443/a/b/rest/anna/xxxxxxxxxxxxxxxx/");
    expect(auth.portal).toBe("www.crm.example:8443");
    expect(auth.baseUrl()).toBe("https://www.crm.example:8443/a/b/rest/anna/xxxxxxxxxxxxxxxx");
  });

  const around = [" ", "\n", "\r\n\t", "\u00a0", "\u2003", "\u200b", "\u2060", "\ufeff", "\u200e \u00ad"];
  it.each(around)("drops white space around the URL, also what cannot be seen: %j", (space) => {
    const url = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";
    for (const text of [space + url, url + space, space + url + space]) {
      expect(webhook(text).baseUrl()).toBe("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx");
    }
  });

  it("takes international host names and underscores in them", () => {
    expect(webhook("https://портал.рф/rest/1/k/").portal).toBe("xn--80awhdgm.xn--p1ai");
    expect(webhook("https://my_portal.example/rest/1/k/").portal).toBe("my_portal.example");
  });

  const wrong: [what: string, url: unknown, says: RegExp][] = [
    ["nothing", undefined, /nothing was given/],
    ["an empty text", "", /nothing was given/],
    ["not a URL", `${SECRET}-is-no-url`, /not a URL/],
    ["a blank in the host", `https://exam ple.bitrix24.com/rest/1/${SECRET}/`, /white space in it/],
    ["a line break within", `https://example.bitrix24.com/rest/1/\n${SECRET}/`, /white space in it/],
    ["a non-breaking space within", `https://example.bitrix24.com/\u00a0rest/1/${SECRET}/`, /white space in it/],
    ["a zero-width space within", `https://example.bitrix24.com/rest/1/${SECRET}\u200b/x`, /white space in it/],
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
    ["a method behind it, below a path", `https://portal.example/crm/rest/1/${SECRET}/profile`, /path is not/],
    ["a password", `https://:${SECRET}@portal.example/rest/1/${SECRET}/`, /a user or a password/],
    ["a user", `https://${SECRET}@portal.example/rest/1/${SECRET}/`, /a user or a password/],
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
  it("takes an address below a path, with and without /rest/", () => {
    for (const portal of ["crm.example/office", "https://crm.example/office/", "https://crm.example/office/rest/"]) {
      const auth = oauth({ portal, accessToken: SECRET });
      expect([auth.portal, auth.baseUrl()]).toEqual(["crm.example", "https://crm.example/office/rest"]);
    }
    expect(oauth({ portal: " crm.example\n", accessToken: SECRET }).baseUrl()).toBe("https://crm.example/rest");
  });

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

describe("insecureHosts", () => {
  const insecureHosts = ["sandbox", "10.0.0.5"];

  it("names hosts that may be called over plain http, at any port", () => {
    expect(webhook("http://sandbox:4020/rest/1/k/", { insecureHosts }).baseUrl()).toBe("http://sandbox:4020/rest/1/k");
    expect(oauth({ portal: "http://10.0.0.5", accessToken: SECRET, insecureHosts }).baseUrl()).toBe(
      "http://10.0.0.5/rest",
    );
  });

  it.each(["sandbox.example", "sub.sandbox", "sandbo", "10.0.0.50"])(
    "is exact: %s is refused, and told how",
    (host) => {
      const attempt = () => webhook(`http://${host}/rest/1/${SECRET}/`, { insecureHosts });
      expect(attempt).toThrow(/has to be https.*insecureHosts/);
      expect(attempt).not.toThrow(SECRET);
    },
  );

  it.each([["*.example"], ["sandbox:4020"], ["http://sandbox"], ["sandbox/"], [""]])(
    "refuses %j, which is no name",
    (host) => {
      expect(() => webhook("https://portal.example/rest/1/k/", { insecureHosts: [host as string] })).toThrow(
        "insecureHosts: exact names",
      );
    },
  );

  it("is a list", () => {
    expect(() => webhook("https://portal.example/rest/1/k/", { insecureHosts: "sandbox" as never })).toThrow(
      "insecureHosts:",
    );
  });

  it("allows no other scheme", () => {
    expect(() => webhook("ftp://sandbox/rest/1/k/", { insecureHosts })).toThrow("https");
  });
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

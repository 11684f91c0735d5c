// Web pages of other sites, open in a browser on the same machine, must neither use the control nor read what it answers.
// Its own page must not run what stands in requests and seeds.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../src/index.ts";
import { type RawAnswer, sendRaw } from "./raw-http.ts";

let sandbox: Sandbox;
const lines: string[] = [];
const start = async (options: SandboxOptions = {}) => {
  sandbox = await startSandbox({ limits: false, log: (line) => lines.push(line), ...options });
};
beforeEach(() => start());
afterEach(async () => {
  await sandbox.close();
  lines.length = 0;
});

type Headers = Record<string, string>;

function send(verb: string, path: string, headers: Headers = {}, body = ""): Promise<RawAnswer> {
  const { host, origin } = new URL(sandbox.url);
  return sendRaw(origin, { verb, url: `/__sandbox${path}`, headers: Object.entries({ Host: host, ...headers }), body });
}

const FETCH: Headers = { "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty" };
const NAVIGATION: Headers = { "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };

describe("a request that a browser sends", () => {
  for (const site of ["cross-site", "same-site", "something-new"]) {
    it(`for a page of another site (Sec-Fetch-Site: ${site}) is refused, whatever it asks for`, async () => {
      const before = sandbox.control.state;
      for (const [verb, path] of [
        ["GET", "/state"],
        ["GET", "/"],
        ["GET", ""],
        ["GET", "/openapi.json"],
        ["POST", "/reset"],
        ["DELETE", "/lists/13/participants/9"],
        ["OPTIONS", "/state"],
      ] as const) {
        const { status, body } = await send(verb, path, { ...FETCH, "Sec-Fetch-Site": site });
        expect(status, `${verb} ${path}`).toBe(403);
        expect(body).toContain("not to other sites' pages");
        expect(body, "nothing of the state").not.toContain("xxxxxxxx");
      }
      expect(sandbox.control.state).toEqual(before);
    });
  }

  it.each(["same-origin", "none"])("for the control's own page or by its user (%s) is answered", async (site) => {
    expect((await send("GET", "/state", { ...FETCH, "Sec-Fetch-Site": site })).status).toBe(200);
    expect((await send("GET", "/", { ...NAVIGATION, "Sec-Fetch-Site": site })).status).toBe(200);
  });

  it("for a link on another page opens the page in a tab, and nothing else", async () => {
    const link = { ...NAVIGATION, "Sec-Fetch-Site": "cross-site" };
    expect((await send("GET", "/?list=30", link)).status).toBe(200);
    expect((await send("GET", "", link)).status).toBe(308);
    expect((await send("GET", "/state", link)).status).toBe(403);
    expect((await send("POST", "/", link)).status).toBe(403);
    expect((await send("GET", "/", { ...link, Origin: "https://evil.example" })).status).toBe(403);
    expect((await send("GET", "/", { ...link, Host: "evil.example" })).status).toBe(403);
    expect((await send("GET", "/", { ...link, "Sec-Fetch-Dest": "iframe" })).status).toBe(403);
    expect((await send("GET", "/", { ...link, "Sec-Fetch-Mode": "no-cors" })).status).toBe(403);
  });

  it("to a name that another site let point here is refused, whatever else it says", async () => {
    const { port } = new URL(sandbox.url);
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "127.0.0.1.evil.example",
      "localhost:x",
      "",
      "127.0.0.1:",
    ]) {
      const own = { Host: host, Origin: `http://${host}`, "Sec-Fetch-Site": "same-origin" };
      expect((await send("GET", "/state", { Host: host })).status, host).toBe(403);
      expect((await send("POST", "/reset", own)).status, host).toBe(403);
    }
  });

  it.each([
    "https://evil.example",
    "null",
    "",
    "http://127.0.0.1",
    "http://localhost:1",
    "https://127.0.0.1:PORT",
    "http://evil.example:PORT",
  ])("with the Origin %j is refused", async (origin) => {
    const { port } = new URL(sandbox.url);
    const { status } = await send("POST", "/reset", { Origin: origin.replace("PORT", port) });
    expect(status).toBe(403);
  });

  it("with the control's own Origin is answered", async () => {
    expect((await send("POST", "/reset", { Origin: sandbox.url, "Sec-Fetch-Site": "same-origin" })).status).toBe(204);
  });

  it("with the key is refused all the same", async () => {
    await sandbox.close();
    await start({ host: "127.0.0.2" });
    const key = sandbox.controlKey!;
    const own = { Authorization: `Bearer ${key}` };
    expect((await send("GET", "/state", own)).status).toBe(200);
    expect((await send("GET", "/state", { ...own, "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect((await send("GET", `/state?key=${key}`, { "Sec-Fetch-Site": "same-site" })).status).toBe(403);
    expect((await send("GET", "/state", { ...own, Origin: "https://evil.example" })).status).toBe(403);
  });
});

describe("each response of the control", () => {
  const cases: [status: number, verb: string, path: string, headers?: Headers, body?: string][] = [
    [200, "GET", "/state"],
    [200, "GET", "/openapi.json"],
    [200, "GET", "/"],
    [200, "GET", "/?list=13"],
    [204, "POST", "/reset"],
    [308, "GET", ""],
    [400, "POST", "/clock", {}, "{"],
    [400, "POST", "/seed", {}, '{"users":[]}'],
    [403, "GET", "/state", { Host: "evil.example" }],
    [404, "GET", "/nothing"],
    [405, "GET", "/reset"],
  ];
  it.each(cases)("%d of %s %s is for its own origin, is kept nowhere and is what it says it is", async (...parts) => {
    const [status, verb, path, headers, body] = parts;
    const answer = await send(verb, path, headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("is so where the key is missing", async () => {
    await sandbox.close();
    await start({ host: "127.0.0.2" });
    const { status, headers } = await send("GET", "/state");
    expect(status).toBe(401);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
  });

  it("is plain text where the sandbox itself has failed, with one line in the log", async () => {
    vi.spyOn(sandbox.control, "clock", "get").mockImplementation(() => {
      throw new Error("a\nforged\u001b[2J line");
    });
    const { status, headers, body } = await send("GET", "/clock");
    expect(status).toBe(500);
    expect(headers).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(body).toContain("The sandbox itself has failed; this is its mistake, not yours.\n");
    expect(lines).toEqual([expect.stringMatching(/^sandbox: Error: a forged\ufffd\[2J line {5}at /)]);
    expect(lines[0]).not.toContain("\n");
  });

  it("is so where the body is too large, before anything else is looked at", async () => {
    const { status, headers } = await send("POST", "/seed", { Host: "evil.example", "Content-Length": "16777217" });
    expect(status).toBe(413);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect((await send("GET", "/state")).status, "the sandbox goes on").toBe(200);
  });

  it("shows errors as one line, whatever the request held", async () => {
    const { body } = await send("POST", `/snapshots/${encodeURIComponent("a\n\u202eb\u009b")}/restore`);
    expect(JSON.parse(body)).toEqual({ error: 'There is no snapshot "a \ufffdb\ufffd"' });
    const seed = await send("POST", "/seed", {}, JSON.stringify({ users: [{ id: 1 }], "x\r\u2066y": 1 }));
    expect(JSON.parse(seed.body).error).toContain('unknown name "x \ufffdy"');
  });
});

describe("the page", () => {
  const policyOf = ({ headers }: RawAnswer) => headers["content-security-policy"]!;

  it.each(["/", "/?list=13"])("%s runs only its own script and style, by a number used once", async (path) => {
    const first = await send("GET", path);
    const [, nonce] = /script-src 'nonce-([\w-]{20,})'/.exec(policyOf(first))!;
    expect(policyOf(first)).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    const tags = first.body.match(/<(?:script|style)[^>]*>/g)!;
    expect(new Set(tags.map((tag) => tag.replace(/^<\w+/, "")))).toEqual(new Set([` nonce="${nonce}">`]));
    expect(first.body, "no attribute holds a script or style").not.toMatch(/<[^>]* (?:on\w+|style)=/);
    expect(first.headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(policyOf(await send("GET", path))).not.toContain(nonce);
  });

  it("shows what stands in requests and seeds as text on one line", async () => {
    const name = '<script>alert(1)</script>"&\n\u001b[2J\u202eevil\u2028';
    sandbox.control.seed({ ...sandbox.control.state, webforms: [{ id: 1, name }, 5] });
    const { origin } = new URL(sandbox.url);
    await sendRaw(origin, { verb: "GET", url: `/rest/1/x/${encodeURIComponent(name.replaceAll("/", ""))}` });
    const { body } = await send("GET", "/");
    const shown = "&lt;script>alert(1)&lt;/script>&quot;&amp; \ufffd[2J\ufffdevil ";
    expect(body).toContain(`<td>1 ${shown}</td>`);
    expect(body).toContain(`<td>${shown.replaceAll("/", "").replace("[2J", "[2j")}</td>`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe("the journal", () => {
  const methodOf = async (method: string) => {
    const { origin } = new URL(sandbox.url);
    await sendRaw(origin, { verb: "GET", url: `/rest/1/x/${encodeURIComponent(method)}` });
    return sandbox.control.requests.at(-1)?.method;
  };

  it("keeps a method on one line, without what would rewrite it", async () => {
    expect(await methodOf("a\r\nb\u0085c\u2028d\te")).toBe("a  b c d e");
    expect(await methodOf("a\u0000b\u001b[2Jc\u007fd\u009be")).toBe("a\ufffdb\ufffd[2jc\ufffdd\ufffde");
    expect(await methodOf("a\u061cb\u200ec\u200fd\u202ae\u202ef\u2066g\u2069h")).toBe(
      "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh",
    );
    expect(await methodOf("обзвон 📞")).toBe("обзвон 📞");
  });

  it("cuts a method that is longer than any", async () => {
    expect(await methodOf("📞".repeat(200))).toBe("📞".repeat(200));
    expect(await methodOf("📞".repeat(201))).toBe(`${"📞".repeat(200)}…`);
  });

  it("keeps the last thousand requests at least, and not many more", async () => {
    const note = { at: "", method: "profile", changes: [] };
    for (let count = 1; count <= 5000; count++) {
      sandbox.control.journal.add(note);
      const { length } = sandbox.control.requests;
      expect(length).toBeGreaterThanOrEqual(Math.min(count, 1000));
      expect(length).toBeLessThanOrEqual(2000);
    }
    expect(sandbox.control.requests.at(-1)?.number).toBe(5000);
  });
});

it.each(["", "sandbox:4020", "http://sandbox", "*.example", "a b", "[::1", "a\nb"])(
  "%j is no name that the control could answer to",
  async (name) => {
    await expect(startSandbox({ allowHosts: ["sandbox", name] })).rejects.toThrow(
      `--allow-host (allowHosts) takes a name without a port, such as sandbox, not ${JSON.stringify(name)}`,
    );
  },
);

it("the webhook URL of a code that has letters with a meaning in URLs works", async () => {
  const code = "a/b?c#d e\nf";
  await sandbox.close();
  await start({ seed: { users: [{ id: 3, admin: true }], webhooks: [{ user: 3, code: "x" }] } });
  expect(sandbox.webhookUrl).toMatch(/\/rest\/3\/x\/$/);
  await sandbox.close();
  await start({ seed: { users: [{ id: 3, admin: true }], webhooks: [{ user: 3, code }] } });
  expect(sandbox.webhookUrl.endsWith("/rest/3/a%2Fb%3Fc%23d%20e%0Af/")).toBe(true);
});

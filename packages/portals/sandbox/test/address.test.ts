// Where the sandbox can be: behind another address of this machine, and below a path. Who may use its control there.
import { createClient, iterate, webhook } from "@b24-calllist/client";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../src/index.ts";
import { type RawAnswer, sendRaw } from "./raw-http.ts";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: SandboxOptions): Promise<void> {
  sandbox = await startSandbox({ limits: false, ...options });
}

interface Asked {
  host?: string;
  origin?: string;
  authorization?: string;
}

function control(path: string, { host, origin, authorization }: Asked = {}, verb = "GET"): Promise<RawAnswer> {
  const { host: own, pathname, origin: address } = new URL(`${sandbox.url}/__sandbox${path}`);
  const headers = Object.entries({ Host: host ?? own, Origin: origin, Authorization: authorization });
  const given = headers.filter((header): header is [string, string] => header[1] !== undefined);
  return sendRaw(address, {
    verb,
    url: pathname + (path.split("?")[1] ? `?${path.split("?")[1]}` : ""),
    headers: given,
  });
}

describe("on a loopback address", () => {
  it("the control asks for no key", async () => {
    await start({});
    expect(sandbox.controlKey).toBeUndefined();
    expect((await control("/clock")).status).toBe(200);
    expect((await control("/clock", { host: "localhost:4020" })).status).toBe(200);
  });

  it("the control is closed under any other name, which a page could let point here", async () => {
    await start({});
    for (const host of ["evil.example", "sandbox", "127.0.0.1.evil.example", "localhost.evil.example:4020", ""]) {
      const { status, body } = await control("/state", { host });
      expect(status, host).toBe(403);
      expect(body).toContain("127.0.0.1, localhost, [::1], and not to other sites' pages; --allow-host NAME");
    }
  });

  it("a name that was allowed is answered to, and no other", async () => {
    await start({ allowHosts: ["Sandbox", "portal.test"] });
    expect((await control("/clock", { host: "sandbox:4020" })).status).toBe(200);
    expect((await control("/clock", { host: "PORTAL.test" })).status).toBe(200);
    expect((await control("/clock", { host: "evil.example" })).status).toBe(403);
    expect((await control("/clock", { host: "sandbox:4020", origin: "http://evil.example" })).status).toBe(403);
  });

  it("a page of another site gets no leave to read the control", async () => {
    await start({});
    for (const verb of ["OPTIONS", "GET", "POST"]) {
      const { status, headers } = await control("/state", { origin: "https://evil.example" }, verb);
      expect(status, verb).toBe(403);
      expect(
        Object.keys(headers).filter((name) => name.startsWith("access-control")),
        verb,
      ).toEqual([]);
    }
  });
});

describe("on an address that other machines reach", () => {
  // Of this machine, but none of the names that mean it: as good as 0.0.0.0 here, and nobody else reaches it.
  const elsewhere = { host: "127.0.0.2" };

  it("the portal is there as ever, under any name", async () => {
    await start(elsewhere);
    expect(sandbox.webhookUrl).toMatch(/^http:\/\/127\.0\.0\.2:\d+\/rest\/1\//);
    const { pathname, origin } = new URL(sandbox.webhookUrl);
    const url = `${pathname}crm.calllist.get?ID=13`;
    expect((await sendRaw(origin, { verb: "GET", url, headers: [["Host", "sandbox:4020"]] })).status).toBe(200);
  });

  it("the control asks for the key, in a header or in the address", async () => {
    await start(elsewhere);
    const key = sandbox.controlKey!;
    expect(key).toMatch(/^[\w-]{32}$/);
    const missing = await control("/state");
    expect(missing.status).toBe(401);
    expect(missing.body).toContain("Authorization: Bearer KEY");
    expect(missing.body).not.toContain(key);
    for (const wrong of ["", "x", `${key}x`, key.slice(1)]) {
      expect((await control("/state", { authorization: `Bearer ${wrong}` })).status, wrong).toBe(401);
      expect((await control(`/state?key=${wrong}`)).status, wrong).toBe(401);
    }
    expect((await control("/state", { authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await control(`/state?key=${key}`)).status).toBe(200);
  });

  it("each part of the control does, its page and description too", async () => {
    await start(elsewhere);
    for (const path of ["", "/", "/openapi.json", "/journal", "/nothing"]) {
      expect((await control(path)).status, path).toBe(401);
    }
  });

  it("the right key under a name that was not allowed is refused", async () => {
    await start(elsewhere);
    const authorization = `Bearer ${sandbox.controlKey}`;
    expect((await control("/state", { authorization, host: "evil.example" })).status).toBe(403);
  });

  it("the page keeps the key in its links", async () => {
    await start(elsewhere);
    const key = sandbox.controlKey!;
    expect((await control(`?key=${key}`)).headers.location).toBe(`/__sandbox/?key=${key}`);
    const overview = await control(`/?key=${key}`);
    expect(overview.body).toContain(`href="?list=30&amp;key=${key}"`);
    expect(overview.body).toContain(`href="openapi.json?key=${key}"`);
    expect(overview.headers["referrer-policy"]).toBe("no-referrer");
    expect((await control(`/?list=30&key=${key}`)).body).toContain(`href="?list=30&amp;offset=50&amp;key=${key}"`);
  });

  it("each start has another key", async () => {
    await start(elsewhere);
    const first = sandbox.controlKey;
    await sandbox.close();
    await start(elsewhere);
    expect(sandbox.controlKey).not.toBe(first);
  });
});

describe("below a path", () => {
  const prefix = "/crm";
  const get = (url: string) => fetch(url, { redirect: "manual" });

  it("the portal is there, and nowhere else", async () => {
    await start({ prefix });
    expect(sandbox.webhookUrl).toBe(`${sandbox.url}/rest/1/xxxxxxxxxxxxxxxx/`);
    const { origin, pathname } = new URL(sandbox.webhookUrl);
    expect(pathname).toBe("/crm/rest/1/xxxxxxxxxxxxxxxx/");
    expect((await get(`${sandbox.webhookUrl}crm.calllist.get?ID=13`)).status).toBe(200);
    for (const path of ["/rest/1/xxxxxxxxxxxxxxxx/profile", "/crmx/rest/1/xxxxxxxxxxxxxxxx/profile", "/", "/crm"]) {
      expect((await get(origin + path)).status, path).toBe(404);
    }
  });

  it("without a prefix such an address is none", async () => {
    await start({});
    expect((await get(`${sandbox.url}/crm/rest/1/xxxxxxxxxxxxxxxx/profile`)).status).toBe(404);
  });

  it("new tokens lead there", async () => {
    await start({ prefix });
    const { clientId, clientSecret, refreshToken, tokenUrl } = sandbox.oauth!;
    const fields = { grant_type: "refresh_token", client_id: clientId, client_secret: clientSecret };
    const body = new URLSearchParams({ ...fields, refresh_token: refreshToken });
    const tokens = (await (await fetch(tokenUrl, { method: "POST", body })).json()) as Record<string, string>;
    expect(tokenUrl).toBe(`${sandbox.url}/oauth/token/`);
    expect(tokens).toMatchObject({
      client_endpoint: `${sandbox.url}/rest/`,
      server_endpoint: `${sandbox.url}/rest/`,
      domain: new URL(sandbox.url).host,
    });
    const response = await get(`${tokens.client_endpoint}crm.calllist.get?ID=13&auth=${tokens.access_token}`);
    expect(response.status).toBe(200);
  });

  it("so are the control, and where a renamed portal moved to", async () => {
    await start({ prefix });
    expect((await get(`${sandbox.url}/__sandbox/clock`)).status).toBe(200);
    expect((await get(`${sandbox.url}/__sandbox`)).headers.get("location")).toBe("/crm/__sandbox/");
    sandbox.control.addFault({ fault: "moved", host: "https://renamed.example" });
    const { pathname } = new URL(sandbox.webhookUrl);
    expect((await get(`${sandbox.webhookUrl}profile`)).headers.get("location")).toBe(
      `https://renamed.example${pathname}profile`,
    );
  });

  it.each(["crm", "/crm/", "/", "/crm?x", "/a b"])("%j is no such path", async (prefix) => {
    await start({});
    await expect(startSandbox({ prefix })).rejects.toThrow("prefix must be a path such as /crm");
  });
});

it("a move to a good end: the same sandbox under its other name", async () => {
  await start({});
  const { host } = new URL(sandbox.url.replace("127.0.0.1", "localhost"));
  sandbox.control.addFault({ fault: "moved", host: `http://${host}` });
  const b24 = createClient({ auth: webhook(sandbox.webhookUrl), trustedHosts: [host] });
  const ids: number[] = [];
  for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) ids.push(ID);
  expect(ids).toEqual([9, 17, 19]);
  const [first, second] = sandbox.control.requests.map(({ status, fault }) => [status, fault]);
  expect([first, second]).toEqual([
    [302, "moved"],
    [200, undefined],
  ]);
});

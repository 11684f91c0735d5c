// A portal that was renamed answers with a redirect. The POST is sent again to the new host, if that may have the secret.
import { describe, expect, it } from "vitest";
import { type ClientOptions, memoryStore, oauth, webhook } from "../src/index.ts";
import { failure, json, ok, portal, type Reply, SECRET } from "./portal.ts";

const cloud = webhook(`https://old.bitrix24.com/rest/1/${SECRET}/`);
const PATH = `/rest/1/${SECRET}/crm.calllist.get`;
const to =
  (location: string, status = 302): Reply =>
  () =>
    new Response("<html>", { status, headers: { Location: location } });
const result = ok({ ID: "13" });
const call = (replies: Reply[], options: Partial<ClientOptions> = {}) => {
  const moves: unknown[] = [];
  const { client, asked, clock } = portal(replies, {
    auth: cloud,
    hooks: { portalMoved: (e) => moves.push(e) },
    ...options,
  });
  return { client, asked, moves, clock, done: client.call("crm.calllist.get", { ID: 13 }) };
};

describe("a redirect", () => {
  for (const status of [301, 302, 307, 308]) {
    it(`${status} to another name in the same cloud: the same POST goes there, and so do all later ones`, async () => {
      const { client, asked, moves, done } = call([to(`https://new.bitrix24.com${PATH}`, status), result]);
      await done;
      await client.call("crm.calllist.get", { ID: 14 });
      expect(asked.map(({ url }) => new URL(url).host)).toEqual([
        "old.bitrix24.com",
        "new.bitrix24.com",
        "new.bitrix24.com",
      ]);
      expect(asked[1]).toMatchObject({ method: "POST", url: `https://new.bitrix24.com${PATH}`, body: { ID: 13 } });
      expect(moves).toEqual([{ method: "crm.calllist.get", portal: "old.bitrix24.com", to: "new.bitrix24.com" }]);
    });
  }

  it("that many calls meet at once is told to the hook once", async () => {
    const moves: unknown[] = [];
    const reply: Reply = (request) =>
      new URL(request.url).host === "old.bitrix24.com"
        ? to(`https://new.bitrix24.com${PATH}`)(request)
        : result(request);
    const { client, asked } = portal(reply, { auth: cloud, hooks: { portalMoved: (event) => moves.push(event) } });
    await Promise.all(Array.from({ length: 20 }, () => client.call("crm.calllist.get", { ID: 13 })));
    expect(asked).toHaveLength(40);
    expect(moves).toEqual([{ method: "crm.calllist.get", portal: "old.bitrix24.com", to: "new.bitrix24.com" }]);
  });

  it("moves add as well: a portal that redirects has executed nothing", async () => {
    const path = PATH.replace(".get", ".add");
    const { client, asked } = portal([to(`https://new.bitrix24.com${path}`), ok(51)], { auth: cloud });
    expect(await client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })).toBe(51);
    expect(asked).toHaveLength(2);
  });

  it("with OAuth takes the token along in the body", async () => {
    const auth = oauth({ portal: "old.bitrix24.de", accessToken: SECRET });
    const { client, asked } = portal([to("https://new.bitrix24.de/rest/crm.calllist.get"), result], { auth });
    await client.call("crm.calllist.get", { ID: 13 });
    expect(asked[1]).toMatchObject({
      url: "https://new.bitrix24.de/rest/crm.calllist.get",
      body: { ID: 13, auth: SECRET },
    });
  });

  it("is followed through several names, but not in a circle", async () => {
    const chain = ["b", "c", "d"].map((name) => to(`https://${name}.bitrix24.com${PATH}`));
    const good = call([...chain, result]);
    await good.done;
    expect(good.asked).toHaveLength(4);

    const circle = call([to(`https://old.bitrix24.com${PATH}`)]);
    expect(await failure(circle.done)).toMatchObject({ name: "PortalMovedError", host: "old.bitrix24.com" });
    expect(circle.asked).toHaveLength(4);
  });

  const refused: [why: string, location: string, host: string][] = [
    ["another cloud domain", `https://new.bitrix24.ru${PATH}`, "new.bitrix24.ru"],
    ["a host outside", `https://evil.example${PATH}`, "evil.example"],
    ["a host that only ends like the cloud", `https://evilbitrix24.com${PATH}`, "evilbitrix24.com"],
    [
      "a host with the cloud's name in front",
      `https://new.bitrix24.com.evil.example${PATH}`,
      "new.bitrix24.com.evil.example",
    ],
    ["the cloud's own domain", `https://bitrix24.com${PATH}`, "bitrix24.com"],
    ["a name below a portal's", `https://a.new.bitrix24.com${PATH}`, "a.new.bitrix24.com"],
    ["another port", `https://new.bitrix24.com:8443${PATH}`, "new.bitrix24.com:8443"],
    ["plain http", `http://new.bitrix24.com${PATH}`, "new.bitrix24.com"],
    ["a page about a closed portal", "https://www.bitrix24.com/portal-closed.php", "www.bitrix24.com"],
    ["another method's path", `https://new.bitrix24.com/rest/1/${SECRET}/crm.calllist.add`, "new.bitrix24.com"],
    ["a name and password before the host", `https://a:b@evil.example${PATH}`, "evil.example"],
    ["nowhere", "", ""],
  ];
  for (const [why, location, host] of refused) {
    it(`to ${why} is not followed: PortalMovedError, and nothing is sent there`, async () => {
      const { asked, moves, done } = call([to(location)]);
      const error = await failure(done);
      expect(error).toMatchObject({ name: "PortalMovedError", status: 302, host });
      expect(JSON.stringify(error) + String(error)).not.toContain(SECRET);
      expect(asked).toHaveLength(1);
      expect(moves).toEqual([]);
    });
  }

  it("that a browser hides is a PortalMovedError without a host", async () => {
    const opaque = () => Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false } });
    expect(await failure(call([opaque]).done)).toMatchObject({ name: "PortalMovedError", status: 0, host: "" });
  });

  it("is followed with retry: false, too", async () => {
    const { asked, done } = call([to(`https://new.bitrix24.com${PATH}`), result], { retry: false });
    await done;
    expect(asked).toHaveLength(2);
  });

  it("leaves the attempts of a call that meets a fault afterwards", async () => {
    const { asked, done } = call([
      to(`https://new.bitrix24.com${PATH}`),
      json({ error: "QUERY_LIMIT_EXCEEDED" }, 503),
      result,
    ]);
    await done;
    expect(asked).toHaveLength(3);
  });
});

describe("a portal of one's own", () => {
  const own = webhook(`https://crm.example/rest/1/${SECRET}/`);

  it.each([
    ["another host of somebody's own", `https://evil.example${PATH}`],
    ["a portal in the cloud", `https://new.bitrix24.com${PATH}`],
  ])("is not followed to %s", async (_, location) => {
    const { asked, done } = call([to(location)], { auth: own });
    expect(await failure(done)).toMatchObject({ name: "PortalMovedError", host: new URL(location).host });
    expect(asked).toHaveLength(1);
  });
});

it("a cloud domain may have two parts, which both have to be the same", async () => {
  const auth = webhook(`https://old.bitrix24.com.br/rest/1/${SECRET}/`);
  const { asked, done } = call([to(`https://new.bitrix24.com.br${PATH}`), result], { auth });
  await done;
  expect(asked[1]!.url).toBe(`https://new.bitrix24.com.br${PATH}`);
  for (const host of ["new.bitrix24.com", "new.bitrix24.com.tr", "new.bitrix24.com.b"]) {
    expect(await failure(call([to(`https://${host}${PATH}`)], { auth }).done)).toMatchObject({ host });
  }
});

it("a portal in the cloud is not followed to a host outside that only begins like the cloud", async () => {
  const { asked, done } = call([to(`https://old.bitrix24.com-evil.net${PATH}`)]);
  expect(await failure(done)).toMatchObject({ name: "PortalMovedError", host: "old.bitrix24.com-evil.net" });
  expect(asked).toHaveLength(1);
});

it("new tokens name the address again: a redirect that was followed before counts no more", async () => {
  const tokens = (number: number) => ({
    access_token: `access-token-${number}`,
    refresh_token: `refresh-token-${number}`,
    expires_in: 3600,
    client_endpoint: "https://old.bitrix24.com/rest/",
  });
  const urls: string[] = [];
  const fetch = async (url: string, { body }: RequestInit): Promise<Response> => {
    urls.push(url);
    if (url.includes("/oauth/token/")) return Response.json(tokens(2));
    if (String(body).includes("access-token-2")) return Response.json({ result: [] });
    if (url.startsWith("https://new.")) return Response.json({ error: "expired_token" }, { status: 401 });
    return new Response(null, { status: 302, headers: { Location: url.replace("old", "new") } });
  };
  const auth = oauth({ clientId: "local.app", clientSecret: SECRET, store: memoryStore(tokens(1)) });
  await portal([], { auth, fetch: fetch as typeof globalThis.fetch }).client.call("crm.calllist.list");
  expect(urls.map((url) => new URL(url).host)).toEqual([
    "old.bitrix24.com",
    "new.bitrix24.com",
    "oauth.bitrix.info",
    "old.bitrix24.com",
  ]);
});

describe("a portal below a path", () => {
  const below = webhook(`https://crm.example/office/rest/1/${SECRET}/`);

  it("keeps it when only the host changes", async () => {
    const { asked, client, done } = call([to(`https://new.example/office${PATH}`), result], {
      auth: below,
      trustedHosts: ["new.example"],
    });
    await done;
    await client.call("crm.calllist.list").catch(() => {});
    expect(asked.slice(1).map(({ url }) => url)).toEqual([
      `https://new.example/office${PATH}`,
      `https://new.example/office/rest/1/${SECRET}/crm.calllist.list`,
    ]);
  });

  it("loses it, gets one or gets another, as the redirect says", async () => {
    for (const [auth, location] of [
      [below, `https://new.example${PATH}`],
      [cloud, `https://new.example/portal${PATH}`],
      [below, `https://new.example/other/place${PATH}/`],
    ] as const) {
      const { asked, client, done } = call([to(location), result, ok([])], { auth, trustedHosts: ["new.example"] });
      await done;
      await client.call("crm.calllist.list");
      const base = location.replace(/\/crm\.calllist\.get\/?$/, "");
      expect(asked.slice(1).map(({ url }) => url)).toEqual([`${base}/crm.calllist.get`, `${base}/crm.calllist.list`]);
    }
  });

  it("may have a path that looks like a webhook's, and a user with a long id", async () => {
    const path = `/rest/a/rest/123/${SECRET}`;
    const auth = webhook(`https://old.bitrix24.com${path}/`);
    const { asked, client, done } = call([to(`https://new.bitrix24.com${path}/crm.calllist.get`), result], { auth });
    await done;
    await client.call("crm.calllist.get", { ID: 14 });
    expect(asked[2]!.url).toBe(`https://new.bitrix24.com${path}/crm.calllist.get`);
    const changed = `/rest/123/${SECRET}/crm.calllist.get`;
    const other = call([to(`https://new.bitrix24.com${changed}`), result], { auth });
    await other.done;
    expect(other.asked[1]!.url).toBe(`https://new.bitrix24.com${changed}`);
  });

  it("is moved to another path on its own host, with OAuth too", async () => {
    const auth = oauth({ portal: "https://crm.example", accessToken: SECRET });
    const { asked, done } = call([to("/office/rest/crm.calllist.get"), result], { auth });
    await done;
    expect(asked[1]!.url).toBe("https://crm.example/office/rest/crm.calllist.get");
  });
});

describe("plain http", () => {
  const insecureHosts = ["sandbox", "other"];
  const auth = webhook(`http://sandbox:4020/rest/1/${SECRET}/`, { insecureHosts });
  const trustedHosts = () => true;

  it("is followed to a host that the caller has named", async () => {
    const { asked, done } = call([to(`http://other:4020${PATH}`), result], { auth, trustedHosts });
    await done;
    expect(asked[1]!.url).toBe(`http://other:4020${PATH}`);
  });

  it("is not followed to any other, nor away from https", async () => {
    for (const [from, location] of [
      [auth, `http://elsewhere:4020${PATH}`],
      [webhook(`https://sandbox/rest/1/${SECRET}/`, { insecureHosts }), `http://sandbox${PATH}`],
      [cloud, `http://127.0.0.1:4020${PATH}`],
    ] as const) {
      const { asked, done } = call([to(location)], { auth: from, trustedHosts });
      expect(await failure(done)).toMatchObject({ name: "PortalMovedError" });
      expect(asked).toHaveLength(1);
    }
  });
});

describe("trustedHosts", () => {
  const elsewhere = to(`https://crm.company.example${PATH}`);

  it("a list of hosts takes the place of the rule", async () => {
    const { asked, done } = call([elsewhere, result], { trustedHosts: ["crm.company.example"] });
    await done;
    expect(asked[1]!.url).toBe(`https://crm.company.example${PATH}`);
    const other = call([to(`https://new.bitrix24.com${PATH}`)], { trustedHosts: ["crm.company.example"] });
    expect(await failure(other.done)).toMatchObject({ name: "PortalMovedError" });
  });

  it("a function decides by the host", async () => {
    const trustedHosts = (host: string) => host.endsWith(".company.example");
    expect(await call([elsewhere, result], { trustedHosts }).done).toEqual({ ID: "13" });
  });

  it("cannot allow plain http or another path", async () => {
    for (const location of [`http://crm.company.example${PATH}`, "https://crm.company.example/login"]) {
      const { done } = call([to(location)], { trustedHosts: () => true });
      expect(await failure(done)).toMatchObject({ name: "PortalMovedError" });
    }
  });

  it("between ports of this machine http is as good", async () => {
    const auth = webhook(`http://127.0.0.1:4010/rest/1/${SECRET}/`);
    const { done, asked } = call([to(`http://127.0.0.1:4011${PATH}`), result], {
      auth,
      trustedHosts: ["127.0.0.1:4011"],
    });
    await done;
    expect(asked[1]!.url).toBe(`http://127.0.0.1:4011${PATH}`);
  });
});

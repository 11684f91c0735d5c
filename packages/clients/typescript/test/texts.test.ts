// What a portal, a gateway, an authorisation server or the network says reaches errors on one line, printable, short, and
// without secrets: logs and terminals cannot be forged by it.
import { describe, expect, it } from "vitest";
import { batch, changeParticipants, oauth } from "../src/index.ts";
import { failure, json, ok, portal, type Reply, SECRET, storeOf, text } from "./portal.ts";

const ESCAPE = "\u001b[31m";
/** Every kind: white space, C0 controls, DEL, C1 controls, marks of direction, half of a pair. */
const HOSTILE = `a\r\nb\t\v\f\u0085\u2028\u2029c\0${ESCAPE}\u007f\u009b\u061c\u200e\u200f\u202a\u202e\u2066\u2069d\ud800`;
const CLEAN = `a  b      c\ufffd\ufffd[31m${"\ufffd".repeat(9)}d\ufffd`;

const refusal = async (reply: Reply): Promise<Record<string, unknown>> =>
  (await failure(portal(reply, { retry: false }).client.call("crm.calllist.get", { ID: 13 }))) as never;

describe("a portal's refusal", () => {
  it("has its code, description and argument printable, in the message too", async () => {
    const error = await refusal(json({ error: HOSTILE, error_description: HOSTILE, argument: HOSTILE }, 400));
    expect(error).toMatchObject({ code: CLEAN, description: CLEAN, argument: CLEAN });
    expect(error.message).toBe(`crm.calllist.get: ${CLEAN}: ${CLEAN} (HTTP 400)`);
  });

  it("keeps letters of all languages, joiners and spaces", async () => {
    const description = "Список №13 не найден — 列表 👩‍💻 café\u00a0é";
    expect(await refusal(json({ error: "X", error_description: description }, 400))).toMatchObject({ description });
  });

  it("is cut: 1,000 characters of the description, 200 of the code and the argument", async () => {
    const body = { error: "👍".repeat(201), error_description: "👍".repeat(1001), argument: "x".repeat(201) };
    expect(await refusal(json(body, 400))).toMatchObject({
      code: `${"👍".repeat(200)}…`,
      description: `${"👍".repeat(1000)}…`,
      argument: `${"x".repeat(200)}…`,
    });
  });

  it("is whole up to that", async () => {
    const body = { error: "👍".repeat(200), error_description: "👍".repeat(1000), argument: "x".repeat(200) };
    expect(await refusal(json(body, 400))).toMatchObject({
      code: body.error,
      description: body.error_description,
      argument: body.argument,
    });
  });

  it("is masked before it is cut, and before what is not printable could join the halves of a secret", async () => {
    const halves = `${SECRET.slice(0, 8)}\u200e${SECRET.slice(8)}`;
    const body = { error: `${"x".repeat(195)}${SECRET}`, error_description: `${"x".repeat(995)}${SECRET} ${halves}` };
    const error = await refusal(json(body, 400));
    expect(error).toMatchObject({ code: `${"x".repeat(195)}***`, description: `${"x".repeat(995)}*** ${SECRET[0]}…` });
    expect((await refusal(json({ error: "X", error_description: halves }, 400))).description).not.toContain(SECRET);
  });
});

it("the error of a batch's command is printable, cut and masked, in batch() and in a raw batch", async () => {
  const argument = "x".repeat(201);
  const refused = { error: HOSTILE, error_description: `${ESCAPE}${SECRET}${"x".repeat(1000)}`, argument };
  const description = `\ufffd[31m***${"x".repeat(992)}…`;
  const reply = ok({ result: {}, result_error: { c0: refused } });
  const { client } = portal(reply);
  const [entry] = await batch(client, [["crm.calllist.get", { ID: 13 }]]);
  expect(entry.error).toMatchObject({ code: CLEAN, description, argument: `${"x".repeat(200)}…` });
  const raw = await client.call("batch", { cmd: { c0: "crm.calllist.get?ID=13" } });
  expect(raw.result_error).toEqual({
    c0: { error: CLEAN, error_description: description, argument: `${"x".repeat(200)}…` },
  });
});

it("rows and results stay as they are", async () => {
  const rows = [{ ID: 9, STATUS: HOSTILE.slice(0, -1), ENTITY_TYPE: 3 }];
  expect(await portal(ok(rows)).client.call("crm.calllist.items.get", { LIST_ID: 13 })).toEqual(rows);
  const { client } = portal(ok({ result: { c0: rows }, result_error: [] }));
  expect(await batch(client, [["crm.calllist.items.get", { LIST_ID: 13 }]])).toEqual([{ ok: true, result: rows }]);
});

it("a code may be a number, and an argument that is no text is left out", async () => {
  const error = await refusal(json({ error: 100, argument: ["ID"] }, 400));
  expect(error).toMatchObject({ code: "100", description: "" });
  expect(error.argument).toBeUndefined();
  const refused = { c0: { error: 100, argument: ["ID"] } };
  const { client } = portal(ok({ result: {}, result_error: refused }));
  const [entry] = await batch(client, [["crm.calllist.get", { ID: 13 }]]);
  expect(entry.error).toMatchObject({ code: "100", argument: undefined });
});

it("what looks like a batch's errors in another result is data", async () => {
  const list = { ID: "13", result_error: "\n" };
  expect(await portal(ok(list)).client.call("crm.calllist.get", { ID: 13 })).toEqual(list);
});

describe("a response that is no portal's", () => {
  it.each([400, 500])("may have a result, with %i", async (status) => {
    const error = await refusal(json({ result: [] }, status));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", status });
  });

  it("has an excerpt on one line, masked before it is cut, without half a character at its end", async () => {
    const error = await refusal(text(`<html>\r\n${ESCAPE}${SECRET}${"x".repeat(181)}${SECRET}`, 502));
    expect(error.excerpt).toBe(`<html>  \ufffd[31m***${"x".repeat(181)}***`);
    expect((await refusal(text(`${"x".repeat(199)}👍y`, 502))).excerpt).toBe(`${"x".repeat(199)}👍`);
  });

  it("has a content type that is printable and cut", async () => {
    const error = await refusal(text("<html>", 502, `text/html; \u009b2J ${"x".repeat(300)}`));
    expect(error.contentType).toBe(`text/html; \ufffd2J ${"x".repeat(185)}…`);
    expect(error.message).not.toContain("\u009b");
  });

  it("shows a result of another type printable", async () => {
    const error = await refusal(ok(`\u009b2J\u202e${SECRET}`));
    expect(error).toMatchObject({ excerpt: 'result: "\ufffd2J\ufffd***"' });
    expect(error.message).toContain('does not return result: "\ufffd2J\ufffd***"');
  });
});

it("the type of a list that cannot be updated is printable and cut", async () => {
  const { client } = portal(ok({ ID: "13", ENTITY_TYPE: `${ESCAPE}${"x".repeat(300)}` }));
  const error = await failure(changeParticipants(client, 13, { add: [9] }));
  expect(String(error)).toContain(`and this is one of \ufffd[31m${"x".repeat(195)}…. Nothing was written`);
});

it("the host of a redirect is cut", async () => {
  const host = `${"x".repeat(300)}.example`;
  const error = await refusal(() => new Response(null, { status: 302, headers: { Location: `https://${host}/` } }));
  expect(error).toMatchObject({ name: "PortalMovedError", host: `${"x".repeat(200)}…` });
});

it("a reason of the network is printable and cut", async () => {
  const error = await refusal(() => {
    throw Object.assign(new TypeError("fetch failed"), { code: `E\r\n${ESCAPE}${SECRET}${"x".repeat(300)}` });
  });
  expect(error).toMatchObject({ name: "ConnectionError", reason: `E  \ufffd[31m***${"x".repeat(189)}…` });
});

describe("an authorisation server's", () => {
  const renewing = (answer: Response) => {
    const store = storeOf("access-token-1", "refresh-token-1");
    const fetch = async (url: string) =>
      url.endsWith("/oauth/token/") ? answer : Response.json({ error: "expired_token" }, { status: 401 });
    const auth = oauth({ clientId: "local.app", clientSecret: "client-s3cret", store });
    return failure(portal([], { auth, fetch: fetch as never }).client.call("crm.calllist.list"));
  };

  it("refusal is printable, cut and masked", async () => {
    const error_description = `${ESCAPE}client-s3cret refresh-token-1 ${"x".repeat(1000)}`;
    const error = await renewing(Response.json({ error: HOSTILE, error_description }, { status: 400 }));
    const description = `\ufffd[31m*** *** ${"x".repeat(987)}…`;
    expect(error).toMatchObject({ name: "AuthError", code: CLEAN, description });
  });

  it("page and content type are, too", async () => {
    const headers = { "Content-Type": "text/html; client-s3cret\u009b" };
    const error = await renewing(new Response(`${ESCAPE}\r\nrefresh-token-1`, { status: 502, headers }));
    expect(error).toMatchObject({ contentType: "text/html; ***\ufffd", excerpt: "\ufffd[31m  ***" });
  });
});

describe("a secret is found", () => {
  const CODE = `a"b/c&d ${SECRET}`;
  const auth = oauth({ portal: "portal.example", accessToken: CODE });
  const shownOf = async (description: string): Promise<unknown> => {
    const { client } = portal(json({ error: "X", error_description: description }, 400), { auth, retry: false });
    return ((await failure(client.call("crm.calllist.get", { ID: 13 }))) as { description: string }).description;
  };
  const each = (form: (sign: string) => string): string => Array.from(CODE, form).join("");
  const hex = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(2, "0");

  it.each([
    ["as it is", CODE],
    ["twice", `${CODE} and ${CODE}`],
    ["in other letters", CODE.toUpperCase()],
    ["as in a URL", encodeURIComponent(CODE)],
    ["as in a URL, with lowercase digits", encodeURIComponent(CODE).toLowerCase()],
    ["as in a form", String(new URLSearchParams({ s: CODE })).slice(2)],
    ["with every character encoded", each((sign) => `%${hex(sign)}`)],
    ["as in JSON", JSON.stringify(CODE).slice(1, -1)],
    ["as in JSON of PHP", JSON.stringify(CODE).slice(1, -1).replaceAll("/", "\\/")],
    ["as in JSON inside JSON", JSON.stringify(JSON.stringify(CODE).slice(1, -1).replaceAll("/", "\\/")).slice(1, -1)],
    ["as in JSON, with every character escaped", each((sign) => `\\u00${hex(sign)}`)],
    ["as in HTML", CODE.replaceAll("&", "&amp;").replaceAll('"', "&#34;")],
    ["as in HTML, with every character escaped", each((sign) => `&#x${hex(sign)};`)],
  ])("%s", async (_, text) => {
    expect(await shownOf(`<${text}>`)).toMatch(/^<\*\*\*( and \*\*\*)?>$/);
  });

  it("that has six characters; a shorter one is a test's", async () => {
    for (const [code, says] of [
      ["abcdef", "***"],
      ["abcde", "abcde"],
    ]) {
      const auth = oauth({ portal: "portal.example", accessToken: code! });
      const reply = json({ error: "X", error_description: code }, 400);
      expect(await failure(portal(reply, { auth }).client.call("crm.calllist.list"))).toMatchObject({
        description: says,
      });
    }
  });

  it("in other alphabets", async () => {
    const accessToken = "пароль-ключ";
    const auth = oauth({ portal: "portal.example", accessToken });
    const reply = json({ error: accessToken, error_description: encodeURIComponent(accessToken) }, 400);
    const error = await failure(portal(reply, { auth }).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ code: "***", description: "***" });
  });

  it.each(["+", "&amp;", "\\b", "%62%62", "x"])("and no other text: with %s in the place of a letter", async (sign) => {
    const text = CODE.replace("b", () => sign);
    expect(await shownOf(text)).toBe(text);
  });

  it("so that the rest of an address can be read", async () => {
    expect(await shownOf("POST https://other.example/rest/117/0therc0de/crm.calllist.get: no")).toBe(
      "POST https://other.example/rest/117/***/crm.calllist.get: no",
    );
  });

  it("before another that is its beginning", async () => {
    const store = storeOf("client-s3cret", "client-s3cret-2");
    const auth = oauth({ clientId: "local.app", clientSecret: "client-s3cret-3", store });
    const reply = json({ error: "X", error_description: "client-s3cret client-s3cret-2 client-s3cret-3" }, 400);
    const error = await failure(portal(reply, { auth }).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ description: "*** *** ***" });
  });

  it.each([
    "https://other.example/rest/7/0therc0de",
    "/rest/7/0therc0de/crm.calllist.get",
    "/REST/7/0therc0de?x",
    "%2Frest%2F7%2F0therc0de%2Fcrm",
    "%2frest%2f7%2f0therc0de",
    "https:\\/\\/other.example\\/rest\\/7\\/0therc0de\\/",
    "https:\\\\\\/rest\\\\\\/7\\\\\\/0therc0de",
    "/rest/api/7/0therc0de/crm.calllist.get",
    "/rest/7/0ther%630de/crm",
  ])("also another webhook's code, in %s", async (address) => {
    expect(await shownOf(`see ${address} and ${address}`)).not.toMatch(/0ther|0de/);
  });

  it("in an excerpt of a page that is full of it, at once", async () => {
    const page = `${CODE} `.repeat(200_000);
    const error = await failure(portal(text(page, 502), { auth, retry: false }).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ excerpt: "*** ".repeat(50) });
  });

  it("while backslashes without end cost no time", async () => {
    expect(await shownOf("\\".repeat(2_000_000))).toBe(`${"\\".repeat(1000)}…`);
  });
});

// http.POST: the same requests one level lower. What the portal answered is a value, never thrown.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { broken, json, ok, portal, type Reply, SECRET, text, time } from "./portal.ts";

const get = (reply: Reply) => portal(reply).client.http.POST("/crm.calllist.get", { body: { ID: 13 } });

describe("http.POST", () => {
  it("gives the whole good answer, with time", async () => {
    const { data, error, response } = await get(ok({ ID: "13" }));
    expect(data).toEqual({ result: { ID: "13" }, time });
    expect(error).toBeUndefined();
    expect(response.status).toBe(200);
  });

  it("gives a refusal as it stands on the wire", async () => {
    const body = { error: 100, error_description: "Unknown field", argument: "" };
    const { data, error, response } = await get(json(body, 400));
    expect(data).toBeUndefined();
    expect(error).toEqual(body);
    expect(response.status).toBe(400);
  });

  it("gives a result of another type as it came, once", async () => {
    for (const result of [null, false, { 0: { ID: "13" } }]) {
      const { client, asked } = portal(ok(result));
      const { data } = await client.http.POST("/crm.calllist.list");
      expect(data?.result).toEqual(result);
      expect(asked).toHaveLength(1);
    }
  });

  it("sends the parameters it is given, right or wrong", async () => {
    const { client, asked } = portal(json({ error: "LIST_ID_ERROR" }, 400));
    await client.http.POST("/crm.calllist.get", { body: { ID: "abc" as never } });
    expect(asked[0]!.body).toEqual({ ID: "abc" });
  });

  it("an error with HTTP 200 is an error, not data", async () => {
    expect((await get(json({ error: "LIST_ID_ERROR" }))).error).toEqual({ error: "LIST_ID_ERROR" });
  });

  for (const [why, reply, error] of [
    ["HTML with 500", text("<html>", 500), "<html>"],
    ["HTML with 200", text("<html>"), "<html>"],
    ["an empty body", text(""), ""],
    ["JSON that breaks off", text('{"result":', 200, "application/json"), '{"result":'],
    ["JSON without result", json({ time: 1 }), '{"time":1}'],
  ] as [string, Reply, string][]) {
    it(`${why} comes as text`, async () => {
      const answer = await get(reply);
      expect(answer.data).toBeUndefined();
      expect(answer.error).toBe(error);
    });
  }

  it("batch goes this way", async () => {
    const result = { result: { a: 1 }, result_error: [], result_total: [], result_next: [], result_time: { a: time } };
    const { client, asked } = portal(ok(result));
    const { data } = await client.http.POST("/batch", { body: { cmd: { a: "crm.calllist.get?ID=13" }, halt: 1 } });
    expect(data?.result).toEqual(result);
    expect(asked[0]!.body).toEqual({ cmd: { a: "crm.calllist.get?ID=13" }, halt: 1 });
  });

  it("the body may be left out where all parameters may", async () => {
    const { client, asked } = portal(ok([]));
    await client.http.POST("/crm.calllist.statuslist");
    expect(asked[0]!.body).toEqual({});
  });

  it("throws where there is no answer", async () => {
    await expect(get(broken("ECONNRESET"))).rejects.toMatchObject({ name: "ConnectionError", reason: "ECONNRESET" });
  });

  it("response shows no address, and a redirect's Location only its host", async () => {
    const headers = { Location: `https://renamed.example/rest/1/${SECRET}/crm.calllist.get` };
    const moved = await get(() => new Response(null, { status: 302, headers }));
    expect(moved.response.url).toBe("");
    expect(moved.response.headers.get("location")).toBe("https://renamed.example/rest/1/***/crm.calllist.get");
    expect(inspect(moved, { depth: 9 })).not.toContain(SECRET);
  });

  it("a status that no answer should have is no exception", async () => {
    const odd = () => Object.defineProperties(new Response("?"), { status: { value: 999 }, ok: { value: false } });
    expect((await get(odd)).error).toBe("?");
  });

  it("a redirect that a browser hides has status 0", async () => {
    const opaque = Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false } });
    expect((await get(() => opaque)).response.status).toBe(0);
  });
});

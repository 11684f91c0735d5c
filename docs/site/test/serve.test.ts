import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, get, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distDir } from "../src/paths.ts";
import { type Reference, startReference } from "../src/serve.ts";

const page = readFileSync(join(distDir, "index.html"), "utf8");

let reference: Reference;
beforeAll(async () => {
  reference = await startReference({ port: 0 });
});
afterAll(() => reference.close());

/** Sends a path as it is; fetch would tidy it up first. */
async function raw(path: string, method = "GET"): Promise<{ status: number; type: string; body: string }> {
  const socket = connect(Number(new URL(reference.url).port), "127.0.0.1");
  socket.write(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
  const text = Buffer.concat(await socket.toArray()).toString();
  const [head = "", ...body] = text.split("\r\n\r\n");
  return {
    status: Number(head.split(" ")[1]),
    type: /content-type: (.*)/i.exec(head)?.[1]?.trim() ?? "",
    body: body.join("\r\n\r\n"),
  };
}

describe("The site on this machine", () => {
  it("listens on 127.0.0.1 and says where", () => {
    expect(reference.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it.each(["", "index.html", "?a=1"])("shows the start page at /%s", async (path) => {
    const response = await fetch(reference.url + path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await response.text()).toBe(page);
  });

  it.each(["reference.html", "errors.html", "guides/first-call.html"])("shows another at /%s", async (path) => {
    const response = await fetch(reference.url + path);
    expect(await response.text()).toBe(readFileSync(join(distDir, path), "utf8"));
  });

  it("answers HEAD with the same headers and no body", async () => {
    const response = await fetch(reference.url, { method: "HEAD" });
    expect([response.status, response.headers.get("content-length")]).toEqual([200, String(Buffer.byteLength(page))]);
    expect(await raw("/", "HEAD")).toMatchObject({ status: 200, type: "text/html; charset=utf-8", body: "" });
  });

  it.each(["nothing.html", "nothing/", "index.html/", "favicon.ico"])("has no /%s", async (path) => {
    expect((await fetch(reference.url + path)).status).toBe(404);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("does not take %s", async (method) => {
    const response = await fetch(reference.url, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it.each([
    "/../site/package.json",
    "/..%2fsite%2fpackage.json",
    "/%2e%2e/site/package.json",
    "/%2e%2e%5csite%5cpackage.json",
    "/..\\site\\package.json",
    "//../site/package.json",
    "/./../site/package.json",
    "/index.html/../../site/package.json",
    "/index.html%00.json",
    "/C:/package.json",
    "/%",
    "/%ff",
    "http://127.0.0.1/../site/package.json",
    "*",
  ])("does not leave its folder: %s", async (path) => {
    const answer = await raw(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain("@b24-calllist");
  });
});

describe("A port", () => {
  it("that is taken is reported as Node does", async () => {
    const port = Number(new URL(reference.url).port);
    await expect(startReference({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("is free after close, whatever was open: a connection kept for later, and a request half sent", async () => {
    const first = await startReference({ port: 0 });
    const port = Number(new URL(first.url).port);
    const agent = new Agent({ keepAlive: true });
    const [kept] = await once(get(first.url, { agent }), "response");
    await kept.toArray();
    const half = request(first.url, { agent, method: "POST" }).on("error", () => {});
    half.write("...");
    await once(half, "socket");

    await first.close();
    const second = await startReference({ port });
    expect((await fetch(second.url)).status).toBe(200);
    await second.close();
    agent.destroy();
  });
});

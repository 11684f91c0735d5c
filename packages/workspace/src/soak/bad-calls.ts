// What nobody should send: none of it may harm the calls of others, or be kept.
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Dice } from "./dice.ts";
import type { Call } from "./good-calls.ts";
import type { PortalName, Portals } from "./portals.ts";

/** Milliseconds within which everything is answered. */
const PATIENCE = 30_000;
const PORTALS: readonly PortalName[] = ["sandbox", "mock", "contract"];
const MEBIBYTE = 1024 * 1024;
/** Faults of one method that wait for a request. Each of three callers can plan one more, having looked at once. */
const MOST_PLANNED = 5;

const GARBAGE = ["", "{", "[[[[", '{"ID":', "ID[[]]=1&&&=", "<xml", "\0\0\0", '{"__proto__":{"a":1}}', "%%%=%ff"];
const TYPES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x/y", ""];
const PATHS = [
  "/",
  "/rest/",
  "/rest/1/",
  "/rest/1/wrong/crm.calllist.get",
  "/%",
  "/rest/%2e%2e/%00",
  "/__proto__",
  "/?x",
];

const addressOf = (portals: Portals, dice: Dice): URL => new URL(portals.urlOf(dice.one(PORTALS)));

/** Sends a request, and asserts that it is answered, and not by a mistake of the program itself. */
async function send(url: URL | string, init: RequestInit): Promise<void> {
  const headers = { ...init.headers, Connection: "close" };
  const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(PATIENCE) });
  const text = await response.text();
  assert(!text.includes("itself has failed"), `${init.method} ${url} ${init.body}: ${text}`);
}

async function open({ hostname, port }: URL): Promise<Socket> {
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {}); // broken off: that is what it is for
  await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
  return socket;
}

/** What comes back on a connection until it ends, or the other side has been patient for long. */
async function rest(socket: Socket, patience: number): Promise<string> {
  let text = "";
  socket.on("data", (chunk) => (text += String(chunk).slice(0, 1000)));
  const ended = new Promise((resolve) => socket.once("close", resolve));
  await Promise.race([ended, delay(patience, undefined, { ref: false })]);
  socket.destroy();
  return text;
}

const head = ({ pathname, host }: URL, lines: string[]): string =>
  `${[`POST ${pathname}crm.calllist.get HTTP/1.1`, `Host: ${host}`, "Content-Type: application/json", ...lines].join("\r\n")}\r\n\r\n`;

const CALL = '{"ID":13}';

export const badCalls: Record<string, Call> = {
  "a garbage body": async (portals, dice) => {
    const url = new URL("crm.calllist.get", addressOf(portals, dice));
    await send(url, { method: "POST", body: dice.one(GARBAGE), headers: { "Content-Type": dice.one(TYPES) } });
  },
  "an odd path": (portals, dice) =>
    send(addressOf(portals, dice).origin + dice.one(PATHS), { method: dice.one(["GET", "POST", "PUT", "OPTIONS"]) }),
  "a body that is announced as endless": async (portals, dice) => {
    const url = addressOf(portals, dice);
    const socket = await open(url);
    socket.write(head(url, ["Content-Length: 99999999999"]) + "x".repeat(65_536));
    await rest(socket, 200);
  },
  "a broken connection": async (portals, dice) => {
    const url = addressOf(portals, dice);
    const socket = await open(url);
    const request = head(url, ["Content-Length: 9"]) + CALL;
    socket.write(request.slice(0, dice.between(1, request.length)), () => socket.destroy());
    await rest(socket, 500);
  },
  "no HTTP": async (portals, dice) => {
    const socket = await open(addressOf(portals, dice));
    socket.write(dice.one(["\0\x01\x02\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n".repeat(50)]));
    await rest(socket, 200);
  },
  "a slow sender": async (portals, dice) => {
    const url = new URL(portals.urlOf(dice.one(["sandbox", "mock"] as const)));
    const socket = await open(url);
    const request = head(url, ["Content-Length: 9", "Connection: close"]) + CALL;
    const size = Math.ceil(request.length / dice.between(5, 15));
    for (let at = 0; at < request.length; at += size) {
      socket.write(request.slice(at, at + size));
      await delay(dice.between(0, 60));
    }
    // It is slow, and right.
    assert.match(await rest(socket, PATIENCE), /"result":\{/);
  },
  "a control call": async (portals, dice) => {
    const path = dice.one([
      "state",
      "journal",
      "faults",
      "clock",
      "operators",
      "lists/30/participants",
      "",
      "nothing",
      "%",
    ]);
    await send(portals.control(path), { method: dice.one(["GET", "GET", "GET", "DELETE", "PATCH"]) });
    const wrong = dice.one(["faults", "seed", "clock", "snapshots", "restore"]);
    await send(portals.control(wrong), { method: "POST", body: dice.one(GARBAGE) });
  },
  "a fault": async (portals, dice) => {
    // A call is repeated nine times: more faults than that, planned while nobody asks for statuses, would defeat it.
    const planned = await fetch(portals.control("faults"), { headers: { Connection: "close" } });
    if ((await planned.text()).split("statuslist").length > MOST_PLANNED) return;
    const names = ["rate-limit", "bad-gateway", "error-html", "cut-body", "reset-before", "reset-after"];
    const fault = { fault: dice.one(names), method: "crm.calllist.statuslist", times: 1 };
    await send(portals.control("faults"), { method: "POST", body: JSON.stringify(fault) });
  },
  "a fault for add": async (portals, dice) => {
    const fault = { fault: dice.one(["reset-after", "bad-gateway"]), method: "crm.calllist.add", times: 1 };
    await send(portals.control("faults"), { method: "POST", body: JSON.stringify(fault) });
  },
  "nonsense for the MCP server": async ({ mcp }, dice) => {
    mcp.send(dice.one(["", "{", "null", '{"jsonrpc":"1.0"}', "\0", `"${"x".repeat(10_000)}"`]));
    mcp.cancelled("read_participants", { LIST_ID: 30 });
    const answers = await Promise.all([
      mcp.ask("tools/call", { name: "constructor", arguments: {} }),
      mcp.ask("tools/call", { name: "crm_calllist_get", arguments: { ID: "x".repeat(100_000) } }),
      mcp.ask("tools/call", { name: "crm_calllist_get", arguments: { ID: 9999 } }),
      mcp.ask("nothing", {}),
    ]);
    for (const answer of answers) assert(JSON.stringify(answer).length < 3000);
  },
};

/** A body that is too large, as a whole. It takes a portal a second or so, so it is not sent often. */
export const tooLarge: Call = async (portals, dice) => {
  const url = addressOf(portals, dice);
  const socket = await open(url);
  const chunk = Buffer.alloc(MEBIBYTE, " ");
  socket.write(head(url, ["Transfer-Encoding: chunked"]));
  for (let sent = 0; sent < 66 && !socket.destroyed && socket.writable; sent++) {
    socket.write(`${MEBIBYTE.toString(16)}\r\n`);
    socket.write(chunk);
    await new Promise((resolve) => socket.write("\r\n", resolve));
  }
  if (socket.writable) socket.write("0\r\n\r\n");
  await rest(socket, 3000);
};

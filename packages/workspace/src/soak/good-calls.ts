// Calls as programs make them, each with what has to come back.
import assert from "node:assert/strict";
import { batch, changeParticipants, createClient, iterate, OutcomeUnknownError, webhook } from "@b24-calllist/client";
import type { Dice } from "./dice.ts";
import type { Portals } from "./portals.ts";

export type Call = (portals: Portals, dice: Dice) => Promise<void>;

/** Without connections that stay open, so that what is open can be counted. */
const closing: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set("Connection", "close");
  return fetch(url, { ...init, headers });
};

/** Contacts of the demo portal that exist. */
const CONTACTS = Array.from({ length: 59 }, (_, index) => index + 1);
/** A list of the demo portal on which operators work, and how many are on it. */
const WORKED_ON = 30;
const ON_IT = 130;

const clientOf = (portals: Portals) =>
  createClient({
    auth: webhook(portals.urlOf("sandbox")),
    limits: false,
    retry: { attempts: 10, delay: 10 },
    fetch: closing,
  });

async function idsOn(portals: Portals, LIST_ID: number): Promise<Set<number>> {
  const ids = new Set<number>();
  for await (const { ID } of iterate(clientOf(portals), "crm.calllist.items.get", { LIST_ID })) {
    assert(!ids.has(ID), `participant ${ID} of list ${LIST_ID} came twice`);
    ids.add(ID);
  }
  return ids;
}

async function resultOf(url: string, init?: RequestInit): Promise<unknown> {
  const response = await closing(url, init);
  const text = await response.text();
  assert.equal(response.status, 200, `${url} was answered with ${text.slice(0, 300)}`);
  return JSON.parse(text).result;
}

const json = (params: object): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(params),
});

const hasId = (id: unknown) => (result: unknown) => assert.equal((result as { ID: unknown }).ID, id);

export const goodCalls: Record<string, Call> = {
  "a list's life": async (portals, dice) => {
    const b24 = clientOf(portals);
    const first = dice.some(CONTACTS, dice.between(2, 30));
    const id = await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: first }).catch((error) => {
      // Not sent again by itself, and rightly so.
      if (error instanceof OutcomeUnknownError) return undefined;
      throw error;
    });
    if (id === undefined) return;
    assert.deepEqual(await idsOn(portals, Number(id)), new Set(first));
    const [remove, add] = [first.slice(0, 1), dice.some(CONTACTS, 3)];
    const changed = await changeParticipants(b24, Number(id), { add, remove });
    assert(changed.confirmed);
    const expected = new Set([...first, ...add].filter((one) => !remove.includes(one)));
    assert.deepEqual(new Set([...(await idsOn(portals, Number(id)))].sort()), new Set([...expected].sort()));
  },
  "a list on which operators work": async (portals) => {
    assert.equal((await idsOn(portals, WORKED_ON)).size, ON_IT);
  },
  "a call that meets faults": async (portals) => {
    assert.equal((await clientOf(portals).call("crm.calllist.statuslist")).length, 5);
  },
  "a batch": async (portals) => {
    const commands = [13, 20, 30].map((ID) => ["crm.calllist.get", { ID }] as const);
    const entries = await batch(clientOf(portals), commands);
    assert.deepEqual(
      entries.map(({ ok, result }) => ok && result.ID),
      ["13", "20", "30"],
    );
  },
  "a form": async (portals) => {
    const body = new URLSearchParams({ ID: "13" });
    hasId("13")(await resultOf(`${portals.urlOf("sandbox")}crm.calllist.get`, { method: "POST", body }));
  },
  "a query": async (portals) => {
    hasId("13")(await resultOf(`${portals.urlOf("sandbox")}CRM.CallList.get.json?id=13`));
  },
  "the mock": async (portals, dice) => {
    const [method, params] = dice.one([
      ["crm.calllist.get", { ID: 13 }],
      ["crm.calllist.items.get", { LIST_ID: 13 }],
      ["crm.calllist.statuslist", {}],
      ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] }],
    ] as const);
    const result = await resultOf(portals.urlOf("mock") + method, json(params));
    assert(result, `the mock has no result for ${method}`);
  },
  "the MCP server": async ({ mcp }, dice) => {
    const [tool, args, expected] = dice.one([
      ["crm_calllist_get", { ID: 13 }, '"ID":"13"'],
      ["read_participants", { LIST_ID: WORKED_ON }, `"total":${ON_IT}`],
      ["count_participants", { LIST_ID: WORKED_ON }, `"total":${ON_IT}`],
      ["read_call_lists", {}, '"ID":"13"'],
    ] as const);
    const { isError, content } = await mcp.call(tool, args);
    const [{ text }] = content as [{ text: string }];
    assert(!isError && text.includes(expected), `${tool} was answered with ${text.slice(0, 300)}`);
  },
  "a page of the MCP server": async ({ mcp }) => {
    const { result } = await mcp.ask("resources/read", { uri: "b24-calllist://errors/LIST_ID_ERROR" });
    assert(JSON.stringify(result).includes("No such call list"));
  },
};

/** It sends two requests a second, so a call of it waits. */
export const contractCall: Call = async (portals) => {
  hasId("13")(await resultOf(`${portals.urlOf("contract")}crm.calllist.get`, json({ ID: 13 })));
};

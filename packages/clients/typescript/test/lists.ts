// A portal with call lists in it, as far as reading them goes. It reads batch commands by PHP's own rules (@b24-calllist/protocol),
// cuts pages before it takes unreadable rows out, and answers 403 for a page of which nothing is left.
import { methodParameters, parseBatchCommand } from "@b24-calllist/protocol";
import { clientOn } from "../src/client.ts";
import { type ClientOptions, webhook } from "../src/index.ts";
import { type TestClock, testClock } from "./clock.ts";
import { time, WEBHOOK_URL } from "./portal.ts";

/** Participants by place: an id, or null for one that the caller may not read. */
export type Layout = readonly (number | null)[];

export interface ListRow {
  ID: string;
  ENTITY_TYPE_ID: string;
}

export interface State {
  /** Layouts by list id. */
  participants: Record<number, Layout>;
  lists: ListRow[];
}

export interface Sent {
  method: string;
  /** Commands of a batch, or the call itself. */
  commands: { method: string; params: Record<string, unknown> }[];
}

/** Answers instead of the portal: a fault for a request, or an error for one command. Undefined for neither. */
export interface Faults {
  request?: (sent: Sent, number: number) => Response | undefined;
  command?: (method: string, params: Record<string, unknown>) => object | undefined;
}

type Outcome = { result: unknown } | { error: string; error_description: string };

const refused = (error: string, error_description: string): Outcome => ({ error, error_description });

export function portalWithLists(
  state: Partial<State>,
  options: Partial<ClientOptions> & { faults?: Faults; clock?: TestClock } = {},
) {
  const { participants = {}, lists = [] } = state;
  const { faults = {}, clock = testClock(), ...others } = options;
  const sent: Sent[] = [];

  const run = (method: string, params: Record<string, unknown>): Outcome => {
    const fault = faults.command?.(method, params);
    if (fault) return fault as Outcome;
    if (method === "crm.calllist.items.get") return itemsGet(participants, params);
    if (method === "crm.calllist.list") return listLists(lists, params);
    if (method === "crm.calllist.get") return { result: { ID: String(params.ID) } };
    return refused("ERROR_METHOD_NOT_FOUND", "Method not found!");
  };

  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    init.signal?.throwIfAborted();
    const method = url.slice(url.lastIndexOf("/") + 1);
    const body = JSON.parse(init.body as string);
    const commands =
      method === "batch"
        ? Object.entries(body.cmd as Record<string, string>).map(([key, text]) => ({ key, ...commandOf(text) }))
        : [{ key: "", method, params: body }];
    const request = { method, commands };
    sent.push(request);
    const fault = faults.request?.(request, sent.length);
    if (fault) return fault;
    if (method !== "batch") {
      const outcome = run(method, body);
      return Response.json({ ...outcome, ...("result" in outcome && { time }) }, { status: statusOf(outcome) });
    }
    const [result, result_error] = [new Map<string, unknown>(), new Map<string, unknown>()];
    for (const { key, method, params } of commands) {
      const outcome = run(method, params);
      if ("result" in outcome) result.set(key, outcome.result);
      else {
        result_error.set(key, outcome);
        if (body.halt) break;
      }
    }
    const [r, e] = [result, result_error].map((map) => (map.size === 0 ? [] : Object.fromEntries(map)));
    return Response.json({
      result: { result: r, result_error: e, result_total: [], result_next: [], result_time: [] },
      time,
    });
  };

  const b24 = clientOn(clock, { auth: webhook(WEBHOOK_URL), fetch: fetch as typeof globalThis.fetch, ...others });
  return { b24, sent, clock, participants, lists };
}

function commandOf(text: string): { method: string; params: Record<string, unknown> } {
  const { method, params } = parseBatchCommand(text)!;
  const { start, params: named } = methodParameters(params);
  return { method, params: { ...named, ...(start !== undefined && { start }) } };
}

function itemsGet(participants: State["participants"], params: Record<string, unknown>): Outcome {
  const layout = participants[Number(params.LIST_ID)];
  if (!layout) return refused("LIST_ID_ERROR", "Call list is not found");
  const start = Number(params.start ?? 0);
  const rows = layout.slice(start, start + 50).filter((id) => id !== null);
  if (rows.length === 0) return refused("ACCESS_ERROR", "You do not have access to the participants of this call list");
  return { result: rows.map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 })) };
}

function listLists(lists: ListRow[], params: Record<string, unknown>): Outcome {
  const { FILTER = {}, ORDER, SELECT, start = 0 } = params as ListParams;
  const after = FILTER[">ID"] === undefined ? 0 : Number(FILTER[">ID"]);
  const type = FILTER.ENTITY_TYPE_ID;
  const rows = lists
    .filter(({ ID, ENTITY_TYPE_ID }) => Number(ID) > after && (type === undefined || ENTITY_TYPE_ID === String(type)))
    .sort((a, b) => (Number(a.ID) - Number(b.ID)) * (ORDER?.ID === "DESC" ? -1 : 1))
    .slice(Number(start), Number(start) + 50);
  const fields: string[] | undefined =
    SELECT && !Object.values(SELECT).includes("*") ? Object.values(SELECT) : undefined;
  const shown = (row: ListRow) =>
    fields ? Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field))) : { ...row };
  return { result: rows.map(shown) };
}

const STATUS: Record<string, number> = { ACCESS_ERROR: 403, ERROR_METHOD_NOT_FOUND: 404, OPERATION_TIME_LIMIT: 429 };
const statusOf = (outcome: Outcome): number => ("error" in outcome ? (STATUS[outcome.error] ?? 400) : 200);

interface ListParams {
  FILTER?: { ">ID"?: unknown; ENTITY_TYPE_ID?: unknown };
  ORDER?: { ID?: string };
  SELECT?: Record<string, string>;
  start?: unknown;
}

/** Ids from 1 on, all readable. */
export const readable = (count: number, from = 1): number[] =>
  Array.from({ length: count }, (_, index) => from + index);
/** Places that the caller may not read. */
export const hidden = (count: number): null[] => Array.from({ length: count }, () => null);
/** Call lists with these ids. */
export const rows = (count: number, from = 1): ListRow[] =>
  readable(count, from).map((id) => ({ ID: String(id), ENTITY_TYPE_ID: id % 2 ? "3" : "4" }));

/** All that an async iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const item of items) got.push(item);
  return got;
}

// A portal that has nothing but participants, for lists that are too long or too strange for the sandbox.

export interface Row {
  ID: number;
  STATUS: string;
  ENTITY_TYPE: number;
}

const PAGE = 50;

/** Participants with the ids 1 to size. */
export const rowsTo = (size: number): Row[] =>
  Array.from({ length: size }, (_, index) => ({ ID: index + 1, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));

/** A `fetch` that answers crm.calllist.items.get, in a batch and alone. The rows of a list are asked for at each page. */
export function portalWith(rowsOf: (listId: number) => Row[]): typeof fetch {
  const pageOf = (params: URLSearchParams): Row[] => {
    const start = Number(params.get("start") ?? 0);
    return rowsOf(Number(params.get("LIST_ID"))).slice(start, start + PAGE);
  };
  const batch = (cmd: Record<string, string>): object => {
    const maps = { result: {} as Record<string, Row[]>, result_error: {} as Record<string, object> };
    for (const [key, text] of Object.entries(cmd)) {
      const page = pageOf(new URLSearchParams(text.split("?")[1]));
      if (page.length > 0) maps.result[key] = page;
      else maps.result_error[key] = EMPTY;
    }
    return maps;
  };
  return async (_, init) => {
    const { cmd, ...params } = JSON.parse(String(init?.body));
    if (cmd) return Response.json({ result: batch(cmd), time: {} });
    const page = pageOf(new URLSearchParams(params));
    return page.length > 0 ? Response.json({ result: page, time: {} }) : Response.json(EMPTY, { status: 403 });
  };
}

const EMPTY = {
  error: "ACCESS_ERROR",
  error_description: "You do not have access to the participants of this call list",
};

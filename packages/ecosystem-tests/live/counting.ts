// A driver that reads participants as clients did before: pages counted off, 1, 10 and then 50 at once, until ten in a
// row are empty. Kept as what the clients are compared with.
import { createInterface } from "node:readline";

type Rows = object[];
const EMPTY_PAGES = 10;

async function post(url: string, method: string, body: object): Promise<{ result?: unknown }> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(`${url}${method}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as { result?: unknown };
}

async function read(url: string, { LIST_ID, FILTER }: { LIST_ID: number; FILTER?: { STATUS: string } }): Promise<Rows> {
  const rows: Rows = [];
  const filter = FILTER ? `&FILTER%5BSTATUS%5D=${FILTER.STATUS}` : "";
  let [next, empty] = [0, 0];
  for (let round = 0; empty < EMPTY_PAGES; round++) {
    const pages = Array.from({ length: [1, 10][round] ?? 50 }, (_, index) => next + index);
    next += pages.length;
    const cmd = Object.fromEntries(
      pages.map((page) => [`p${page}`, `crm.calllist.items.get?LIST_ID=${LIST_ID}${filter}&start=${page * 50}`]),
    );
    const { result } = (await post(url, "batch", { cmd })) as { result: { result: Record<string, Rows> } };
    for (const page of pages) {
      if (empty >= EMPTY_PAGES) break;
      const found = result.result[`p${page}`] ?? [];
      empty = found.length === 0 ? empty + 1 : 0;
      rows.push(...found);
    }
  }
  return rows;
}

for await (const text of createInterface({ input: process.stdin })) {
  const { id, auth, call } = JSON.parse(text);
  console.log(JSON.stringify({ id, result: await read(auth.url, call.params), shown: "counting" }));
}

// How much the heap grows while 1,000,000 participants are read and not kept. Run with --expose-gc.

import { table } from "@b24-calllist/testkit/bench-report";
import { iterate } from "../src/index.ts";
import { portalWithLists } from "../test/lists.ts";

const COUNT = 1_000_000;
const mb = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const heap = (): number => {
  globalThis.gc!();
  return process.memoryUsage().heapUsed;
};

/** A list that takes no memory: its places are computed. */
const layout = { length: COUNT, slice: (from: number, to: number) => places(from, Math.min(to, COUNT)) };
const places = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index + 1);

const { b24, sent } = portalWithLists({ participants: { 13: layout as never } }, { limits: false });
let read = 0;
let most = 0;
const before = heap();
for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) {
  read += 1;
  if (ID !== read) throw new Error(`participant ${read} is missing`);
  // The test portal's own notes are not the client's.
  if (read % 100_000 === 0) {
    sent.length = 0;
    most = Math.max(most, heap() - before);
  }
}

console.log("\nHeap while reading (after a collection, every 100,000 rows)");
table(["rows", "grown by, MB", "target"], [[String(read), mb(most), "< 30"]]);

// How many requests, and how long on the clock of a cloud portal, what is read in full takes. The clock is the tests':
// it jumps to the next timer, so nothing waits.

import { table } from "@b24-calllist/testkit/bench-report";
import { batch, iterate, participantsOf } from "../src/index.ts";
import { all, portalWithLists, readable, rows } from "../test/lists.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

async function measure(what: string, target: string, run: (b24: ReturnType<typeof portal>["b24"]) => Promise<number>) {
  const world = portal();
  const read = await run(world.b24);
  return [what, String(read), String(world.sent.length), target, seconds(world.clock.elapsed())];
}

function portal() {
  const lists = Object.fromEntries(readable(500).map((id) => [id, readable(49, id * 100)]));
  return portalWithLists({ participants: { ...lists, 1000: readable(100_000) }, lists: rows(10_000) });
}

async function participants(b24: ReturnType<typeof portal>["b24"], gap?: number): Promise<number> {
  const got = await all(participantsOf(b24, readable(500), {}, gap === undefined ? {} : { gap }));
  return got.reduce((sum, { result }) => sum + (result?.length ?? 0), 0);
}
const items = async (b24: ReturnType<typeof portal>["b24"], gap?: number): Promise<number> =>
  (await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 1000 }, gap === undefined ? {} : { gap }))).length;

console.log("\nRequests, and time under the limit of a cloud portal that answers at once");
table(
  ["", "rows", "requests", "target", "virtual time"],
  [
    await measure("participants of 500 lists of 49, every row readable", "10", (b24) => participants(b24, 0)),
    await measure("the same where gaps are possible (10 pages behind each)", "", (b24) => participants(b24)),
    await measure("participants of a list of 100,000, every row readable", "44", (b24) => items(b24, 0)),
    await measure("the same where gaps are possible", "44", (b24) => items(b24)),
    await measure("10,000 call lists", "", async (b24) => (await all(iterate(b24, "crm.calllist.list"))).length),
    await measure("10,000 single reads in a batch", "≤ 80 s", async (b24) => {
      const commands = readable(10_000).map((ID) => ["crm.calllist.get", { ID }] as const);
      return (await batch(b24, commands)).filter(({ ok }) => ok).length;
    }),
  ],
);

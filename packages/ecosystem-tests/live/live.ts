// npm run bench -- live: lists are read while operators work on them, by each client, by what clients did before, and by
// others' clients, on the same sandbox. What is lost, what comes twice, and how many requests it takes.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Lived, live, type Participating, type Scene } from "@b24-calllist/conformance/live";
import { prepare, readTargets } from "@b24-calllist/conformance/target";
import { startHttpsHosts } from "@b24-calllist/testkit/https-hosts";
import { missing } from "@b24-calllist/testkit/toolchain";
import { isThere, virtualenv } from "../clients/tools.ts";

const RUNS = 10;
const SIZES = [130, 1000, 6000];
const CHANCES = [0, 0.01, 0.1, 0.5];

const stop = new AbortController().signal;
const folder = fileURLToPath(new URL(".", import.meta.url));
const dir = await mkdtemp(join(tmpdir(), "b24-calllist-live-"));

async function participants(): Promise<[name: string, client: Participating][]> {
  const all: [string, Participating][] = [];
  for (const target of readTargets()) {
    const absent = missing(target.needs);
    if (absent.length > 0) console.log(`  ${target.name} is skipped: ${absent.join(" and ")} not found`);
    else {
      prepare(target);
      all.push([target.name, target]);
    }
  }
  all.push(["pages counted off, as before", { command: [process.execPath, "counting.ts"], folder }]);
  if (!(await isThere("python")) || !(await isThere("openssl"))) return all;
  const python = join(await virtualenv(stop), "python");
  all.push(["fast_bitrix24, get_all", { command: [python, "other_clients.py", "fast_bitrix24"], folder }]);
  const b24pysdk = async (url: string): Promise<string[]> => {
    const hosts = await startHttpsHosts(url, dir, stop);
    const env = [
      `HTTPS_PROXY=${hosts.proxyUrl}`,
      `https_proxy=${hosts.proxyUrl}`,
      `REQUESTS_CA_BUNDLE=${hosts.certificate}`,
    ];
    return ["env", ...env, python, "other_clients.py", "b24pysdk"];
  };
  all.push(["b24pysdk, as_list", { command: b24pysdk, folder }]);
  return all;
}

const scene = (size: number, chance: number, seed: number): Scene => ({
  seed,
  size,
  called: 3,
  chance,
  back: 0.05,
  hidden: null,
  deleted: 0,
  status: null,
  gap: null,
});

/** Of so many readings: those that lost somebody, those that doubled somebody, and requests for each. */
function summary(lived: readonly Lived[]): string {
  const count = (is: (one: Lived) => boolean): number => lived.filter(is).length;
  const requests = lived.reduce((sum, { requests }) => sum + requests, 0) / lived.length;
  return `${count(({ lost }) => lost > 0)} / ${count(({ doubled }) => doubled > 0)} / ${requests.toFixed(1)}`;
}

try {
  const clients = await participants();
  for (const size of SIZES) {
    console.log(`\n${size} participants: of ${RUNS} readings, how many lose / double somebody / requests for each`);
    const rows = [
      ["", ...CHANCES.map((chance) => (chance === 0 ? "nobody at work" : `${chance * 100} % per command`))],
    ];
    for (const [name, client] of clients) {
      const cells: string[] = [];
      for (const chance of CHANCES) {
        const scenes = Array.from({ length: RUNS }, (_, index) => scene(size, chance, index + 1));
        cells.push(summary(await live(client, "read", scenes)));
      }
      rows.push([name, ...cells]);
    }
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    for (const row of rows)
      console.log(
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}`,
      );
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
process.exit(); // proxies still listen

// What is in the guides beside TypeScript, whose samples packages/workspace runs, and the tests of contract-tests.md.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { prepare, readTargets } from "@b24-calllist/conformance/target";
import { startSandbox } from "@b24-calllist/sandbox";
import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { describe, expect, it } from "vitest";
import { at, guidesDir } from "../src/paths.ts";
import type { Samples } from "../src/samples/index.ts";
import { PHP_AUTOLOAD, PYTHON } from "./projects.ts";
import { run } from "./run.ts";

const { "x-generated": _, ...samples }: Samples = JSON.parse(readFileSync(at("samples.gen.json"), "utf8"));
const sources = Object.values(samples).flatMap((all) => all.map(({ source }) => source));

const blocks = globSync("*.md", { cwd: guidesDir }).flatMap((file) =>
  [
    ...readFileSync(join(guidesDir, file), "utf8").matchAll(/^```(\w*)\n(.*?)^```(?=(?:\n\n```text\n(.*?)^```)?)/gms),
  ].map(([, lang, code, prints], index) => ({ name: `${file} ${index + 1}`, lang: lang!, code: code!, prints })),
);
const inLanguage = (...langs: string[]) => blocks.filter(({ lang }) => langs.includes(lang));
/** Tests of another language; contract-tests.test.ts runs them. */
const isTest = ({ name }: { name: string }) => name.startsWith("contract-tests.md");

describe("In the guides", () => {
  it("every block has a language that something looks after", () => {
    expect([...new Set(blocks.map(({ lang }) => lang))].sort()).toEqual([
      "go",
      "js",
      "php",
      "python",
      "sh",
      "text",
      "ts",
    ]);
  });

  it.each(inLanguage("js", "php").filter((block) => !isTest(block) && block.prints === undefined))(
    "$name is a sample of the reference, and run as such",
    ({ code }) => {
      expect(sources).toContain(code.trimEnd());
    },
  );

  it.each(inLanguage("ts"))("$name is formatted as a formatter leaves it", async ({ code }) => {
    const args = ["format", "--stdin-file-path=sample.ts", "--line-width=80", "--indent-style=space"];
    expect((await run("biome", args, code)).stdout).toBe(code);
  });
});

const RUNNERS: Record<string, { client: string; needs: string[]; command: string[] }> = {
  python: { client: "python", needs: ["python3"], command: [PYTHON, "sample"] },
  php: { client: "php", needs: ["php"], command: ["php", "sample"] },
};

describe.each(inLanguage(...Object.keys(RUNNERS)).filter(({ prints }) => prints !== undefined))(
  "$name, in $lang",
  ({ lang, code, prints }) => {
    const { client, needs, command } = RUNNERS[lang]!;
    it.skipIf(missing(needs).length > 0 && !mustRun())(
      `prints what it promises (skipped where ${needs} is missing)`,
      async () => {
        prepare(readTargets().find(({ id }) => id === client)!);
        await mkdir(at(".vitest"), { recursive: true });
        const dir = await mkdtemp(at(".vitest", "guide-"));
        await mkdir(join(dir, "vendor"));
        await writeFile(join(dir, "vendor/autoload.php"), PHP_AUTOLOAD);
        await writeFile(join(dir, "sample"), code);
        const sandbox = await startSandbox();
        const line = `cd '${dir}' && B24_WEBHOOK_URL=${sandbox.webhookUrl} ${command.join(" ")}`;
        const { stdout, all } = await run("sh", ["-c", line]);
        await sandbox.close();
        await rm(dir, { recursive: true });
        expect(stdout, all).toBe(prints);
      },
      240_000,
    );
  },
);

it("The ids of a segment are read whole, from a CRM with two pages", async () => {
  const asked: object[] = [];
  const crm = createServer(async (request, response) => {
    const { start, ...wanted } = (await json(request)) as { start: number };
    asked.push({ url: request.url, start, ...wanted });
    const page = start === 0 ? { result: [{ ID: "9" }, { ID: "17" }], next: 50 } : { result: [{ ID: "19" }] };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(page));
  }).listen(0, "127.0.0.1");
  await once(crm, "listening");
  const webhook = `http://127.0.0.1:${(crm.address() as AddressInfo).port}/rest/1/xxxxxxxxxxxxxxxx/`;
  const { code, prints } = inLanguage("js").find(({ code }) => code.includes("crm.contact.list"))!;
  const { stdout, all } = await run("sh", ["-c", `B24_WEBHOOK_URL=${webhook} node --input-type=module -`], code);
  crm.close();
  expect(stdout, all).toBe(prints);
  const wanted = { filter: { TYPE_ID: "CLIENT" }, select: ["ID"], order: { ID: "ASC" } };
  const url = "/rest/1/xxxxxxxxxxxxxxxx/crm.contact.list";
  expect(asked).toEqual([0, 50].map((start) => ({ url, start, ...wanted })));
});

it("The handler of events reports the list that is done, and believes nobody but the portal", async () => {
  const asked: object[] = [];
  const crm = createServer(async (request, response) => {
    const body = (await json(request)) as { filter: { ID: number } };
    asked.push({ url: request.url, ...body });
    const result = body.filter.ID === COMPLETED ? [{ ID: `${COMPLETED}`, ASSOCIATED_ENTITY_ID: "51" }] : [];
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ result, total: 1 }));
  });
  const [COMPLETED, OTHER, TOKEN] = [7, 8, "token-of-the-application"];
  const [crmPort, port] = [await listening(crm), await listening(createServer(), "close")];
  const { code, prints } = inLanguage("js").find(({ code }) => code.includes("application_token"))!;
  const env = {
    ...process.env,
    B24_WEBHOOK_URL: `http://127.0.0.1:${crmPort}/rest/1/xxxxxxxxxxxxxxxx/`,
    B24_APPLICATION_TOKEN: TOKEN,
    PORT: `${port}`,
  };
  const handler = spawn(process.execPath, ["--input-type=module", "--eval", code], { env });
  let output = "";
  for (const stream of [handler.stdout, handler.stderr]) stream.on("data", (chunk) => (output += chunk));
  const send = (id: number, token: string): Promise<boolean> => {
    const event = { event: "ONCRMACTIVITYUPDATE", "data[FIELDS][ID]": `${id}`, "auth[application_token]": token };
    return fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: new URLSearchParams(event) }).then(
      ({ ok }) => ok,
      () => false,
    );
  };

  try {
    await expect.poll(() => send(COMPLETED, "guessed"), { timeout: 20_000 }).toBe(true);
    expect([await send(OTHER, TOKEN), await send(COMPLETED, TOKEN)]).toEqual([true, true]);
    await expect.poll(() => output, { timeout: 20_000 }).toBe(prints);
  } finally {
    handler.kill();
    crm.close();
  }
  expect(asked).toEqual(
    [OTHER, COMPLETED].map((ID) => ({
      url: "/rest/1/xxxxxxxxxxxxxxxx/crm.activity.list",
      filter: { ID, PROVIDER_ID: "CALL_LIST", COMPLETED: "Y" },
      select: ["ASSOCIATED_ENTITY_ID"],
    })),
  );
}, 60_000);

/** The free port on which a server listens, or has listened. */
async function listening(server: Server, then?: "close"): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  if (then) server.close();
  return port;
}

describe("The lines that control the sandbox", () => {
  it("do what they say", async () => {
    const sandbox = await startSandbox();
    const { code } = inLanguage("sh").find(({ code }) => code.includes("/__sandbox/journal"))!;
    const lines = code.replaceAll("http://127.0.0.1:4020", sandbox.url).replaceAll("curl ", "curl -sSf ");
    const { code: exit, all } = await run("bash", ["-e", "-c", lines]);
    expect([exit, all]).toEqual([0, expect.stringContaining("[")]);
    const list = sandbox.control.state.lists?.find(({ ID }) => ID === 13);
    expect(JSON.stringify(list?.participants)).toContain('{"ID":9,"STATUS":"SUCCESS"');
    expect(sandbox.control.faults).toMatchObject([{ fault: "reset-after", method: "crm.calllist.add" }]);
    await sandbox.close();
  });
});

describe("The commands that compare a portal with the description", () => {
  const guide = readFileSync(join(guidesDir, "real-portal.md"), "utf8");
  const commands = [...guide.matchAll(/^```sh\nnpm run contract -- ([^\n]*)\n```(?:\n\n```text\n(.*?)^```)?/gms)];
  const script = fileURLToPath(new URL("../../../packages/portals/contract/src/run.ts", import.meta.url));
  /** On the sandbox in any case, and on a free port. */
  const start = (line: string) => {
    const args = line.replace("--portal", "--sandbox").replace("--serve", "--serve --port 0").split(" ");
    const child = spawn(process.execPath, [script, ...args]);
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (/WEBHOOK_URL=.*\n\n$/.test(output)) child.kill("SIGINT");
    });
    return once(child, "close").then(([code]) => ({
      code,
      output: output.replace(/:\d+\/rest\/1\/\w+/, `:4030/rest/1/${"x".repeat(16)}`),
    }));
  };

  it.each(commands.map(([, line, prints]) => [line!, prints]))("%s", async (line, prints = "as described") => {
    const { code, output } = await start(line);
    expect(output).toContain(prints);
    expect(code).toBe(line.includes("--serve") ? 130 : 0);
  });

  it("are four", () => {
    expect(commands).toHaveLength(4);
  });
});

// Each example on the sandbox, while operators call and requests fail: what it exports is what the portal holds.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { prepare, readTargets } from "@b24-calllist/conformance/target";
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROGRAMS } from "./programs.ts";

/** The first list that is created on a new sandbox. */
const LIST = 51;
/** Contact 150 was deleted. */
const UNKNOWN = [150, 999_999];
const IDS = Array.from({ length: 120 }, (_, index) => index + 1).filter((id) => id !== 60 && id !== 61);

interface Ended {
  code: number | string;
  stdout: string;
  stderr: string;
}

const { CLIENT } = process.env;
const programs = PROGRAMS.filter(({ client }) => !CLIENT || client === CLIENT);

for (const { language, client, needs = [], beside = {}, checks, command, ...own } of programs) {
  const target = readTargets().find(({ id }) => id === client)!;
  const absent = missing([...target.needs, ...needs]);
  const skip = absent.length > 0 && !mustRun();

  describe.skipIf(skip)(`${language}${skip ? ` (skipped: ${absent.join(" and ")} not found)` : ""}`, () => {
    const dir = mkdtempSync(join(tmpdir(), "b24-calllist-example-"));
    const [contacts, result] = [join(dir, "contacts.csv"), join(dir, "result.csv")];
    let sandbox: Sandbox;

    beforeAll(async () => {
      prepare({ ...target, ...own });
      for (const [file, text] of Object.entries(beside)) {
        await mkdir(dirname(join(dir, file)), { recursive: true });
        await writeFile(join(dir, file), text);
      }
      for (const [program = "", ...args] of checks(dir)) {
        const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
        expect({ program, status, text: stdout + stderr }).toEqual({ program, status: 0, text: "" });
      }
    }, 240_000);
    afterAll(() => rmSync(dir, { recursive: true }));
    beforeEach(async () => {
      rmSync(result, { force: true });
      sandbox = await startSandbox({ limits: false });
    });
    afterEach(() => sandbox.close());

    /** Starts the program. `until` is called with all that it has written to stderr, each time it writes. */
    function run(args: string[], env: Record<string, string>, until?: (text: string, stop: () => void) => void) {
      const [program = "", ...before] = command(dir);
      const { B24_WEBHOOK_URL: _, ...rest } = process.env;
      return new Promise<Ended>((resolve, reject) => {
        const child = spawn(program, [...before, ...args], { cwd: dir, env: { ...rest, ...env } });
        const ended = { stdout: "", stderr: "" };
        for (const name of ["stdout", "stderr"] as const) {
          child[name].setEncoding("utf8").on("data", (text: string) => {
            ended[name] += text;
            until?.(ended.stderr, () => child.kill("SIGINT"));
          });
        }
        child.on("error", reject);
        child.on("close", (code, signal) => resolve({ ...ended, code: code ?? signal ?? "" }));
      });
    }

    const webhookOf = (user: number): Record<string, string> => ({
      B24_WEBHOOK_URL: sandbox.webhookUrl.replace("/rest/1/", `/rest/${user}/`),
    });
    const exported = (): string[] => readFileSync(result, "utf8").trimEnd().split("\n").slice(1).sort();
    const onList = (): string[] => sandbox.control.participants(LIST).map(({ ID, STATUS }) => `${ID},${STATUS}`);
    const notOnList = (ids: number[]): string[] => ids.map((id) => `${id},NOT_ON_LIST`);

    it("exports every contact of the file once, with its status, while operators call and requests fail", async () => {
      const lines = [UNKNOWN[0], ...IDS, IDS[0], `"${UNKNOWN[1]}"`].map((id) => `${id};Somebody\r\n`);
      await writeFile(contacts, `\uFEFFID;Name\r\n${lines.join("")}\r\n`);
      sandbox.control.setOperators({ every: 20, lists: [LIST] });
      sandbox.control.addFault({ fault: "reset-after", method: "crm.calllist.update" });
      sandbox.control.addFault({ fault: "bad-gateway", method: "crm.calllist.items.get" });

      const { code, stderr } = await run(["--every", "0.5", contacts, result], webhookOf(1));
      expect(code, stderr).toBe(0);
      expect(stderr).toContain(`Not on the list, since unknown or not readable: ${UNKNOWN.join(", ")}\n`);
      expect(readFileSync(result, "utf8")).toMatch(/^ID,STATUS\n/);
      expect(exported()).toEqual([...onList(), ...notOnList(UNKNOWN)].sort());
      expect(onList()).toHaveLength(IDS.length);
      expect(onList().filter((row) => row.endsWith("IN_WORK"))).toEqual([]);
      expect(sandbox.control.state.lists!.filter(({ ID }) => ID >= LIST)).toHaveLength(1);
      expect(sandbox.control.requests.filter(({ fault }) => fault)).toHaveLength(2);
    }, 120_000);

    it("names contacts that the user may not read, and exports also when the time is over", async () => {
      await writeFile(contacts, "1\n2\n3\n4\n");
      const { code, stderr } = await run(["--every", "0.2", "--within", "0.0001", contacts, result], webhookOf(7));
      expect(code, stderr).toBe(3);
      expect(stderr).toContain("unknown or not readable: 1, 3\n");
      expect(exported()).toEqual(["2,IN_WORK", "4,IN_WORK", ...notOnList([1, 3])].sort());
    }, 60_000);

    it("ends at Ctrl-C, and goes on with the list afterwards", async () => {
      await writeFile(contacts, "2\n4\n");
      const { code, stderr } = await run([contacts, result], webhookOf(1), (text, stop) => {
        if (text.includes("Still to be called: 2, 4\n")) stop();
      });
      expect([130, "SIGINT"]).toContain(code);
      expect(stderr).toContain(`continue with --list ${LIST}\n`);
      expect(stderr).not.toMatch(/Traceback|Exception|Error|goroutine| at /);
      expect(existsSync(result)).toBe(false);

      for (const id of [2, 4]) sandbox.control.setParticipant(LIST, id, { STATUS: "SUCCESS" });
      expect(await run(["--list", String(LIST), contacts, result], webhookOf(1))).toMatchObject({ code: 0 });
      expect(exported()).toEqual(["2,SUCCESS", "4,SUCCESS"]);
    }, 60_000);

    it("says in plain words what is wrong, without a trace and without the webhook's code", async () => {
      await writeFile(contacts, "2\n");
      const code = "wrong0code0wrong0";
      const wrong = { B24_WEBHOOK_URL: `${sandbox.url}/rest/1/${code}/` };
      const mistakes: [string[], Record<string, string>, RegExp][] = [
        [[contacts, result], {}, /^Set B24_WEBHOOK_URL, such as https:\/\/example\.bitrix24\.com/],
        [[contacts, result], wrong, /INVALID_CREDENTIALS.*\nSee https:.*errors\.html#INVALID_CREDENTIALS\n$/],
        [[join(dir, "none.csv"), result], webhookOf(1), /none\.csv/],
        [["--lst", "5", contacts, result], webhookOf(1), /[Uu]sage|Unknown option/],
        [["--every"], webhookOf(1), /./],
      ];
      for (const [args, env, text] of mistakes) {
        const { code: exit, stderr } = await run(args, env);
        expect([1, 2], stderr).toContain(exit);
        expect(stderr).toMatch(text);
        expect(stderr).not.toMatch(/Traceback|Exception|goroutine|\n +at |Stack trace|PHP (Fatal|Warning)/);
        expect(stderr).not.toContain(code);
      }
      await writeFile(contacts, "ID\n2\nBoris\n");
      expect((await run([contacts, result], webhookOf(1))).stderr).toMatch(
        /contacts\.csv, line 3 does not begin with an id/,
      );
      expect(sandbox.control.state.lists!.filter(({ ID }) => ID >= LIST)).toEqual([]);
    }, 60_000);

    it("--help helps", async () => {
      const { code, stdout, stderr } = await run(["--help"], {});
      expect(code).toBe(0);
      for (const word of ["--within", "--every", "--list", "B24_WEBHOOK_URL"]) expect(stdout + stderr).toContain(word);
    }, 60_000);
  });
}

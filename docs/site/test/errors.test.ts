// Every command on the page of errors, run in a shell as it stands but for the port, gets its error.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PortalError } from "@b24-calllist/client";
import { type Mock, startMock } from "@b24-calllist/mock";
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDescription } from "../src/description.ts";
import { readErrors } from "../src/errors/catalogue.ts";
import { inMock, MOCK } from "../src/errors/in-mock.ts";
import { IN_SANDBOX, RESET, SANDBOX } from "../src/errors/in-sandbox.ts";
import { errorsPage } from "../src/errors/page.ts";
import { guidesDir } from "../src/paths.ts";
import { run } from "./run.ts";

const document = await readDescription();
const errors = await readErrors();

/** Codes that neither portal of ours can be made to send, and why. */
const NOT_IN_SANDBOX = {
  "": "no call-list method has been seen to send it",
  CONNECTION_ERROR: "the sandbox is its own authorisation server",
  verification_needed: "the sandbox has no licence to check",
  INVALID_SCOPE: "the sandbox takes no scope in a token request",
};

/** The answer of the last command, as text. */
async function answerTo(commands: string, from: string, to: string): Promise<string> {
  const lines = commands.replaceAll(from, to).replaceAll("curl ", "curl -sS ");
  const { stdout } = await run("bash", ["-c", lines]);
  return stdout;
}

/** Codes in an answer, those inside a batch included. */
const codesIn = (answer: string): string[] => [...answer.matchAll(/"error":"([^"]*)"/g)].map(([, code]) => code!);

describe("The address in a client's error", () => {
  const page = errorsPage(document, errors);

  it.each(errors)("leads to the section of $code", ({ code }) => {
    const { docUrl } = new PortalError("crm.calllist.get", { status: 400, code, description: "" });
    const [address, anchor] = docUrl.split("#");
    expect(address).toBe(new URL(page.path, document.externalDocs.url).href);
    expect(page.html).toContain(`id="${decodeURIComponent(anchor!)}"`);
  });
});

describe("In the mock", () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await startMock({ log: () => {} });
  });
  afterAll(() => mock.close());

  it.each(errors)("one line shows $code, with a request that is in order", async (error) => {
    const line = inMock(document, error);
    expect(line).toMatch(/^curl -H 'Prefer: code=\d+, example=[\w-]+'.*$/);
    expect(codesIn(await answerTo(line!, MOCK, mock.url))).toContain(error.code);
    expect(mock.violations).toEqual([]);
  });
});

describe("In the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  it("every code can be seen, but for a few", () => {
    const shown = errors.map(({ code }) => code).filter((code) => !(code in NOT_IN_SANDBOX));
    expect(Object.keys(IN_SANDBOX).sort()).toEqual(shown.sort());
  });

  // There is no reset in between: whoever comes by a link runs one, after whatever was run before.
  const samples = Object.entries(IN_SANDBOX);
  describe.each([
    ["downwards", samples],
    ["upwards", samples.toReversed()],
  ])("%s", (_, all) => {
    it.each(all)("%s", async (code, commands) => {
      expect(codesIn(await answerTo(commands.join("\n"), SANDBOX, sandbox.url))).toContain(code);
    });
  });

  it("the first state comes back by the line of this page and of the first guide", async () => {
    sandbox.control.seed({ users: [{ id: 1, admin: true }] });
    await answerTo(RESET, SANDBOX, sandbox.url);
    expect(sandbox.control.state.lists?.map(({ ID }) => ID)).toEqual([1, 13, 20, 30, 40, 50]);
    expect(readFileSync(join(guidesDir, "first-call.md"), "utf8")).toContain(`\n${RESET}\n`);
  });
});

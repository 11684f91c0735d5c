// The page for people, as a browser shows it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.ts";

declare global {
  interface Window {
    axe: { run(options: { resultTypes: string[] }): Promise<AxeResults> };
  }
}

const executablePath = process.env.CHROMIUM_PATH;
const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const PHONE = { width: 390, height: 844 };

describe.skipIf(!executablePath)("the page (in Chromium; skipped where CHROMIUM_PATH does not name one)", () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox", "--disable-gpu"] });
    sandbox = await startSandbox();
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.close();
  });
  beforeEach(() => sandbox.control.reset());
  afterEach(async () => {
    await page.context().close();
    expect(complaints.splice(0)).toEqual([]);
  });

  async function open(query = "", options: BrowserContextOptions = {}): Promise<void> {
    page = await (await browser.newContext(options)).newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${sandbox.url}/__sandbox/${query}`);
  }

  async function call(method: string, params: object): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    await fetch(sandbox.webhookUrl + method, { method: "POST", headers, body: JSON.stringify(params) });
  }

  const rows = (table: string) =>
    page
      .getByRole("region", { name: table })
      .locator("tbody tr")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent).join(" | ")));

  it("shows the lists with what has come of their calls, the newest first", async () => {
    sandbox.control.setParticipant(13, 9, { STATUS: "SUCCESS" });
    await open();
    const [newest] = await rows("Call lists");
    expect(newest).toBe(
      "50 | 2025-10-20 18:05:09 | 7 | 5 Winter offer | CONTACT | 5 | IN_WORK 1, SUCCESS 1, WRONG_NUMBER 1, STOP_CALLING 1, UC_A1B2C3 1",
    );
    expect(await rows("Call lists")).toContain(
      "13 | 2025-07-14 08:47:19 | 29 | 1 Feedback | CONTACT | 3 | IN_WORK 2, SUCCESS 1",
    );
  });

  it("leads to the participants of a list, page by page, and back", async () => {
    await open();
    await page.getByRole("link", { name: "30", exact: true }).click();
    await page.getByRole("heading", { name: "List 30" }).waitFor();
    expect((await rows("Participants"))[4]).toBe("5 | 32 | SUCCESS | 55 | 1032");
    await page.getByRole("link", { name: "Next" }).click();
    expect((await rows("Participants"))[0]).toMatch(/^51 \| /);
    await page.getByRole("link", { name: "All lists" }).click();
    await page.getByRole("heading", { name: "Call lists" }).waitFor();
  });

  it("shows the last requests, what each changed, and which faults struck and are to come", async () => {
    await call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] });
    sandbox.control.addFault({ fault: "reset-after", method: "crm.calllist.get", times: 2 });
    await call("crm.calllist.get", { ID: 13 }).catch(() => {});
    await call("crm.calllist.statuslist", {});
    await open();
    const requests = (await rows("Last requests")).map((row) => row.split(" | ").slice(2).join(" | "));
    expect(requests).toEqual([
      "crm.calllist.statuslist | 1 | 200 | ",
      "crm.calllist.get | 1 | 200 (fault: reset-after) connection reset | ",
      "crm.calllist.add | 1 | 200 | list 51 added, 2 participants",
    ]);
    expect(await page.getByText("Faults to come").textContent()).toContain("reset-after on crm.calllist.get × 1");
  });

  it("starts and stops operators, and shows what they have done", async () => {
    await open();
    await page.getByText("No operators work.").waitFor();
    await page.getByLabel("Chance of a status before each method").fill("1");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText('Operators work ({"chance":1}) and have set 0 statuses.').waitFor();
    await call("crm.calllist.statuslist", {});
    await page.reload();
    await page.getByText("have set 1 status.").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("No operators work.").waitFor();
    expect(sandbox.control.operators.setting).toBeUndefined();
  });

  it("shows names from the seed as text, whatever stands in them", async () => {
    const seed = sandbox.control.state;
    sandbox.control.seed({ ...seed, webforms: [{ id: 1, name: '<img src=x onerror="alert(1)">' }, 5] });
    await open();
    expect((await rows("Call lists")).find((row) => row.startsWith("13 "))).toContain('<img src=x onerror="alert(1)">');
    sandbox.control.seed(seed);
  });

  it("shows no secret", async () => {
    await call("crm.calllist.get", { ID: 13 });
    await open();
    expect(await page.content()).not.toMatch(/xxxxxxxx|sandbox-access-token/);
  });

  it("fits on a phone: tables scroll by themselves", async () => {
    await open("", { viewport: PHONE });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  });

  it.each([
    ["light", ""],
    ["light", "?list=30"],
    ["dark", ""],
    ["dark", "?list=30"],
  ] as const)("is accessible in %s colours at %s", async (colorScheme, query) => {
    await open(query, { colorScheme, viewport: PHONE });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});

// What a reader finds in the reference.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { operationsOf, readDescription, resolve } from "../src/description.ts";
import { placeOf } from "../src/page/places.ts";
import { distDir } from "../src/paths.ts";
import { GUIDE, METHODS } from "./places.ts";
import { goTo, inChromium, newPage, open, page, pick, samples, search, section, visit } from "./reader.ts";

const document = await readDescription();
const operations = new Map(operationsOf(document).map((operation) => [operation.operationId, operation]));
const { errors } = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve("@b24-calllist/spec/errors.json")), "utf8"),
) as { errors: { code: string }[] };

it("There is a lasting address for each operation of the description, and the other pages know it", () => {
  expect(Object.fromEntries([...operations].map(([id, operation]) => [id, placeOf(operation)]))).toEqual(METHODS);
});

inChromium("The reference", () => {
  describe("shows", () => {
    it.each(Object.entries(METHODS))("%s at #%s, with its summary, its name and its samples", async (id, place) => {
      const { path, node } = operations.get(id)!;
      await visit(place);
      expect(await section(place).locator("h2").textContent()).toBe(node.summary);
      expect(await samples(place).textContent()).toContain(path);
      expect(await samples(place).locator("code").textContent()).toMatch(/^curl /);
      const name = path === "/oauth/token/" ? "https://oauth.bitrix.info/oauth/token/" : path.slice(1);
      expect(await section(place).getByText(name, { exact: true }).first().isVisible()).toBe(true);
    });

    it.each(Object.entries(GUIDE))("%s at #%s", async (title, place) => {
      await visit(place);
      expect(await section(place).locator("h2").textContent()).toBe(title);
      expect(await page.locator("[data-active='true']").textContent()).toBe(title);
    });

    it("the same from a file, without a server", async () => {
      const file = pathToFileURL(join(distDir, "reference.html")).href;
      await newPage({}, (url) => url === file);
      await page.goto(`${file}#${METHODS.batch}`);
      await section(METHODS.batch).locator("h2").getByText(operations.get("batch")!.node.summary).waitFor();
      await page.locator("#redoc a", { hasText: "Errors" }).first().click();
      await section("/errors").locator("table").waitFor();
      expect(page.url()).toBe(`${file}#/errors`);
    });

    it("every error code in the table", async () => {
      await visit("/errors");
      const shown = await section("/errors").locator("tbody td:first-child").allTextContents();
      expect(shown.map((text) => text.trim())).toEqual(errors.map(({ code }) => code || "(empty)"));
    });

    it("every request example under Payload", async () => {
      const place = METHODS.callListList;
      const { examples } = operations.get("callListList")!.node.requestBody.content["application/json"];
      await open(place);
      await pick(place, "Payload");
      await samples(place).getByRole("button", { name: "Example" }).click();
      const offered = page.getByRole("menuitem").locator("visible=true");
      expect(await offered.allTextContents()).toEqual(
        Object.values(examples).map((example) => resolve(document, example as object).summary),
      );
      await offered.getByText("The second page").click();
      await samples(place).getByText('"start": 50').waitFor();
    });
  });

  describe("has samples that", () => {
    const place = METHODS.callListItemsGet;

    it("switch between languages, for all operations at once", async () => {
      await open(place);
      const code = samples(place).locator("code");
      expect(await code.textContent()).toContain("/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.items.get");
      await pick(place, "cURL (OAuth)");
      await code.getByText('"auth": "xxxxxxxxxxxxxxxx"').waitFor();
      await pick(place, "TypeScript");
      await code.getByText('b24.call("crm.calllist.items.get"').waitFor();
      await goTo(METHODS.callListStatusList);
      await samples(METHODS.callListStatusList).getByText('b24.call("crm.calllist.statuslist")').waitFor();
    });

    it("offer a choice of examples only where it changes what is shown", async () => {
      await open(place);
      const choice = samples(place).getByRole("button", { name: "Example" });
      expect(await choice.count()).toBe(0);
      await pick(place, "Payload");
      await choice.waitFor();
    });
  });

  describe("has a search that", () => {
    it("finds items.get, first the method itself, and leads there", async () => {
      await open("/start-here");
      const results = await search("items.get");
      const method = results.getByText("Get the participants of a call list");
      await method.waitFor();
      expect(await results.textContent()).toMatch(/^\s*POST\s*\/crm\.calllist\.items\.get\s*Get the participants/);
      await method.click();
      await section(METHODS.callListItemsGet).locator("h2").waitFor();
      expect(new URL(page.url()).hash).toBe(`#${METHODS.callListItemsGet}`);
    });

    it.each(["OPERATION_TIME_LIMIT", "invalid_grant"])("finds the table of errors by %s", async (code) => {
      await open("/start-here");
      await (await search(code)).locator("a[href='#/errors']").waitFor();
    });
  });

  it("has a button that copies, only where there is something to copy", async () => {
    const copy = (place: string): Locator => section(place).getByTestId("page-actions").getByRole("button");
    await open("/", { permissions: ["clipboard-read", "clipboard-write"] });
    for (const place of ["/", METHODS.callListAdd]) {
      await goTo(place);
      await page.evaluate(() => navigator.clipboard.writeText(""));
      await copy(place).click();
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("crm.calllist.add");
    }
    for (const place of Object.values(GUIDE)) {
      await goTo(place);
      expect(await copy(place).count()).toBe(0);
    }
  });
});

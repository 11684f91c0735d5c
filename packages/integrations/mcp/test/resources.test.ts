import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };
import { beforeAll, describe, expect, it } from "vitest";
import { type Assistant, connect } from "./assistant.ts";

let assistant: Assistant;
beforeAll(async () => {
  assistant = await connect("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");
});

const uris = async (): Promise<string[]> => (await assistant.client.listResources()).resources.map(({ uri }) => uri);
const read = async (uri: string): Promise<string> => {
  const { contents } = await assistant.client.readResource({ uri });
  return contents.map((content) => ("text" in content ? content.text : "")).join();
};

it("there is one page a code and one a method, and no other", async () => {
  const codes = catalogue.errors.map(({ code }) => code || "no-code");
  const methods = Object.keys(openapi.paths).filter((path) => path.startsWith("/crm."));
  expect((await uris()).sort()).toEqual(
    [
      ...codes.map((code) => `b24-calllist://errors/${code}`),
      ...methods.map((path) => `b24-calllist://methods${path}`),
    ].sort(),
  );
});

it("each can be read under its address", async () => {
  for (const uri of await uris()) expect(await read(uri)).toMatch(/^# /);
});

it("each is Markdown, and the list says what it is about", async () => {
  const { resources } = await assistant.client.listResources();
  const mimeType = "text/markdown";
  for (const page of resources) {
    expect(page).toEqual({
      uri: page.uri,
      name: page.uri,
      title: expect.stringMatching(/^(crm\.calllist\.|Error: )/),
      description: expect.stringMatching(/^[A-Z]/),
      mimeType,
    });
    const { contents } = await assistant.client.readResource({ uri: page.uri });
    expect(contents).toEqual([{ uri: page.uri, mimeType, text: expect.any(String) }]);
  }
});

describe("a page about an error", () => {
  it("says what it means, what to do, and whether it was executed", async () => {
    const page = await read("b24-calllist://errors/LIST_ID_ERROR");
    expect(page).toContain("No such call list, or the caller may not read lists of its type.");
    expect(page).toContain("**What to do:** Check the id with crm.calllist.list");
    expect(page).toContain("**Was it executed?** No, nothing was changed.");
    expect(page).toContain('- HTTP 400, crm.calllist.update: "Incorrect list id or access denied"');
    expect(await read("b24-calllist://errors/INTERNAL_SERVER_ERROR")).toContain("**Was it executed?** Perhaps.");
  });
});

describe("a method's page", () => {
  it("is its whole text, with parameters and its own errors", async () => {
    const page = await read("b24-calllist://methods/crm.calllist.update");
    const { description } = openapi.paths["/crm.calllist.update"].post;
    expect(page).toContain(description.trim());
    expect(page).toContain("- `LIST_ID` (required): Id of a record");
    expect(page).toContain("[LIST_ID_ERROR](b24-calllist://errors/LIST_ID_ERROR)");
    expect(page).not.toContain("`auth`");
  });
});

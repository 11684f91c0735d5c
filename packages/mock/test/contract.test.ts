// The contract: every operation and every named example, through the real client against the mock.
// What comes back is typed by the description and equals the example.
import { createClient, isPortalError, type MethodPath, type Schemas, webhook } from "@b24-calllist/client";
import createFetchClient from "openapi-fetch";
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
// The client does not call the authorisation server yet, so its generated types are used as they are.
import type { paths } from "../../client/src/schema.gen.ts";
import { type AnswerExample, readDescription } from "../src/description.ts";
import { type Mock, startMock } from "../src/index.ts";

type TokenRequest = paths["/oauth/token/"]["get"]["parameters"];

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());
beforeEach(() => {
  mock.violations.length = 0;
});

const { operations } = await readDescription();
const portalOperations = [...operations.values()].filter(({ verb }) => verb === "post");

/** A client whose requests ask the mock for one example. It takes the first answer; another would be the same. */
function clientThatPrefers({ status, key }: Pick<AnswerExample, "status" | "key">) {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const asked = new Request(input, init);
    asked.headers.set("Prefer", `code=${status}, example=${key}`);
    return globalThis.fetch(asked);
  };
  return createClient({ auth: webhook(mock.webhookUrl), fetch, retry: false });
}

describe.each(portalOperations)("$method", ({ method, requests, answers }) => {
  const path = `/${method}` as MethodPath;
  const [firstRequest] = Object.values(requests);

  it.each(Object.entries(requests))("the request example %s keeps to the description", async (_, body) => {
    const client = createClient({ auth: webhook(mock.webhookUrl) });
    const { data, response } = await client.http.POST(path, { body: body as never });
    expect(response.status).toBe(200);
    expect(data).toHaveProperty("result");
    expect(mock.violations).toEqual([]);
  });

  it.each(answers)("http gives the example $key ($status, $mediaType) as it is", async (example) => {
    const { http } = clientThatPrefers(example);
    const { data, error, response } = await http.POST(path, { body: firstRequest as never });
    expect(response.status).toBe(example.status);
    expect(data ?? error).toEqual(example.value);
    expect(mock.violations).toEqual([]);
  });

  if (method === "batch") return;

  it.each(answers)("call gives or throws what the example $key ($status, $mediaType) says", async (example) => {
    const call = clientThatPrefers(example).call(method as "crm.calllist.get", firstRequest as { ID: number });
    const { result, error, error_description = "" } = example.value as Record<string, unknown>;
    if (example.status === 200) {
      expect(await call).toEqual(result);
      return;
    }
    const thrown = await call.then(
      () => expect.unreachable("the call succeeded"),
      (reason: Error & { cause?: unknown }) => (reason.name === "OutcomeUnknownError" ? reason.cause : reason),
    );
    if (example.mediaType === "application/json") {
      expect(isPortalError(thrown)).toBe(true);
      expect(thrown).toMatchObject({ status: example.status, code: String(error), description: error_description });
    } else if (example.status === 302) {
      expect(thrown).toMatchObject({ name: "PortalMovedError", host: "example-renamed.bitrix24.com" });
    } else {
      expect(thrown).toMatchObject({ name: "UnexpectedResponseError", status: example.status });
    }
  });
});

describe("oauth/token/", () => {
  const { answers } = operations.get("oauth/token/")!;
  const query: TokenRequest["query"] = {
    grant_type: "refresh_token",
    client_id: "local.xxxxxxxxxxxxxx.xxxxxxxx",
    client_secret: "xxxxxxxxxxxxxxxx",
    refresh_token: "xxxxxxxxxxxxxxxx",
  };

  it.each(answers)("gives the example $key ($status) as it is", async ({ status, key, value }) => {
    const server = createFetchClient<paths>({ baseUrl: mock.url });
    const headers = { Prefer: `code=${status}, example=${key}` };
    const { data, error, response } = await server.GET("/oauth/token/", { params: { query }, headers });
    expect(response.status).toBe(status);
    expect(data ?? error).toEqual(value);
    expect(mock.violations).toEqual([]);
  });
});

it("results are typed by the description", async () => {
  const client = createClient({ auth: webhook(mock.webhookUrl) });
  const [participant] = await client.call("crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } });
  expectTypeOf(participant!).toEqualTypeOf<Schemas["CallListItem"]>();
  expect(participant).toEqual({ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 });
});

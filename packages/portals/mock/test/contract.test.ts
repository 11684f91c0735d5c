// The contract: every operation and every named example, through the real client against the mock.
// What comes back is typed by the description and equals the example.
import { createClient, isPortalError, type MethodPath, type Schemas, webhook } from "@b24-calllist/client";
import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
// This file is kept with each release, as a program of a user: only what users can import stands here.
import { type Mock, startMock } from "../src/index.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());
beforeEach(() => {
  mock.violations.length = 0;
});

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
type Json = Record<string, any>;

interface AnswerExample {
  status: number;
  mediaType: string;
  key: string;
  value: unknown;
}

/** Follows a `$ref` inside the description. */
function resolve(node: Json): Json {
  if (typeof node.$ref !== "string") return node;
  return node.$ref
    .slice(2)
    .split("/")
    .reduce((at: Json, key: string) => at[key], openapi);
}

const examplesOf = ({ examples = {} }: Json): [key: string, value: unknown][] =>
  Object.entries(examples as Json).map(([key, example]) => [key, resolve(example).value]);

const answersOf = ({ responses }: Json): AnswerExample[] =>
  Object.entries(responses as Json).flatMap(([status, response]) =>
    Object.entries(resolve(response).content as Json).flatMap(([mediaType, media]) =>
      examplesOf(media).map(([key, value]) => ({ status: Number(status), mediaType, key, value })),
    ),
  );

/** The portal's methods with their examples. */
const methods = Object.entries(openapi.paths as Json)
  .filter(([, { post }]) => post)
  .map(([path, { post }]) => ({
    method: path.slice(1),
    requests: examplesOf(post.requestBody.content["application/json"]),
    answers: answersOf(post),
  }));

/** A request for one example of an answer. */
const preferring = ({ status, key }: Pick<AnswerExample, "status" | "key">) => `code=${status}, example=${key}`;

/** A client whose requests ask the mock for one example. It takes the first answer; another would be the same. */
function clientThatPrefers(example: Pick<AnswerExample, "status" | "key">) {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const asked = new Request(input, init);
    asked.headers.set("Prefer", preferring(example));
    return globalThis.fetch(asked);
  };
  return createClient({ auth: webhook(mock.webhookUrl), fetch, retry: false });
}

describe.each(methods)("$method", ({ method, requests, answers }) => {
  const path = `/${method}` as MethodPath;
  const firstRequest = requests[0]![1];

  it.each(requests)("the request example %s keeps to the description", async (_, body) => {
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
  const query = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: "local.xxxxxxxxxxxxxx.xxxxxxxx",
    client_secret: "xxxxxxxxxxxxxxxx",
    refresh_token: "xxxxxxxxxxxxxxxx",
  });

  it.each(answersOf(openapi.paths["/oauth/token/"].get))(
    "gives the example $key ($status) as it is",
    async (example) => {
      const headers = { Prefer: preferring(example) };
      const response = await fetch(`${mock.url}/oauth/token/?${query}`, { headers });
      expect(response.status).toBe(example.status);
      expect(await response.json()).toEqual(example.value);
      expect(mock.violations).toEqual([]);
    },
  );
});

it("results are typed by the description", async () => {
  const client = createClient({ auth: webhook(mock.webhookUrl) });
  const [participant] = await client.call("crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } });
  expectTypeOf(participant!).toEqualTypeOf<Schemas["CallListItem"]>();
  expect(participant).toEqual({ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 });
});

import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import {
  type HttpRequest,
  methodParameters,
  type PortalRequest,
  parseBatchCommand,
  readPortalRequest,
} from "../src/index.ts";
import { dice, garbage, readCases, shown } from "./cases.ts";

const hook = { kind: "webhook", user: "1", code: "secret" } as const;
const json: IncomingHttpHeaders = { "content-type": "application/json" };

describe("readPortalRequest understands what the portal's own answers show", () => {
  interface Case {
    id: string;
    note: string;
    verb: string;
    path: string;
    headers: Record<string, string>;
    body?: string;
    means: Omit<PortalRequest, "params">;
  }
  for (const { id, note, verb, path, headers, body, means } of readCases<Case>("portal-requests")) {
    it(`${id}: ${note}`, async () => {
      const { params, ...understood } = (await readPortalRequest({ verb, url: path, headers, body }))!;
      expect(understood, id).toEqual(means);
      expect(params, id).toBeDefined();
    });
  }
});

describe("readPortalRequest understands the clients of today", () => {
  const trace = "bx24_request_id=0f3c&bx24_sdk_ver=2.2.0&bx24_sdk_type=b24-js-sdk";
  const traced = { BX24_REQUEST_ID: "0f3c", BX24_SDK_VER: "2.2.0", BX24_SDK_TYPE: "b24-js-sdk" };
  const clients: [title: string, request: HttpRequest, expected: Partial<PortalRequest>][] = [
    [
      "b24jssdk, webhook",
      { verb: "POST", url: `/rest/1/secret/crm.calllist.items.get?${trace}`, headers: json, body: '{"LIST_ID":13}' },
      { method: "crm.calllist.items.get", credentials: hook, methodParams: { ...traced, LIST_ID: 13 } },
    ],
    [
      "b24jssdk, OAuth: the token in the body",
      { verb: "POST", url: `/rest/crm.calllist.get?${trace}`, headers: json, body: '{"ID":13,"auth":"t"}' },
      { method: "crm.calllist.get", credentials: { kind: "token", token: "t" }, methodParams: { ...traced, ID: 13 } },
    ],
    [
      "b24jssdk, list helper: two spellings of the filter and start",
      {
        verb: "POST",
        url: "/rest/1/secret/crm.calllist.list",
        headers: json,
        body: '{"FILTER":{"ID":1},"filter":{">ID":0},"start":-1}',
      },
      { start: -1, methodParams: { FILTER: { ">ID": 0 } } },
    ],
    [
      "b24pysdk: .json and batch keys",
      {
        verb: "POST",
        url: "/rest/1/secret/batch.json",
        headers: { ...json, "x-request-id": "1" },
        body: '{"halt":false,"cmd":{"a":"crm.calllist.list?SELECT[0]=ID"}}',
      },
      { method: "batch", format: "json", methodParams: { HALT: false, CMD: { a: "crm.calllist.list?SELECT[0]=ID" } } },
    ],
    [
      "CRest: a form",
      {
        verb: "POST",
        url: "/rest/1/secret/crm.calllist.add.json",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: "ENTITY_TYPE=CONTACT&ENTITIES%5B0%5D=9&ENTITIES%5B1%5D=17",
      },
      { method: "crm.calllist.add", methodParams: { ENTITY_TYPE: "CONTACT", ENTITIES: ["9", "17"] } },
    ],
    [
      "CRest: GET where there are no parameters",
      { verb: "GET", url: "/rest/1/secret/crm.calllist.statuslist.json", headers: {} },
      { method: "crm.calllist.statuslist", methodParams: {} },
    ],
    [
      "b24phpsdk: a slash before the query",
      { verb: "POST", url: "/rest/1/secret/crm.calllist.get/?bx24_request_id=1", headers: json, body: '{"ID":13}' },
      { method: "crm.calllist.get", methodParams: { BX24_REQUEST_ID: "1", ID: 13 } },
    ],
  ];
  for (const [title, request, expected] of clients) {
    it(title, async () => expect(await readPortalRequest(request), title).toMatchObject(expected));
  }
});

describe("readPortalRequest", () => {
  it("gives everything at once", async () => {
    const request = {
      verb: "POST",
      url: "/rest/1/secret/crm.calllist.items.get.xml?start=50&state=x",
      headers: json,
      body: '{"list_id":13}',
    };
    expect(await readPortalRequest(request)).toEqual({
      method: "crm.calllist.items.get",
      format: "xml",
      credentials: hook,
      params: { start: "50", state: "x", list_id: 13 },
      start: "50",
      methodParams: { LIST_ID: 13 },
    });
  });

  it("leaves out what was not sent", async () => {
    const request = await readPortalRequest({ verb: "GET", url: "/rest/batch", headers: {} });
    expect(Object.keys(request!)).toEqual(["method", "format", "params", "methodParams"]);
  });

  it("takes a full URL", async () => {
    const request = await readPortalRequest({
      verb: "GET",
      url: "http://portal.example/rest/1/secret/batch?x=http://a/?b",
      headers: {},
    });
    expect(request).toMatchObject({ method: "batch", credentials: hook, params: { x: "http://a/?b" } });
  });

  it("takes double slashes", async () => {
    expect(await readPortalRequest({ verb: "GET", url: "//rest//batch?a=1", headers: {} })).toMatchObject({
      method: "batch",
    });
  });

  it("a header that came twice counts once", async () => {
    const headers = { "Content-Type": ["application/json", "text/plain"] };
    expect(await readPortalRequest({ verb: "POST", url: "/rest/batch", headers, body: '{"ID":1}' })).toMatchObject({
      params: { ID: 1 },
    });
  });

  it("is undefined for what is no path of the classic REST API", async () => {
    for (const url of [
      "/",
      "/favicon.ico",
      "/oauth/token/?x=/rest/batch",
      "/rest/api/batch",
      "http://portal.example",
      "?/rest/batch",
    ]) {
      expect(await readPortalRequest({ verb: "GET", url, headers: {} }), url).toBeUndefined();
    }
  });

  it("serves a batch: commands and their methods are read in the same way", async () => {
    const body =
      '{"Halt":0,"cmd":{"new":"crm.calllist.add?ENTITIES[]=9","items":"crm.calllist.items.get?list_id=$result[new]&start=50"}}';
    const batch = await readPortalRequest({ verb: "POST", url: "/rest/1/secret/batch", headers: json, body });
    const { items } = batch!.methodParams.CMD as Record<string, string>;
    const command = parseBatchCommand(items!)!;
    expect(command.method).toBe("crm.calllist.items.get");
    expect(methodParameters(command.params)).toEqual({ start: "50", params: { LIST_ID: "$result[new]" } });
  });

  it("never throws", { tags: "slow" }, async () => {
    const roll = dice(7);
    const types = [
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "multipart/form-data; boundary=",
      "text/plain",
      ";",
      "\0",
    ];
    const bodies = garbage(
      [
        ...'{}[]":,=&%\r\n-',
        "--x",
        "--x--",
        'Content-Disposition: form-data; name="a"',
        "\r\n\r\n",
        "\\ud800",
        "1",
        "я",
      ],
      1500,
    );
    const urls = garbage(
      ["/rest/", "1/", "code/", "batch", ".json", "?", "&", "a=", "[b]", "%", "%FF", "auth=t"],
      1500,
    );
    for (const [n, body] of bodies.entries()) {
      const headers = { "content-type": types[roll(types.length)], authorization: bodies[roll(1500)] };
      const request = {
        verb: "POST",
        url: `/rest/${urls[n]}`,
        headers,
        body: roll(2) ? body : new TextEncoder().encode(body),
      };
      await expect(readPortalRequest(request), shown(JSON.stringify(request))).resolves.not.toThrow();
    }
  });
});

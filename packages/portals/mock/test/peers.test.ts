// How others speak, unchanged: Bitrix24's official JavaScript SDK, and the requests of the official documentation's page
// about crm.calllist.items.get with only the host replaced.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ApiVersion, B24Hook } from "@bitrix24/b24jssdk";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Mock, startMock } from "../src/index.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ log: () => {} });
});
afterAll(() => mock.close());
beforeEach(() => {
  mock.violations.length = 0;
});

const participants = [9, 17, 19].map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));

describe("@bitrix24/b24jssdk", () => {
  let b24: B24Hook;
  beforeAll(() => {
    b24 = new B24Hook({ b24Url: mock.url, userId: 1, secret: "xxxxxxxxxxxxxxxx" });
    b24.getTargetOriginWithPath().set(ApiVersion.v2, `${mock.url}/rest/1/xxxxxxxxxxxxxxxx`);
  });
  afterAll(() => b24.destroy());

  const calls: [method: string, params: object, result: unknown][] = [
    ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] }, 51],
    ["crm.calllist.get", { ID: 13 }, expect.objectContaining({ ID: "13" })],
    [
      "crm.calllist.list",
      { FILTER: { ">ID": 20 }, ORDER: { ID: "ASC" } },
      expect.arrayContaining([expect.objectContaining({ ID: "30" })]),
    ],
    ["crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: 1 }, true],
    ["crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } }, participants],
    ["crm.calllist.statuslist", {}, expect.arrayContaining([expect.objectContaining({ STATUS_ID: "SUCCESS" })])],
  ];
  for (const [method, params, result] of calls) {
    it(`calls ${method}`, async () => {
      const response = await b24.actions.v2.call.make({ method, params });
      expect(response.getErrorMessages()).toEqual([]);
      expect(response.getData()!.result).toEqual(result);
      expect(mock.violations).toEqual([]);
    });
  }

  it("runs a batch", async () => {
    const response = await b24.actions.v2.batch.make({
      calls: {
        list: { method: "crm.calllist.get", params: { ID: 13 } },
        items: { method: "crm.calllist.items.get", params: { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } } },
      },
      options: { isHaltOnError: true, returnAjaxResult: false },
    });
    expect(response.getErrorMessages()).toEqual([]);
    expect(response.getData()).toEqual({ list: expect.objectContaining({ ID: "13" }), items: participants });
    expect(mock.violations).toEqual([]);
  });

  it("gets the portal's errors", async () => {
    const call = b24.actions.v2.call.make({ method: "crm.calllist.get", params: {} });
    await expect(call).rejects.toMatchObject({ status: 400, message: "ID is not found" });
    expect(mock.violations).toHaveLength(1);
  });
});

describe("the documentation's page, over the wire", () => {
  const curl = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await promisify(execFile)("curl", ["-sS", ...args])).stdout).result;
  const form = ["-H", "Content-Type: application/x-www-form-urlencoded"];

  it("cURL, webhook", async () => {
    const json = ["-X", "POST", "-H", "Content-Type: application/json", "-H", "Accept: application/json"];
    const url = `${mock.url}/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.items.get`;
    expect(await curl(...json, "-d", '{"LIST_ID":13,"FILTER":{"STATUS":"IN_WORK"}}', url)).toEqual(participants);
    expect(mock.violations).toEqual([]);
  });

  it("cURL, OAuth", async () => {
    const json = ["-X", "POST", "-H", "Content-Type: application/json", "-H", "Accept: application/json"];
    const body = '{"LIST_ID":13,"FILTER":{"STATUS":"IN_WORK"},"auth":"xxxxxxxxxxxxxxxx"}';
    expect(await curl(...json, "-d", body, `${mock.url}/rest/crm.calllist.items.get`)).toEqual(participants);
    expect(mock.violations).toEqual([]);
  });

  it("the PHP SDK: JSON, with a slash at the end and the request's id in the query", async () => {
    const url = `${mock.url}/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.items.get/?bx24_request_id=018f3b6e`;
    const body = '{"LIST_ID":13,"FILTER":{"STATUS":"IN_WORK"}}';
    expect(await curl("-X", "POST", "-H", "Content-Type: application/json", "-d", body, url)).toEqual(participants);
    expect(mock.violations).toEqual([]);
  });

  it("PHP CRest: a form, with .json", async () => {
    const url = `${mock.url}/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.items.get.json`;
    expect(await curl("-X", "POST", ...form, "-d", "LIST_ID=13&FILTER%5BSTATUS%5D=IN_WORK", url)).toEqual(participants);
    expect(mock.violations).toEqual([]);
  });
});

// What compiles and what does not: the types are part of the product.
import { assertType, describe, expectTypeOf, it } from "vitest";
import {
  AuthError,
  type Client,
  type ErrorCode,
  isPortalError,
  type Method,
  type Params,
  type Result,
} from "../src/index.ts";

declare const b24: Client;

describe("results", () => {
  it("are those of the method", () => {
    expectTypeOf(b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })).resolves.toBeNumber();
    expectTypeOf(
      b24.call("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9] }),
    ).resolves.toBeBoolean();
    expectTypeOf<Result<"crm.calllist.get">["ID"]>().toEqualTypeOf<`${number}`>();
    expectTypeOf<Result<"crm.calllist.get">["WEBFORM_ID"]>().toEqualTypeOf<`${number}` | null>();
    expectTypeOf<Result<"crm.calllist.items.get">[number]["ID"]>().toBeNumber();
    expectTypeOf<Result<"crm.calllist.list">[number]["ID"]>().toEqualTypeOf<`${number}` | undefined>();
  });

  it("can be passed on: an id from get or list is a parameter", async () => {
    const list = await b24.call("crm.calllist.get", { ID: 13 });
    assertType<Params<"crm.calllist.items.get">>({ LIST_ID: list.ID });
    assertType<Params<"crm.calllist.update">["WEBFORM_ID"]>(list.WEBFORM_ID);
  });

  it("keep known statuses complete and others possible", () => {
    type Status = Result<"crm.calllist.items.get">[number]["STATUS"];
    assertType<Status>("IN_WORK");
    assertType<Status>("UC_A1B2C3");
    expectTypeOf<Extract<Status, "IN_WORK" | "SUCCESS">>().toEqualTypeOf<"IN_WORK" | "SUCCESS">();
    expectTypeOf<Status>().not.toEqualTypeOf<string>();
  });
});

describe("parameters", () => {
  it("may be left out where all of them may", () => {
    b24.call("crm.calllist.statuslist");
    b24.call("crm.calllist.list");
    // @ts-expect-error get needs an ID
    b24.call("crm.calllist.get");
  });

  it("are checked by name and type", () => {
    // @ts-expect-error no such method
    b24.call("crm.calllist.delete", { ID: 13 });
    // @ts-expect-error a batch is no call
    b24.call("batch", { cmd: [] });
    // @ts-expect-error LIST_ID is missing
    b24.call("crm.calllist.items.get", {});
    // @ts-expect-error a word is no id
    b24.call("crm.calllist.get", { ID: "abc" });
    // @ts-expect-error misspelt, and the portal would clear the form
    b24.call("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFROM_ID: 1 });
    // @ts-expect-error small letters end in HTTP 500
    b24.call("crm.calllist.add", { ENTITY_TYPE: "contact", ENTITIES: [9] });
    // @ts-expect-error the client adds the token
    b24.call("crm.calllist.statuslist", { auth: "token" });
    // @ts-expect-error keys inside FILTER are read in capitals only
    b24.call("crm.calllist.items.get", { LIST_ID: 13, FILTER: { status: "SUCCESS" } });
  });

  it("filters take an operator and a field as a key", () => {
    assertType<Params<"crm.calllist.list">>({
      FILTER: { ">=ID": 14, "@ENTITY_TYPE_ID": [3, "4"], "!WEBFORM_ID": null, "=CREATED_BY_ID": "29", ID: 1 },
      ORDER: { DATE_CREATE: "DESC", ID: "ASC" },
      SELECT: ["ID", "*"],
      start: -1,
    });
    // @ts-expect-error no such operator
    assertType<Params<"crm.calllist.list">>({ FILTER: { "~ID": 14 } });
    // @ts-expect-error no such field
    assertType<Params<"crm.calllist.list">>({ FILTER: { ">=TITLE": 14 } });
    // @ts-expect-error a date is compared in the portal's own format only
    assertType<Params<"crm.calllist.list">>({ FILTER: { ">=DATE_CREATE": "2025-09-01" } });
    // @ts-expect-error small letters sort ascending without a word
    assertType<Params<"crm.calllist.list">>({ ORDER: { id: "DESC" } });
  });
});

describe("errors", () => {
  it("know the codes of their method", () => {
    assertType<ErrorCode<"crm.calllist.get">>("LIST_ID_ERROR");
    assertType<ErrorCode<"crm.calllist.get">>("SOMETHING_NEW");
    type Known<M extends Parameters<Client["call"]>[0]> = Extract<
      ErrorCode<M>,
      "STATUS_ERROR" | "LIST_ID_ERROR" | "expired_token"
    >;
    expectTypeOf<Known<"crm.calllist.get">>().toEqualTypeOf<"LIST_ID_ERROR" | "expired_token">();
    expectTypeOf<Known<"crm.calllist.items.get">>().toEqualTypeOf<"STATUS_ERROR" | "LIST_ID_ERROR" | "expired_token">();
  });

  it("are narrowed by isPortalError", () => {
    const error: unknown = undefined;
    if (isPortalError(error, "crm.calllist.items.get")) {
      assertType<ErrorCode<"crm.calllist.items.get">>(error.code);
      expectTypeOf<Extract<typeof error.code, "STATUS_ERROR" | "ENTITY_ERROR">>().toEqualTypeOf<"STATUS_ERROR">();
      expectTypeOf(error.method).toEqualTypeOf<"crm.calllist.items.get">();
    }
  });
});

describe("PortalError by instanceof", () => {
  it("has a code that is a text, not anything", () => {
    const error: unknown = undefined;
    if (error instanceof AuthError) {
      expectTypeOf(error.code).toEqualTypeOf<string>();
      expectTypeOf(error.method).toEqualTypeOf<Method>();
    }
  });
});

describe("options", () => {
  it("take an undefined signal and a list that cannot be changed", () => {
    const ids: readonly number[] = [9, 17];
    b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: ids }, { signal: undefined, timeout: undefined });
  });
});

describe("http", () => {
  it("tells a good answer from a refusal", async () => {
    const { data, error, response } = await b24.http.POST("/crm.calllist.get", { body: { ID: 13 } });
    expectTypeOf(response).toEqualTypeOf<Response>();
    if (data) {
      expectTypeOf(data.result.ENTITY_TYPE).toExtend<string>();
      expectTypeOf(data.time.duration).toBeNumber();
    } else if (typeof error !== "string") {
      assertType<string | number>(error.error);
    }
  });

  it("knows the paths and their bodies", () => {
    b24.http.POST("/crm.calllist.list");
    b24.http.POST("/batch", { body: { cmd: { a: "crm.calllist.get?ID=13" }, halt: true } });
    // @ts-expect-error no such path
    b24.http.POST("/crm.calllist.delete", { body: {} });
    // @ts-expect-error the token endpoint is not on the portal
    b24.http.POST("/oauth/token/", {});
    // @ts-expect-error get needs a body
    b24.http.POST("/crm.calllist.get");
  });
});

// What compiles and what does not: the types are part of the product.
import { assertType, describe, expectTypeOf, it } from "vitest";
import { fileStore } from "../src/file-store.ts";
import {
  type AccessTokenOptions,
  type ApplicationOptions,
  AuthError,
  type BatchOptions,
  batch,
  type CallListError,
  type CallListRow,
  type CallOptions,
  type Client,
  type ClientOptions,
  type ConnectionError,
  type ConnectionOptions,
  changeParticipants,
  type ErrorCode,
  type Hooks,
  type IterateOptions,
  isPortalError,
  iterate,
  LIMITS,
  type LimitError,
  type Limiter,
  type Method,
  memoryStore,
  type OutcomeUnknownError,
  oauth,
  type Params,
  type ParticipantChange,
  type PortalError,
  type PortalMovedError,
  participantsOf,
  type Reference,
  type Result,
  ref,
  type Schemas,
  type TimeoutError,
  type TokenStore,
  type Tokens,
  type UnexpectedResponseError,
  webhook,
} from "../src/index.ts";

declare const b24: Client;

describe("results", () => {
  it("are those of the method", () => {
    expectTypeOf(b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })).resolves.toBeNumber();
    expectTypeOf(
      b24.call("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: null }),
    ).resolves.toBeBoolean();
    expectTypeOf<Result<"crm.calllist.get">["ID"]>().toEqualTypeOf<`${number}`>();
    expectTypeOf<Result<"crm.calllist.get">["WEBFORM_ID"]>().toEqualTypeOf<`${number}` | null>();
    expectTypeOf<Result<"crm.calllist.items.get">[number]["ID"]>().toBeNumber();
  });

  describe("of crm.calllist.list are rows with the fields that were asked for", () => {
    type Id = `${number}`;
    type Row = Awaited<ReturnType<typeof all>>[number];
    const all = () => b24.call("crm.calllist.list");

    it("all of them without SELECT, with none in it, and with *", async () => {
      expectTypeOf<Row>().toEqualTypeOf<CallListRow>();
      expectTypeOf<Row["ID"]>().toEqualTypeOf<Id>();
      expectTypeOf<Row["WEBFORM_ID"]>().toEqualTypeOf<Id | null>();
      expectTypeOf<Row["DATE_CREATE"]>().toEqualTypeOf<string>();
      expectTypeOf(b24.call("crm.calllist.list", {})).resolves.items.toEqualTypeOf<Row>();
      expectTypeOf(b24.call("crm.calllist.list", { ORDER: { ID: "DESC" } })).resolves.items.toEqualTypeOf<Row>();
      expectTypeOf(b24.call("crm.calllist.list", { SELECT: undefined })).resolves.items.toEqualTypeOf<Row>();
      expectTypeOf(b24.call("crm.calllist.list", { SELECT: ["*"] })).resolves.items.toEqualTypeOf<Row>();
      expectTypeOf(b24.call("crm.calllist.list", { SELECT: ["ID", "*"] })).resolves.items.toEqualTypeOf<Row>();
    });

    it("those of SELECT, and no other", async () => {
      const lists = await b24.call("crm.calllist.list", { SELECT: ["ID", "DATE_CREATE"], FILTER: { ">ID": 5 } });
      expectTypeOf(lists).items.toEqualTypeOf<{ ID: Id; DATE_CREATE: string }>();
      // @ts-expect-error was not asked for
      lists[0]?.WEBFORM_ID;
      for (const { ID } of lists) b24.call("crm.calllist.get", { ID });
    });

    it("any of a SELECT that is known at run time alone", async () => {
      const fields: Schemas["CallListField"][] = [];
      expectTypeOf(b24.call("crm.calllist.list", { SELECT: fields })).resolves.items.toEqualTypeOf<Partial<Row>>();
      const two: ("ID" | "DATE_CREATE")[] = [];
      expectTypeOf(b24.call("crm.calllist.list", { SELECT: two })).resolves.items.toEqualTypeOf<
        Partial<Pick<Row, "ID" | "DATE_CREATE">>
      >();
      const params: Params<"crm.calllist.list"> = {};
      expectTypeOf(b24.call("crm.calllist.list", params)).resolves.items.toEqualTypeOf<Partial<Row>>();
    });

    it("whose parameters are checked as before", () => {
      // @ts-expect-error no such field
      b24.call("crm.calllist.list", { SELECT: ["TITLE"] });
      // @ts-expect-error misspelt
      b24.call("crm.calllist.list", { SELECT: ["ID"], FILTRE: {} });
      // @ts-expect-error not of this method
      b24.call("crm.calllist.items.get", { LIST_ID: 13, SELECT: ["ID"] });
    });

    it("when all of them are read, too", async () => {
      for await (const row of iterate(b24, "crm.calllist.list")) expectTypeOf(row).toEqualTypeOf<Row>();
      for await (const row of iterate(b24, "crm.calllist.list", { FILTER: { ">ID": 5 } }, { gap: 0 }))
        expectTypeOf(row).toEqualTypeOf<Row>();
      for await (const row of iterate(b24, "crm.calllist.list", { SELECT: ["ID"] }))
        expectTypeOf(row).toEqualTypeOf<{ ID: Id }>();
      for await (const row of iterate(b24, "crm.calllist.list", { SELECT: ["*"] }))
        expectTypeOf(row).toEqualTypeOf<Row>();
      // @ts-expect-error no such field
      iterate(b24, "crm.calllist.list", { SELECT: ["TITLE"] });
      // @ts-expect-error misspelt
      iterate(b24, "crm.calllist.list", { SELECT: ["ID"], FILTRE: {} });
    });

    it("in a batch, too", async () => {
      const { every, some, list } = await batch(b24, {
        every: ["crm.calllist.list"],
        some: ["crm.calllist.list", { SELECT: ["ID"] }],
        list: ["crm.calllist.get", { ID: 13 }],
      });
      if (every.ok) expectTypeOf(every.result).items.toEqualTypeOf<Row>();
      if (some.ok) expectTypeOf(some.result).items.toEqualTypeOf<{ ID: Id }>();
      if (list.ok) expectTypeOf(list.result.ENTITY_TYPE).toExtend<string>();
      const [first, second] = await batch(b24, [
        ["crm.calllist.list", { SELECT: ["*"] }],
        ["crm.calllist.list", { SELECT: ["ID", "WEBFORM_ID"] }],
      ]);
      if (first.ok) expectTypeOf(first.result).items.toEqualTypeOf<Row>();
      if (second.ok) expectTypeOf(second.result).items.toEqualTypeOf<{ ID: Id; WEBFORM_ID: Id | null }>();
    });
  });

  it("can be passed on: every id from a result is a parameter", async () => {
    const made = await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
    const got = await b24.call("crm.calllist.get", { ID: made });
    const [row] = await b24.call("crm.calllist.list");
    const [selected] = await b24.call("crm.calllist.list", { SELECT: ["ID", "WEBFORM_ID"] });
    const items = await b24.call("crm.calllist.items.get", { LIST_ID: got.ID });
    const [status] = await b24.call("crm.calllist.statuslist");
    for (const id of [made, got.ID, row!.ID, selected!.ID]) {
      assertType<Params<"crm.calllist.get">>({ ID: id });
      assertType<Params<"crm.calllist.items.get">>({ LIST_ID: id });
      assertType<Params<"crm.calllist.list">>({ FILTER: { ">ID": id, "@ID": [id] } });
      b24.http.POST("/crm.calllist.get", { body: { ID: id } });
      batch(b24, [["crm.calllist.get", { ID: id }]]);
      iterate(b24, "crm.calllist.items.get", { LIST_ID: id });
      participantsOf(b24, [id]);
      changeParticipants(b24, id, {});
    }
    for (const WEBFORM_ID of [got.WEBFORM_ID, row!.WEBFORM_ID, selected!.WEBFORM_ID]) {
      assertType<Params<"crm.calllist.add">>({ ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID });
      assertType<Params<"crm.calllist.update">>({ LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID });
    }
    assertType<Params<"crm.calllist.add">>({ ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: row?.WEBFORM_ID });
    assertType<Params<"crm.calllist.update">>({
      LIST_ID: 13,
      ENTITY_TYPE: "CONTACT",
      ENTITIES: [9],
      // @ts-expect-error without a row, the update would remove the web form
      WEBFORM_ID: row?.WEBFORM_ID,
    });
    assertType<Params<"crm.calllist.add">["ENTITIES"]>(items.map(({ ID }) => ID));
    assertType<Params<"crm.calllist.list">["FILTER"]>({
      CREATED_BY_ID: got.CREATED_BY_ID,
      ENTITY_TYPE_ID: row!.ENTITY_TYPE_ID,
    });
    for (const STATUS of [items[0]!.STATUS, status?.STATUS_ID]) {
      b24.call("crm.calllist.items.get", { LIST_ID: 13, FILTER: { ...(STATUS !== undefined && { STATUS }) } });
    }
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
    // @ts-expect-error LIST_ID is missing
    b24.call("crm.calllist.items.get", {});
    // @ts-expect-error a word is no id
    b24.call("crm.calllist.get", { ID: "abc" });
    // @ts-expect-error misspelt
    b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFROM_ID: 1 });
    // @ts-expect-error an update names the web form, or null
    b24.call("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
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

  it("says whether the call was executed and sent", () => {
    const error: unknown = undefined;
    if (error instanceof AuthError) {
      expectTypeOf(error.executed).toEqualTypeOf<"no" | "unknown">();
      expectTypeOf(error.sent).toEqualTypeOf<boolean>();
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

describe("batch", () => {
  const made = ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] }] as const;

  it("gives each command's result under its name", async () => {
    const entries = await batch(b24, { statuses: ["crm.calllist.statuslist"], list: ["crm.calllist.get", { ID: 13 }] });
    if (entries.list.ok) expectTypeOf(entries.list.result).toEqualTypeOf<Result<"crm.calllist.get">>();
    else expectTypeOf(entries.list.error).toEqualTypeOf<CallListError>();
    if (entries.statuses.ok) expectTypeOf(entries.statuses.result).toEqualTypeOf<Result<"crm.calllist.statuslist">>();
    // @ts-expect-error there was no such command
    entries.other;
  });

  it("and at its position", async () => {
    const [list, statuses] = await batch(b24, [["crm.calllist.get", { ID: 13 }], ["crm.calllist.statuslist"]]);
    if (list.ok) expectTypeOf(list.result.ENTITY_TYPE).toExtend<string>();
    if (statuses.ok) expectTypeOf(statuses.result[0]!.SORT).toBeNumber();
  });

  it("and of a list of any length", async () => {
    const ids = [13, 20];
    for (const { ok, result, error } of await batch(
      b24,
      ids.map((ID) => ["crm.calllist.get", { ID }] as const),
    )) {
      if (ok) expectTypeOf(result).toEqualTypeOf<Result<"crm.calllist.get">>();
      else expectTypeOf(error).toEqualTypeOf<CallListError>();
    }
  });

  it("checks commands as call does", () => {
    batch(b24, { a: ["crm.calllist.list", { FILTER: { "@ID": [1, 2] }, ORDER: { ID: "ASC" } }] });
    // @ts-expect-error ID is missing
    batch(b24, { a: ["crm.calllist.get"] });
    // @ts-expect-error misspelt
    batch(b24, { a: ["crm.calllist.get", { IDS: 13 }] });
    // @ts-expect-error no such method
    batch(b24, [["crm.calllist.delete", { ID: 13 }]]);
    // @ts-expect-error a batch holds no batch
    batch(b24, [["batch", { cmd: [] }]]);
    // @ts-expect-error small letters end in HTTP 500
    batch(b24, [["crm.calllist.add", { ENTITY_TYPE: "contact", ENTITIES: [9] }]]);
  });

  it("takes references where ids stand", () => {
    expectTypeOf(ref(made)).toEqualTypeOf<Reference<"list">>();
    const items = ["crm.calllist.items.get", { LIST_ID: 13 }] as const;
    batch(b24, { made, list: ["crm.calllist.get", { ID: ref(made) }] }, { halt: true });
    const first = ref(items, 0, "ID");
    batch(b24, [items, ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [first, 17] }]], { halt: true });
    // @ts-expect-error a list is nobody to be called
    batch(b24, [made, ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [ref(made)] }]], { halt: true });
    // @ts-expect-error a participant is no list
    batch(b24, [items, ["crm.calllist.get", { ID: first }]], { halt: true });
    // @ts-expect-error nor is a list a form
    batch(b24, [made, ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: ref(made) }]]);
    // @ts-expect-error a type is no id
    batch(b24, [made, ["crm.calllist.add", { ENTITY_TYPE: ref(made), ENTITIES: [9] }]]);
    // @ts-expect-error a call has no earlier command
    b24.call("crm.calllist.get", { ID: ref(made) });
  });

  it("refers to nothing but what is surely there", () => {
    const list = ["crm.calllist.get", { ID: 13 }] as const;
    const items = ["crm.calllist.items.get", { LIST_ID: 13 }] as const;
    ref(list, "ID");
    ref(items, 0, "ID");
    // @ts-expect-error a form may be null, and the portal would take something else
    ref(list, "WEBFORM_ID");
    // @ts-expect-error a page may be shorter
    ref(items, 1, "ID");
    // @ts-expect-error the whole list is no id
    ref(list);
    // @ts-expect-error true is no id
    ref(["crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: null }]);
  });
});

describe("whole lists", () => {
  it("have the rows of their method", async () => {
    for await (const item of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } })) {
      expectTypeOf(item).toEqualTypeOf<Result<"crm.calllist.items.get">[number]>();
    }
    for await (const list of iterate(b24, "crm.calllist.list")) {
      expectTypeOf(list).toEqualTypeOf<Result<"crm.calllist.list">[number]>();
    }
    for await (const { ok, result, error } of participantsOf(b24, [13, "20"])) {
      if (ok) expectTypeOf(result).toEqualTypeOf<Result<"crm.calllist.items.get">>();
      else expectTypeOf(error).toEqualTypeOf<CallListError>();
    }
  });

  it("are checked as call does", () => {
    // @ts-expect-error LIST_ID is missing
    iterate(b24, "crm.calllist.items.get");
    // @ts-expect-error the start is the function's own affair
    iterate(b24, "crm.calllist.list", { start: 50 });
    // @ts-expect-error statuses are no pages
    iterate(b24, "crm.calllist.statuslist");
  });

  it("are changed by ids in either form", () => {
    expectTypeOf(changeParticipants(b24, "13", { add: [9, "17"] as const })).resolves.toEqualTypeOf<{
      added: number[];
      removed: number[];
      notAdded: number[];
      notRemoved: number[];
      deleted: number[];
      confirmed: boolean;
    }>();
  });
});

// A field that is gone or has another type is a breaking change; one more is none, so nothing here is compared as equal.
describe("shapes keep their fields", () => {
  type Digits = `${number}`;

  it("of answers", () => {
    expectTypeOf<Schemas["CallList"]>().toExtend<{
      ID: Digits;
      DATE_CREATE: string;
      CREATED_BY_ID: Digits | null;
      WEBFORM_ID: Digits | null;
      ENTITY_TYPE_ID: Digits | null;
      ENTITY_TYPE: string;
    }>();
    expectTypeOf<Required<Schemas["CallListRow"]>>().toExtend<Omit<Schemas["CallList"], "ENTITY_TYPE">>();
    expectTypeOf<Schemas["CallListItem"]>().toExtend<{ ID: number; STATUS: string; ENTITY_TYPE: number }>();
    expectTypeOf<Schemas["CallStatus"]>().toExtend<{ ID: number; NAME: string; SORT: number; STATUS_ID: string }>();
    expectTypeOf<Required<Schemas["Timing"]>>().toExtend<
      Record<"start" | "finish" | "duration" | "processing" | "operating" | "operating_reset_at", number> &
        Record<"date_start" | "date_finish", string>
    >();
    expectTypeOf<Required<Schemas["PortalError"]>>().toExtend<{
      error: string | number;
      error_description: string;
      argument: string;
    }>();
    expectTypeOf<Required<Tokens>>().toExtend<
      Record<"access_token" | "refresh_token" | "scope" | "domain" | "status" | "member_id", string> &
        Record<"server_endpoint" | "client_endpoint", string> &
        Record<"expires" | "expires_in" | "user_id", number>
    >();
  });

  it("of parameters", () => {
    for (const ENTITY_TYPE of ["CONTACT", "COMPANY"] as const) {
      const list = { ENTITY_TYPE, ENTITIES: [9, "17"] as Digits[], WEBFORM_ID: null };
      assertType<Params<"crm.calllist.add">>({ ...list, WEBFORM_ID: 1 });
      assertType<Params<"crm.calllist.update">>({ ...list, LIST_ID: "13" });
    }
    type Fields<M extends Method> = keyof Params<M>;
    expectTypeOf<"ENTITY_TYPE" | "ENTITIES" | "WEBFORM_ID">().toExtend<Fields<"crm.calllist.add">>();
    expectTypeOf<"LIST_ID" | "WEBFORM_ID">().toExtend<Fields<"crm.calllist.update">>();
    assertType<Params<"crm.calllist.get">>({ ID: "13" });
    assertType<Params<"crm.calllist.items.get">>({ LIST_ID: "13", FILTER: { STATUS: "IN_WORK" }, start: 50 });
    assertType<Params<"batch">>({ cmd: ["crm.calllist.statuslist"], halt: true });
  });

  it("of options", () => {
    const signal = new AbortController().signal;
    const store = memoryStore({ access_token: "", refresh_token: "", expires_in: 3600 });
    const application = {
      clientId: "",
      clientSecret: "",
      store: fileStore("tokens.json"),
      server: "",
      insecureHosts: ["sandbox"],
    };
    expectTypeOf(store).toEqualTypeOf<TokenStore>();
    assertType<ClientOptions["auth"]>(oauth(application));
    assertType<Required<ApplicationOptions>>(application);
    assertType<AccessTokenOptions>({ portal: "", accessToken: "", insecureHosts: ["sandbox"] });
    assertType<ConnectionOptions>({ insecureHosts: ["sandbox"] as const });
    assertType<ClientOptions>({
      auth: webhook(""),
      timeout: 1,
      deadline: 1,
      signal,
      retry: { attempts: 5, time: 1, delay: 1, maxDelay: 1 },
      limits: { burst: LIMITS.cloud.burst, perSecond: LIMITS.enterprise.perSecond },
      limiter: {} as Limiter,
      trustedHosts: ["example.bitrix24.com"],
      fetch,
      hooks: {},
      userAgent: "",
    });
    assertType<ClientOptions[]>([
      { auth: webhook(""), retry: false, limits: false, trustedHosts: (host) => host === "" },
      { auth: webhook(""), limits: "enterprise" },
    ]);
    assertType<CallOptions>({ signal, timeout: 1, deadline: 1 });
    assertType<BatchOptions>({ signal, timeout: 1, deadline: 1, halt: true });
    assertType<IterateOptions>({ signal, gap: 10, onProgress: ({ rows, pages }) => rows + pages });
    assertType<ParticipantChange>({ add: [9], remove: ["17"] });
  });

  it("of events", () => {
    assertType<Hooks>({
      request: ({ method, portal, call, attempt }) => [method, portal, call + attempt],
      response: ({ method, portal, call, attempt, ms, status, error }) => [
        method,
        portal,
        call + attempt + ms,
        status,
        error,
      ],
      retry: ({ method, portal, call, attempt, delay, error }) => [
        method,
        portal,
        call + attempt + delay,
        error.message,
      ],
      throttle: ({ method, portal, reason, until }) => [method, portal, reason === "rate", until?.getTime()],
      tokenRefresh: ({ method, portal }) => [method, portal],
      portalMoved: ({ method, portal, to }) => [method, portal, to],
    });
  });

  it("of errors", () => {
    expectTypeOf<CallListError>().toExtend<Error & { method: Method }>();
    expectTypeOf<PortalError>().toExtend<CallListError>();
    expectTypeOf<PortalError>().toExtend<{ status: number; code: string; description: string; docUrl: string }>();
    expectTypeOf<PortalError["argument"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<LimitError["retryAt"]>().toEqualTypeOf<Date | undefined>();
    expectTypeOf<UnexpectedResponseError>().toExtend<{ status: number; contentType: string; excerpt: string }>();
    expectTypeOf<ConnectionError>().toExtend<{ reason: string; sent: boolean }>();
    expectTypeOf<TimeoutError>().toExtend<{ timeout: number; sent: boolean }>();
    expectTypeOf<PortalMovedError>().toExtend<{ status: number; host: string }>();
    expectTypeOf<OutcomeUnknownError>().toExtend<{ params: unknown; cause: CallListError }>();
  });
});

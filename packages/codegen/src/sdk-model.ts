// What the model of the clients consists of; model.ts makes it.
import type { Behaviour, Effect } from "./behaviour.ts";
import type { Schema, Schemas } from "./schema.ts";

/** A method of call lists. */
export interface SdkMethod {
  /** `crm.calllist.items.get`. */
  wire: string;
  /** `["items"]`. */
  words: string[];
  effect: Effect;
  /** Without a full stop: `Get a call list`. */
  summary: string;
  /** What it does, in paragraphs of Markdown. */
  about: string[];
  traps: SdkTrap[];
  /** What must be named comes first. */
  params: SdkField[];
  result: SdkType;
  /** What the result is, where its type does not say it. */
  resultText: string;
  /** Codes that it alone can end with, by the name of their constant. */
  codes: string[];
  /** Parameters that must not be left out silently, by their names on the wire: the request would do what nobody asked for. */
  explicit: string[];
  /** What reads all pages, in words; of a method that returns one. */
  reader?: string[];
  example: SdkExample;
}

/** What callers fall into, in Markdown, on one line. */
export interface SdkTrap {
  id: string;
  text: string;
  /** Only for those who write requests themselves: the types of a client prevent it. */
  isOfWire: boolean;
}

/** A call of a method, with what a portal responds; both as on the wire. */
export interface SdkExample {
  params: Record<string, unknown>;
  result: unknown;
  /** The field of the result, or of each of its rows, that is worth printing; none where it is no model. */
  shows?: string;
}

/** A parameter, or a field of what portals return. */
export interface SdkField {
  /** `LIST_ID`. */
  wire: string;
  /** `["list", "id"]`. */
  words: string[];
  type: SdkType;
  /** It has to be named, or is always there. */
  required: boolean;
  /** It can be null on the wire. */
  nullable: boolean;
  /** Markdown on one line, for clients with types. `null` and `true` in backticks are written as the language does. */
  text: string;
}

/**
 * A type. Numbers come and go as numbers or as text; `id` and `integer` are numbers all the same. `enum` and `model` name
 * a schema of `enums` or `models`. A filter maps an operator and a field to one number, several, or null, an order a
 * field to a direction.
 */
export type SdkType =
  | { kind: "id" | "text" | "boolean" }
  | { kind: "integer"; minimum?: number }
  | { kind: "enum" | "model"; schema: string }
  | { kind: "list"; of: SdkType }
  | { kind: "filter"; operators: string[]; fields: string[] }
  | { kind: "order"; field: string; direction: string };

/** An object that portals return, or that a parameter is. */
export interface SdkModelType {
  schema: string;
  words: string[];
  text: string;
  fields: SdkField[];
  /** It is part of a request. */
  isInput: boolean;
  /** Which fields a row has is for the caller to select; these are there where none are selected. */
  whole?: string[];
}

/** Words that a field can have. */
export interface SdkEnum {
  schema: string;
  words: string[];
  values: string[];
  text: string;
  /** What the names of its constants begin with, where a language has them beside each other. */
  prefix: string[];
  /** Portals can send others. */
  isOpen: boolean;
  /** It stands within filters, orders and selections only. */
  isOfMaps: boolean;
}

/** An error code that portals are known to send. */
export interface SdkError {
  code: string;
  /** The words of its constant's name: `["unknown", "field"]`; none where the code is empty. */
  words: string[];
  meaning: string;
  action: string;
  /** The HTTP status, where it says more than that the request is wrong; also for a code inside a response with 200. */
  status?: number;
  /** Whether the portal may have executed the call all the same. */
  maybeExecuted: boolean;
  /** Methods that can end with it: all, or these. */
  methods: "all" | string[];
}

export interface SdkModel {
  /** Version of the description. */
  version: string;
  methods: SdkMethod[];
  /** By the names of their schemas, each after those that it is made of. */
  models: Record<string, SdkModelType>;
  enums: Record<string, SdkEnum>;
  errors: SdkError[];
  /** The page of the site that says what each code means. */
  errorsPage: string;
  behaviour: Behaviour;
}

/** The languages of the clients. */
export type LanguageName = "typescript" | "php" | "python" | "go" | "java";

/** `dist/errors.json` of the description. */
export interface Catalogue {
  page: string;
  errors: {
    code: string;
    meaning: string;
    action: string;
    executed: string;
    answers: { status: number; methods: string[] }[];
  }[];
}

/** `dist/sdk.json` of the description: the bundle under its overlay. */
export interface SdkDocument {
  info: { version: string };
  paths: Record<string, { post?: Operation }>;
  components: { schemas: Schemas; examples?: Record<string, { value: unknown }> };
}

export type Examples = Record<string, { $ref?: string; value?: unknown }>;

export interface Operation {
  summary: string;
  "x-about": string;
  "x-effect": Effect;
  "x-sdk-name"?: string;
  "x-sdk-reader"?: string;
  "x-sdk-shows"?: string;
  "x-traps"?: { id: string; audience?: "wire"; text: string }[];
  requestBody: { content: { "application/json": { schema: Schema; examples: Examples } } };
  responses: { "200": { content: { "application/json": { schema: Schema; examples: Examples } } } };
}

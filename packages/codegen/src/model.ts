// The model that all five clients are generated from: bundle, overlay, errors and behaviour of the description, brought
// together once. A renderer turns it into code, and knows the syntax of its language only.
import { type Behaviour, type Effect, statusOf } from "./behaviour.ts";
import {
  isClosed,
  isOpen,
  type Schema,
  type Schemas,
  schemaNameOf,
  textOf,
  typeOf,
  wordsIn,
  wordsOf,
} from "./schemas.ts";

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

type Examples = Record<string, { $ref?: string; value?: unknown }>;

interface Operation {
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

/**
 * The model of a description, from what its package exports as sdk.json, errors.json and behaviour.json, with the names
 * of a language.
 */
export function modelOf(
  sdk: object,
  { page, errors }: Catalogue,
  behaviour: Behaviour,
  language: LanguageName,
): SdkModel {
  const document = named(sdk, language) as SdkDocument;
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, { post }]): [string, Operation][] =>
    post?.["x-sdk-name"] ? [[path.slice(1), post]] : [],
  );
  const known = errorsOf(
    errors,
    operations.map(([wire]) => wire),
    schemas.KnownErrorCode?.["x-sdk-names"] ?? {},
  );
  const methods = operations.map(([wire, operation]) => methodOf(wire, operation, document, known));
  return {
    version: document.info.version,
    methods,
    ...reachedFrom(methods, schemas),
    errors: known,
    errorsPage: page,
    behaviour,
  };
}

/** A copy in which `x-sdk-name-go` stands as `x-sdk-name` where the language is Go, and nowhere else. */
function named(value: unknown, language: LanguageName): unknown {
  if (Array.isArray(value)) return value.map((one) => named(one, language));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, named(one, language)] as const);
  const own = entries.filter(([key]) => key.startsWith("x-sdk-") && key.endsWith(`-${language}`));
  return Object.fromEntries([...entries, ...own.map(([key, one]) => [key.slice(0, -language.length - 1), one])]);
}

/** The errors of portals; those of the authorisation server alone are no client's constants. */
function errorsOf(errors: Catalogue["errors"], wires: string[], names: Record<string, string>): SdkError[] {
  return errors
    .filter(({ answers }) => answers.some(({ methods }) => !isOfTokens(methods)))
    .map(({ code, meaning, action, executed, answers }) => {
      const status = statusOf({ answers });
      const methods = answers.flatMap(({ methods }) => methods as string[]);
      return {
        code,
        words: wordsOf(names[code] ?? code),
        meaning,
        action,
        ...(status !== undefined && { status }),
        maybeExecuted: executed === "unknown",
        methods: methods.includes("all") || wires.every((wire) => methods.includes(wire)) ? "all" : methods,
      };
    });
}

const isOfTokens = (methods: string[]): boolean => methods.includes("oauth.token");

function methodOf(wire: string, operation: Operation, document: SdkDocument, errors: SdkError[]): SdkMethod {
  const { schemas } = document.components;
  const request = operation.requestBody.content["application/json"];
  const response = operation.responses["200"].content["application/json"];
  const params = schemas[schemaNameOf(request.schema)]!;
  const result = schemas[schemaNameOf(response.schema)]!.properties!.result!;
  const reader = operation["x-sdk-reader"];
  return {
    wire,
    words: wordsOf(operation["x-sdk-name"]!),
    effect: operation["x-effect"],
    summary: operation.summary,
    about: operation["x-about"].split("\n\n").map(onOneLine),
    traps: (operation["x-traps"] ?? []).map(({ id, audience, text }) => ({
      id,
      text: onOneLine(text),
      isOfWire: audience === "wire",
    })),
    params: fieldsOf(params, schemas).toSorted((a, b) => Number(b.required) - Number(a.required)),
    result: typeOf(result, schemas),
    resultText: textOf(result, schemas),
    codes: errors.filter(({ methods }) => methods !== "all" && methods.includes(wire)).map(constantName),
    explicit: params["x-sdk-explicit"] ?? [],
    ...(reader && { reader: wordsOf(reader) }),
    example: exampleOf(operation, document),
  };
}

/** The first example of a request, and the response of the same name, or the first. */
function exampleOf(operation: Operation, { components }: SdkDocument): SdkExample {
  const value = ({ $ref, ...example }: Examples[string]): unknown =>
    $ref ? components.examples![$ref.split("/").at(-1)!]!.value : example.value;
  const [[name, request] = ["", { value: {} }]] = Object.entries(
    operation.requestBody.content["application/json"].examples ?? {},
  );
  const responses = operation.responses["200"].content["application/json"].examples ?? {};
  const response = responses[name] ?? Object.values(responses)[0] ?? { value: {} };
  return {
    params: value(request) as Record<string, unknown>,
    result: (value(response) as { result?: unknown }).result,
    ...(operation["x-sdk-shows"] && { shows: operation["x-sdk-shows"] }),
  };
}

/** The fields of an object, without the credentials, which a client adds. */
function fieldsOf({ properties = {}, required = [] }: Schema, schemas: Schemas): SdkField[] {
  return Object.entries(properties)
    .filter(([wire]) => wire !== "auth")
    .map(([wire, property]) => ({
      wire,
      words: wordsOf(property["x-sdk-name"] ?? wire),
      type: typeOf(property, schemas),
      required: required.includes(wire),
      nullable: [schemas[schemaNameOf(property)]?.type ?? property.type].flat().includes("null"),
      text: textOf(property, schemas),
    }));
}

/** All models and enums that methods take or return. */
function reachedFrom(methods: SdkMethod[], schemas: Schemas): Pick<SdkModel, "models" | "enums"> {
  const models: SdkModel["models"] = {};
  const enums: SdkModel["enums"] = {};
  const addEnum = (schema: string, isOfMaps: boolean): void => {
    const known = enums[schema];
    enums[schema] = known ? { ...known, isOfMaps: known.isOfMaps && isOfMaps } : enumOf(schema, isOfMaps, schemas);
  };
  const add = (type: SdkType, isInput: boolean): void => {
    if (type.kind === "list" && type.of.kind === "enum") addEnum(type.of.schema, true);
    else if (type.kind === "list") add(type.of, isInput);
    if (type.kind === "enum") addEnum(type.schema, false);
    if (type.kind === "order") for (const schema of [type.field, type.direction]) addEnum(schema, true);
    if (type.kind !== "model" || models[type.schema]) return;
    const model = modelTypeOf(type.schema, isInput, schemas);
    for (const field of model.fields) add(field.type, isInput);
    models[type.schema] = model;
  };
  for (const { params, result } of methods) {
    for (const { type } of params) add(type, true);
    add(result, false);
  }
  return { models, enums };
}

function modelTypeOf(schema: string, isInput: boolean, schemas: Schemas): SdkModelType {
  const own = schemas[schema]!;
  return {
    schema,
    words: wordsOf(own["x-sdk-name"] ?? schema),
    text: textOf(own, schemas),
    fields: fieldsOf(own, schemas),
    isInput,
    ...(own["x-sdk-whole"] && { whole: own["x-sdk-whole"] }),
  };
}

function enumOf(schema: string, isOfMaps: boolean, schemas: Schemas): SdkEnum {
  const own = schemas[schema]!;
  const known = isClosed(own) ? own : schemas[schemaNameOf(own.anyOf![0]!)]!;
  return {
    schema,
    words: wordsOf(own["x-sdk-name"] ?? schema),
    values: wordsIn(known)!,
    prefix: wordsOf(own["x-sdk-prefix"] ?? own["x-sdk-name"] ?? schema),
    text: textOf(known, schemas),
    isOpen: isOpen(own, schemas),
    isOfMaps,
  };
}

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** `UNKNOWN_FIELD`. */
export const constantName = ({ words }: Pick<SdkError, "words">): string => words.join("_").toUpperCase();

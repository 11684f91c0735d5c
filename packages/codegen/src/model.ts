// The model that all five clients are generated from: bundle, overlay, errors and behaviour of the description, brought
// together once. A renderer turns it into code, and knows the syntax of its language only.
import { type Behaviour, statusOf } from "./behaviour.ts";
import type { Schema, Schemas } from "./schema.ts";
import { isClosed, isOpen, schemaNameOf, textOf, typeOf, wordsIn, wordsOf } from "./schemas.ts";
import type {
  Catalogue,
  Examples,
  LanguageName,
  Operation,
  SdkDocument,
  SdkEnum,
  SdkError,
  SdkExample,
  SdkField,
  SdkMethod,
  SdkModel,
  SdkModelType,
  SdkType,
} from "./sdk-model.ts";

export type * from "./sdk-model.ts";

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

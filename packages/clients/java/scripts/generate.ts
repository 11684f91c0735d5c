// The Java client's generated files: records of parameters and answers, constants of the open sets, and what the client
// has to know about error codes. Formatted as google-java-format wants it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { javaNumbers } from "@b24-calllist/codegen/numbers";
import { constantName, modelOf, type Schema } from "@b24-calllist/codegen/old-model";
import { javaOutcomes } from "@b24-calllist/codegen/outcomes/java";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };
import { javadoc, list, name } from "./java.ts";

const { schemas, methods, errors, errorsPage, version } = modelOf(sdk, catalogue, behaviour as Behaviour);
const RECORDS: Record<string, string> = {
  CallListAddParams: "AddParams",
  CallListListParams: "ListParams",
  CallListUpdateParams: "UpdateParams",
  CallListItemsGetParams: "ItemsParams",
  ParticipantFilter: "ParticipantFilter",
  CallList: "CallList",
  CallListRow: "CallListRow",
  CallListItem: "Participant",
  CallStatus: "CallStatus",
};
/** Right values, by their names on the wire, for messages about wrong ones. */
const EXAMPLES: Record<string, string> = {
  SELECT: 'List.of("ID")',
};

/** How an id is checked, by the name of its schema. */
const ID_CHECKS: Record<string, string> = { Id: "id", WebformId: "optionalId", EntityIds: "ids" };

/** Those of call lists, and batch. */
const METHODS = [...methods.map(({ wire }) => wire), "batch"];

const files: Files = {
  ...java("Catalogue", "spec/dist/errors.json and pom.xml", ["java.util.Map", "java.util.Set"], catalogueClass()),
  ...java("Outcome", "spec/dist/behaviour.json", ["java.util.Set"], javaOutcomes(behaviour as Behaviour)),
  ...java("Numbers", "spec/dist/behaviour.json", ["java.time.Duration"], javaNumbers(behaviour as Behaviour)),
  ...java("ErrorCode", "spec/dist/errors.json", [], errorCodes()),
  ...java("StatusCode", "spec/dist/sdk.json", [], constants("StatusCode", "KnownStatusCode")),
  ...java("EntityType", "spec/dist/sdk.json", [], constants("EntityType", "EntityType", "What a new list calls.")),
  ...java("EntityTypeName", "spec/dist/sdk.json", [], constants("EntityTypeName", "KnownEntityType")),
};
for (const schema of Object.keys(RECORDS)) Object.assign(files, recordFile(schema));
Object.assign(files, await readme());
await emit(files);

function java(type: string, from: string, imports: string[], body: string): Files {
  const path = fileURLToPath(new URL(`../src/main/java/io/github/b24calllist/${type}.java`, import.meta.url));
  const head = imports.length > 0 ? `${imports.map((one) => `import ${one};`).join("\n")}\n\n` : "";
  return { [path]: `// ${header(from)}\n\npackage io.github.b24calllist;\n\n${head}${body}` };
}

// Records ------------------------------------------------------------------------------------------------------------

interface Field {
  wire: string;
  name: string;
  type: string;
  required: boolean;
  nullable: boolean;
  /** Name of the schema. */
  schema: string;
  doc: string;
}

function recordFile(schemaName: string): Files {
  const schema = schemas[schemaName]!;
  const type = RECORDS[schemaName]!;
  const fields = Object.entries(schema.properties ?? {})
    .filter(([wire]) => wire !== "auth")
    .map(([wire, property]) => fieldOf(wire, property, schema.required?.includes(wire) ?? false));
  const isInput = schema.additionalProperties === false;
  const uses = (type: string): boolean => fields.some((field) => field.type.startsWith(type));
  const imports = [
    ...(isInput ? ["java.util.LinkedHashMap"] : []),
    ...(uses("List") ? ["java.util.List"] : []),
    "java.util.Map",
  ];
  const tags = fields.map((field) => `@param ${field.name} ${docOf(field)}`);
  const body = [
    ...(isInput ? [copies(fields, type), factory(fields, type), withers(fields, type), toWire(fields)] : []),
    ...(isInput ? [] : [fromWire(fields, type)]),
  ].filter(Boolean);
  return java(
    type,
    "spec/dist/sdk.json",
    imports,
    `${javadoc("", schema.description ?? "", tags)}${list("", `public record ${type}`, fields.map(declared), " {")}\n${body.join("\n\n")}\n}\n`,
  );
}

function declared(field: Field): string {
  return `${field.type} ${field.name}`;
}

function docOf({ wire, doc, type, required }: Field): string {
  return `\`${wire}\`. ${doc}${required || /[^\w]null\b/.test(doc) || type === "long" ? "" : " Null when left out."}`;
}

function fieldOf(wire: string, property: Schema, required: boolean): Field {
  const type = typeOf(property);
  // Of an answer, a row without its id is none; any other number may be missing one day.
  const isSure = type === "Long" && required && /^(LIST_)?ID$/.test(wire);
  const schema = refName(property) ?? "";
  const nullable = [resolve(property).type].flat().includes("null");
  return {
    wire,
    name: name(property["x-sdk-name"] ?? wire),
    type: isSure ? "long" : type,
    required,
    nullable,
    schema,
    doc: summary(property),
  };
}

function refName(schema: Schema): string | undefined {
  return schema.$ref?.split("/").at(-1);
}

function resolve(schema: Schema): Schema {
  return schema.$ref ? schemas[refName(schema)!]! : schema;
}

function summary(property: Schema): string {
  // Here they are numbers.
  if (refName(property) === "Id") return "Id of the call list.";
  if (refName(property) === "NumericString") return "A whole number.";
  if (refName(property) === "NullableNumericString") return "A whole number, or null.";
  return (property.description ?? resolve(property).description ?? "").split("\n\nFields are")[0]!;
}

/** Numbers come and go as text or number, so whatever may be a whole number is one here. */
function typeOf(property: Schema): string {
  const record = RECORDS[refName(property) ?? ""];
  if (record) return record;
  const schema = resolve(property);
  if (schema.type === "array") return `List<${typeOf(schema.items!)}>`;
  if (schema.type === "object")
    return resolve(schema.additionalProperties as Schema).anyOf ? "Map<String, ?>" : "Map<String, String>";
  const isNumber = schema.type?.includes("integer") || refName(property)?.endsWith("NumericString");
  return isNumber ? "Long" : "String";
}

/** Lists and maps that the caller changes later must not change a request; and ids have to be ids. */
function copies(fields: Field[], type: string): string {
  const lines = fields.map(checked).filter(Boolean);
  if (lines.length === 0) return "";
  const isCopy = fields.some(({ type }) => /^(List|Map)/.test(type));
  const summary = isCopy
    ? "Copies lists and maps, so that changing them later changes nothing here."
    : "Checks the ids.";
  const doc = javadoc("  ", summary, [...paramTags(fields), throwsTag(fields)]);
  return `${doc}  public ${type} {\n${lines.join("\n")}\n  }`;
}

function checked({ wire, name, type, required, schema }: Field): string {
  const idCheck = ID_CHECKS[schema];
  if (idCheck) {
    const call = `Wire.${idCheck}(${name}, "${name}");`;
    return idCheck === "ids" ? `    ${name} = ${call}` : `    ${call}`;
  }
  const check = (): string => `Wire.checked(${name}, "${name}", ${JSON.stringify(exampleOf(wire))})`;
  const values = schemas[schema]?.enum;
  if (values) {
    const all = values.map((value) => JSON.stringify(value)).join(", ");
    return `    Wire.oneOf(${name}, "${name}", List.of(${all}));`;
  }
  if (!/^(List|Map)/.test(type)) return "";
  const copy = type.startsWith("List") ? check() : `Wire.copyOf(${name})`;
  return required ? `    ${name} = ${copy};` : `    ${name} = ${name} == null ? null : ${copy};`;
}

function exampleOf(wire: string): string {
  const example = EXAMPLES[wire];
  if (example === undefined) throw new Error(`${wire} needs a right value in EXAMPLES`);
  return example;
}

function throwsTag(fields: Field[]): string {
  const needed = fields
    .filter(
      ({ required, nullable, type, schema }) => required && !nullable && type !== "long" && !schemas[schema]?.enum,
    )
    .map(({ name }) => `\`${name}\``);
  const reasons = [
    ...(needed.length > 0 ? [`${needed.join(" or ")} is null`] : []),
    ...(fields.some(({ type }) => type.startsWith("List")) ? ["a list holds a null"] : []),
    ...fields.flatMap(({ name, schema }) => {
      const values = schemas[schema]?.enum?.map((value) => `\`${value}\``);
      return values ? [`\`${name}\` is not ${values.join(" or ")}`] : [];
    }),
    ...(fields.some(({ schema }) => schema in ID_CHECKS) ? ["an id is not above 0"] : []),
  ];
  return `@throws IllegalArgumentException when ${reasons.join(", or ")}; the message shows a right one`;
}

function paramTags(fields: Field[]): string[] {
  return fields.map(({ name, wire }) => `@param ${name} \`${wire}\``);
}

function factory(fields: Field[], type: string): string {
  if (fields.length < 2) return "";
  const required = fields.filter((field) => field.required);
  const doc = javadoc(
    "  ",
    required.length > 0
      ? "The parameters that must be there; the others are left out."
      : "All parameters are left out.",
    [...paramTags(required), "@return the parameters"],
  );
  const values = fields.map((field) => (field.required ? field.name : "null"));
  return `${doc}${list("  ", `public static ${type} of`, required.map(declared), " {")}\n    return new ${type}(${values.join(", ")});\n  }`;
}

function withers(fields: Field[], type: string): string {
  if (fields.length < 2) return "";
  return fields
    .filter((field) => !field.required)
    .map((field) => {
      const method = `with${field.name[0]!.toUpperCase()}${field.name.slice(1)}`;
      const doc = javadoc("  ", `The same parameters with this \`${field.wire}\`.`, [
        `@param ${field.name} \`${field.wire}\`, or null to leave it out`,
        "@return new parameters",
      ]);
      return `${doc}  public ${type} ${method}(${declared(field)}) {\n    return new ${type}(${fields.map(({ name }) => name).join(", ")});\n  }`;
    })
    .join("\n\n");
}

function toWire(fields: Field[]): string {
  const lines = fields.map(({ wire, name, type }) => {
    const isRecord = Object.values(RECORDS).includes(type);
    const value = isRecord ? `${name} == null ? null : ${name}.toWire()` : name;
    return `    Wire.put(wire, "${wire}", ${value});`;
  });
  return `  Map<String, Object> toWire() {\n    var wire = new LinkedHashMap<String, Object>();\n${lines.join("\n")}\n    return wire;\n  }`;
}

function fromWire(fields: Field[], type: string): string {
  const READ: Record<string, string> = { long: "requiredLong", Long: "longOf", String: "textOf" };
  const values = fields.map((field) => `Wire.${READ[field.type]}(wire, "${field.wire}")`);
  return `  static ${type} fromWire(Map<String, ?> wire) {\n${list("    ", `return new ${type}`, values, ";")}\n  }`;
}

// Constants ----------------------------------------------------------------------------------------------------------

function constants(type: string, schemaName: string, text?: string): string {
  const { description, enum: values } = schemas[schemaName]!;
  return holder(
    type,
    text ?? `${description} Portals can send others.`,
    values!.map((value) => [value.toUpperCase(), value, `\`${value}\`.`]),
  );
}

function errorCodes(): string {
  return holder(
    "ErrorCode",
    "Codes of portals' refusals that are known, to compare with {@link PortalException#code()}. An open set: portals can send others.",
    errors
      .filter(({ words }) => words.length > 0)
      .map((error) => [constantName(error), error.code, `${error.meaning} ${error.action}`]),
  );
}

function holder(type: string, doc: string, values: [constant: string, value: string, meaning: string][]): string {
  const fields = values.map(
    ([constant, value, meaning]) => `${javadoc("  ", meaning)}  public static final String ${constant} = "${value}";`,
  );
  return `${javadoc("", doc)}public final class ${type} {\n${fields.join("\n\n")}\n\n  private ${type}() {}\n}\n`;
}

/** As pom.xml has it. */
function clientVersion(): string {
  const pom = readFileSync(new URL("../pom.xml", import.meta.url), "utf8");
  return /<version>([\d.]+)/.exec(pom)![1]!;
}

/** What the table of outcomes goes by. */
function catalogueClass(): string {
  const statuses = errors.flatMap(({ code, status }) => (status ? [`          Map.entry("${code}", ${status})`] : []));
  const unknown = errors.flatMap(({ code, maybeExecuted }) => (maybeExecuted ? [`"${code}"`] : []));
  return `/** What the description says about methods and error codes. */
final class Catalogue {
  /** Version of this client. */
  static final String CLIENT_VERSION = "${clientVersion()}";

  /** Version of the description that this client was made from. */
  static final String DESCRIPTION_VERSION = "${version}";

  /** Methods that are described. */
  static final Set<String> METHODS =
      Set.of(
${METHODS.map((method) => `          "${method}"`).join(",\n")});

  /** HTTP status of codes that say more than "the request is wrong", as in a batch. */
  static final Map<String, Integer> STATUS_OF_CODE =
      Map.ofEntries(
${statuses.join(",\n")});

  /** The page of the site that says of every code what it means. */
  static final String ERRORS_PAGE = "${errorsPage}";

  /** Codes after which nobody knows whether the portal had already done something. */
  static final Set<String> MAYBE_EXECUTED = Set.of(${unknown.join(", ")});

  private Catalogue() {}
}
`;
}

async function readme(): Promise<Files> {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const table = retriesTable(behaviour as Behaviour, { add: "add" });
  return { [path]: await withPart(path, "retries", header("spec/behaviour.yaml"), table) };
}

// Types in Java: records of what portals send, classes of parameters, constants.
import type { SdkEnum, SdkField, SdkMethod, SdkModel, SdkModelType } from "../../model.ts";
import { javadoc, javaName, list, typeName } from "./text.ts";
import { checked, importsOf, type JavaClass, readerOf, typeOfField } from "./types.ts";

const FROM = "spec/dist/sdk.json";

/** All of them. Words within maps are written as text. */
export function javaModels(model: SdkModel): JavaClass[] {
  return [
    ...Object.values(model.enums)
      .filter(({ isOfMaps }) => !isOfMaps)
      .map(enumOf),
    ...Object.values(model.models).map((one) =>
      one.isInput ? input(typeName(one.words), one.text, one.fields, model) : record(one, model),
    ),
    ...model.methods
      .filter(hasParams)
      .map((method) => input(paramsName(method), `Parameters of ${method.wire}.`, method.params, model)),
  ];
}

export const paramsName = ({ words }: SdkMethod): string => `${typeName(words)}Params`;

/** The only parameter of a method, which is given by itself. */
export const ownParam = ({ params }: SdkMethod): SdkField | undefined =>
  params.length === 1 && params[0]!.required ? params[0] : undefined;

/** Whether its parameters have a class. */
export const hasParams = (method: SdkMethod): boolean => method.params.length > 0 && !ownParam(method);

export const declared = (field: SdkField, model: SdkModel): string =>
  `${typeOfField(field, model)} ${javaName(field.words)}`;

/** A constants class of its own. */
export function holder(
  name: string,
  from: string,
  doc: string,
  values: [constant: string, value: string, meaning: string][],
): JavaClass {
  const fields = values.map(
    ([constant, value, meaning]) => `${javadoc("  ", [meaning])}  public static final String ${constant} = "${value}";`,
  );
  const body = `${javadoc("", [doc])}public final class ${name} {\n${fields.join("\n\n")}\n\n  private ${name}() {}\n}\n`;
  return { name, from, imports: [], body };
}

const enumOf = ({ words, text, isOpen, values }: SdkEnum): JavaClass =>
  holder(
    typeName(words),
    FROM,
    isOpen ? `${text} Portals can send others.` : text,
    values.map((value) => [value.toUpperCase(), value, `\`${value}\`.`]),
  );

/** What portals send. */
function record({ words, text, fields }: SdkModelType, model: SdkModel): JavaClass {
  const name = typeName(words);
  const types = fields.map((field) => declared(field, model));
  const readers = fields.map((field) => readerOf(field, model));
  return {
    name,
    from: FROM,
    imports: [...new Set([...importsOf(types), "java.util.Map"])],
    body: `${javadoc(
      "",
      [text],
      fields.map((field) => `@param ${javaName(field.words)} ${textOf(field)}`),
    )}${list("", `public record ${name}`, types, " {")}
  static ${name} fromWire(Map<String, ?> wire) {
${list("    ", `return new ${name}`, readers, ";")}
  }
}
`,
  };
}

function textOf({ wire, text, required, type }: SdkField): string {
  const isMissing = !required && !text.endsWith("when left out.") && !text.includes("`null`");
  return `\`${wire}\`. ${text}${isMissing && type.kind !== "model" ? " Null when left out." : ""}`;
}

/** What is sent: parameters of a method, or a part of them. New ones can be added without breaking who uses it. */
function input(name: string, text: string, fields: SdkField[], model: SdkModel): JavaClass {
  const types = fields.map((field) => declared(field, model));
  const required = fields.filter((field) => field.required);
  const optional = fields.filter((field) => !field.required);
  const members = [
    `  private ${name}(Map<String, Object> values) {\n    super(values);\n  }`,
    factory(name, required, model),
    ...optional.map((field) => wither(name, field, model)),
    ...fields.map((field) => getter(field, model)),
  ];
  return {
    name,
    from: FROM,
    imports: [
      ...(required.length > 0 ? ["java.util.LinkedHashMap"] : []),
      ...new Set([...importsOf(types), "java.util.Map"]),
    ],
    body: `${javadoc("", [text, "It never changes, and keeps copies of lists and maps."])}public final class ${name} extends Params {
${members.join("\n\n")}
}
`,
  };
}

function factory(name: string, required: SdkField[], model: SdkModel): string {
  const doc = javadoc(
    "  ",
    [required.length > 0 ? "With what must be named; the rest is left out." : "With everything left out."],
    [
      ...required.map((field) => `@param ${javaName(field.words)} ${textOf(field)}`),
      "@return the parameters",
      ...wrongs(required, model),
    ],
  );
  const head = list(
    "  ",
    `public static ${name} of`,
    required.map((field) => declared(field, model)),
    " {",
  );
  const puts = required.map((field) => `    Wire.put(values, "${field.wire}", ${checked(field, model)});\n`);
  return required.length === 0
    ? `${doc}${head}\n    return new ${name}(Map.of());\n  }`
    : `${doc}${head}\n    var values = new LinkedHashMap<String, Object>();\n${puts.join("")}    return new ${name}(values);\n  }`;
}

function wither(name: string, field: SdkField, model: SdkModel): string {
  const own = javaName(field.words);
  const doc = javadoc(
    "  ",
    [`The same parameters with this \`${field.wire}\`.`],
    [`@param ${own} ${textOf(field)}`, "@return changed parameters", ...wrongs([field], model)],
  );
  return `${doc}  public ${name} with${typeName(field.words)}(${declared(field, model)}) {
${list("    ", `return new ${name}`, [`with("${field.wire}", ${checked(field, model)})`], ";")}
  }`;
}

const wrongs = (fields: SdkField[], model: SdkModel): string[] =>
  fields.some(
    (field) => checked(field, model).includes("Wire.") && field.type.kind !== "filter" && field.type.kind !== "order",
  )
    ? ["@throws IllegalArgumentException for a wrong value; the message shows a right one"]
    : [];

function getter(field: SdkField, model: SdkModel): string {
  const doc = javadoc(
    "  ",
    [`\`${field.wire}\`.`],
    [field.required && !field.nullable ? "@return the value" : "@return the value, or null"],
  );
  return `${doc}  public ${typeOfField(field, model)} ${javaName(field.words)}() {\n    return value("${field.wire}");\n  }`;
}

// What the methods take and return, for programs without types: a reader of the result, and a test for each parameter,
// by kinds.ts of the client.
import type { SdkField, SdkMethod, SdkModel, SdkType } from "../../model.ts";

export function methodsModule(model: SdkModel): string {
  const code = model.methods.map(
    (method) => `  ["${method.wire}", [${readerOf(method)}, { ${testsOf(method, model)} }]],\n`,
  );
  const used = [...new Set(code.join("").match(/\b[a-z]\w+(?=[(,])/g))].sort();
  return `import { ${used.join(", ")}, type Reader, type Test } from "../internal/kinds.ts";

/** Reader of the result and tests of the parameters, by method. */
export const METHODS: ReadonlyMap<string, readonly [Reader, Readonly<Record<string, Test>>]> = new Map<
  string,
  [Reader, Record<string, Test>]
>([
${code.join("")}]);
`;
}

function readerOf({ wire, result }: SdkMethod): string {
  const readers: Partial<Record<SdkType["kind"], string>> = {
    id: "newId",
    boolean: "done",
    list: "rows",
    model: "row",
  };
  const reader = readers[result.kind];
  if (!reader) throw new Error(`${wire}: a ${result.kind} is no result yet`);
  return reader;
}

const testsOf = ({ params, explicit }: SdkMethod, model: SdkModel): string =>
  params
    .map((param) => {
      const test = testOf(param, model);
      return `${param.wire}: ${explicit.includes(param.wire) ? `explicit(${test})` : test}`;
    })
    .join(", ");

function testOf({ type, nullable }: SdkField, model: SdkModel): string {
  const test = testOfType(type, model);
  return nullable ? `orNull(${test})` : test;
}

const words = (values: string[]): string => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;

function testOfType(type: SdkType, model: SdkModel): string {
  switch (type.kind) {
    case "id":
      return "id";
    case "integer":
      return `wholeFrom(${type.minimum ?? "-Infinity"})`;
    case "list":
      // An empty selection selects nothing.
      return `listOf(${testOfType(type.of, model)}${type.of.kind === "enum" ? ", 1" : ""})`;
    case "enum": {
      const { isOpen, values } = model.enums[type.schema]!;
      return isOpen ? `text("${values[0]}")` : `wordOf(${words(values)})`;
    }
    case "filter":
      return `filterOf(/^(${type.operators.join("|")})?(${type.fields.join("|")})$/, '{ "${type.operators[0]}${type.fields[0]}": 20 }')`;
    case "order":
      return `orderOf(${words(model.enums[type.field]!.values)}, ${words(model.enums[type.direction]!.values)})`;
    case "model": {
      const fields = model.models[type.schema]!.fields.map((field) => `${field.wire}: ${testOf(field, model)}`);
      return `objectOf({ ${fields.join(", ")} })`;
    }
    default:
      return `text("")`;
  }
}

// The methods of the client in Java, with all that is to be known of them, and the commands of a batch.
import type { SdkField, SdkMethod, SdkModel } from "../../model.ts";
import { javaCall } from "./call.ts";
import { declared, hasParams, ownParam, paramsName } from "./models.ts";
import { constantName, javadoc, javaName, list, typeName } from "./text.ts";
import { boxed, checked, importsOf, type JavaClass, javaType, resultReader } from "./types.ts";

/** `Methods`, from which the client has its methods, and `Commands`, from which commands have their ways to make them. */
export function javaMethods(model: SdkModel): JavaClass[] {
  const types = model.methods.map(({ result }) => javaType(result, model));
  const from = "spec/dist/sdk.json";
  return [
    {
      name: "Methods",
      from,
      imports: importsOf(types),
      body: `/** The methods of the portal. */
abstract class Methods {
  Methods() {}

  abstract <T> T call(Command<T> command);

${model.methods.flatMap((method) => facades(method, model)).join("\n\n")}
}
`,
    },
    {
      name: "Commands",
      from,
      imports: [...importsOf(types), ...(model.methods.some((method) => !hasParams(method)) ? ["java.util.Map"] : [])],
      body: `/** A command for each method of the portal. */
abstract class Commands {
${model.methods.map((method) => `  static final String ${constantName(method.words)} = "${method.wire}";`).join("\n")}

  Commands() {}

${model.methods.map((method) => command(method, model)).join("\n\n")}
}
`,
    },
  ];
}

function command(method: SdkMethod, model: SdkModel): string {
  const type = `Command<${boxed(javaType(method.result, model))}>`;
  const own = ownParam(method);
  const params = own
    ? `Map.of("${own.wire}", ${checked(own, model)})`
    : hasParams(method)
      ? "params.toWire()"
      : "Map.of()";
  const doc = javadoc(
    "  ",
    [`The command for {@link CallListClient#${javaName(method.words)}}.`],
    [...paramTags(method), `@return the command`, ...(own ? [WRONG] : [])],
  );
  return `${doc}${list("  ", `public static ${type} ${javaName(method.words)}`, given(method, model), " {")}
${list("    ", "return new Command<>", [constantName(method.words), params, resultReader(method, model)], ";")}
  }`;
}

const WRONG = "@throws IllegalArgumentException for an id that is not above 0";

const given = (method: SdkMethod, model: SdkModel): string[] => {
  const own = ownParam(method);
  return own ? [declared(own, model)] : hasParams(method) ? [`${paramsName(method)} params`] : [];
};

function paramTags(method: SdkMethod): string[] {
  const own = ownParam(method);
  return own ? [paramTag(own)] : hasParams(method) ? ["@param params what is sent"] : [];
}

const paramTag = ({ words, text }: SdkField): string => `@param ${javaName(words)} ${text}`;

/** A method; and, of one whose parameters are mostly left out, one that takes what has to be there alone. */
function facades(method: SdkMethod, model: SdkModel): string[] {
  const required = method.params.filter((field) => field.required);
  const name = javaName(method.words);
  const type = javaType(method.result, model);
  const names = ownParam(method) ? javaName(required[0]!.words) : hasParams(method) ? "params" : "";
  const full = `${docOf(method, model)}${list("  ", `public ${type} ${name}`, given(method, model), " {")}
    return call(Command.${name}(${names}));
  }`;
  if (!hasParams(method) || required.length > 1) return [full];
  const doc = javadoc(
    "  ",
    [`${method.summary}, as {@link #${name}(${paramsName(method)})}, with all that can be left out left out.`],
    [...required.map(paramTag), "@return the result", ...(required.length > 0 ? [WRONG] : [])],
  );
  const short = `${doc}${list(
    "  ",
    `public ${type} ${name}`,
    required.map((field) => declared(field, model)),
    " {",
  )}
    return ${name}(${paramsName(method)}.of(${required.map(({ words }) => javaName(words)).join(", ")}));
  }`;
  return [short, full];
}

function docOf(method: SdkMethod, model: SdkModel): string {
  const { wire, summary, about, traps, codes, effect, reader, resultText } = method;
  return javadoc(
    "  ",
    [
      `${summary} (\`${wire}\`).`,
      ...about,
      ...(reader ? [`{@link CallListClient#${javaName(reader)}} reads all pages.`] : []),
      ...traps.filter(({ isOfWire }) => !isOfWire).map(({ text }) => `- ${text}`),
      `<pre>{@code\n${exampleOf(method, model)}\n}</pre>`,
    ],
    [
      ...paramTags(method),
      `@return ${resultText || "the result"}`,
      ...(codes.length > 0
        ? [`@throws PortalException among others with ${codes.map((code) => `{@link ErrorCode#${code}}`).join(", ")}`]
        : []),
      ...(effect === "create"
        ? ["@throws OutcomeUnknownException when it may have been executed, or not; it is not retried then"]
        : []),
    ],
  );
}

function exampleOf(method: SdkMethod, model: SdkModel): string {
  const { example, result } = method;
  const row = result.kind === "list" ? result.of : result;
  const field = row.kind === "model" && model.models[row.schema]!.fields.find(({ wire }) => wire === example.shows);
  const call = javaCall("b24", method, example.params, model);
  if (!field) return `System.out.println(${call});`;
  const shown = `${javaName(field.words)}()`;
  if (result.kind !== "list") return `System.out.println(${call}.${shown});`;
  return `for (${typeName(model.models[(row as { schema: string }).schema]!.words)} row : ${call}) {\n  System.out.println(row.${shown});\n}`;
}

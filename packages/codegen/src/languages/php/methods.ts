// PHP's commands, and the methods of the client with what is to be known about them.
import type { SdkMethod, SdkModel } from "../../model.ts";
import { camelOf, modelIn } from "../words.ts";
import { comment } from "./syntax.ts";
import { callOf, type Parameter, parametersOf, resultOf } from "./types.ts";

const nameOf = ({ words }: SdkMethod): string => camelOf(words);
const paragraphs = (...parts: string[][]): string[] =>
  parts.filter((part) => part.length > 0).flatMap((part, at) => (at === 0 ? part : ["", ...part]));

function signature(parameters: Parameter[], result: string): string {
  const list = parameters.map(({ name, phpType, empty }) => `${phpType} $${name}${empty ? ` = ${empty}` : ""}`);
  const line = list.join(", ");
  return line.length < 70
    ? `(${line}): ${result}\n    {`
    : `(\n        ${list.join(",\n        ")},\n    ): ${result} {`;
}

const tagsOf = (parameters: Parameter[]): string[] =>
  parameters.map(
    ({ docType, name, wire, within, text }) =>
      `@param ${docType} $${name} \`${within ? `${within}.${wire}` : wire}\`. ${text}`,
  );

/** Static methods, each of which makes a command. */
export function commandsTrait(model: SdkModel): string {
  const factories = model.methods.map((method) => {
    const parameters = parametersOf(method, model);
    const { docType, reader } = resultOf(method.result, model);
    const values = parameters.map(({ wire, within, written }) => `            '${within ?? wire}' => ${written},`);
    const params = values.length === 0 ? "[]" : `Wire::given([\n${values.join("\n")}\n        ])`;
    return `${comment(
      paragraphs([`${method.summary}: \`${method.wire}\`.`], tagsOf(parameters), [`@return self<${docType}>`]),
      4,
    )}
    public static function ${nameOf(method)}${signature(parameters, "self")}
        return new self('${method.wire}', ${params}, ${reader});
    }`;
  });
  return `/**
 * The commands of {@see \\B24CallList\\Command}.
 *
 * @internal
 */
trait Commands
{
${factories.join("\n\n")}
}`;
}

/** Methods of the client, each of which calls a command. */
export function methodsTrait(model: SdkModel): string {
  const methods = model.methods.map((method) => {
    const parameters = parametersOf(method, model);
    const passed = parameters.map(({ name }) => `$${name}`).join(", ");
    return `${comment(docOf(method, model), 4)}
    public function ${nameOf(method)}${signature(parameters, resultOf(method.result, model).type)}
        return $this->call(Command::${nameOf(method)}(${passed}));
    }`;
  });
  return `/**
 * The methods of {@see \\B24CallList\\Client} that are those of the portal.
 *
 * @internal
 */
trait Methods
{
    /**
     * @template T
     *
     * @param Command<T> $command
     *
     * @return T
     *
     * @throws CallListException
     */
    abstract public function call(Command $command): mixed;

${methods.join("\n\n")}
}`;
}

function docOf(method: SdkMethod, model: SdkModel): string[] {
  const traps = method.traps.filter(({ isOfWire }) => !isOfWire).map(({ text }) => `- ${text}`);
  const { docType } = resultOf(method.result, model);
  return paragraphs(
    [`${method.summary} (\`${method.wire}\`).`],
    ...method.about.map((text) => [text]),
    ...(traps.length > 0 ? [["Before you call it:"], traps] : []),
    method.reader ? [`\`${camelOf(method.reader)}\` reads all pages.`] : [],
    [exampleOf(method, model)],
    tagsOf(parametersOf(method, model)),
    [`@return ${docType} ${method.resultText}`],
    [`@throws CallListException ${failuresOf(method)}`],
  );
}

function failuresOf({ codes, effect }: SdkMethod): string {
  return [
    ...(codes.length > 0 ? [`PortalException with one of these codes of its own, or others: ${codes.join(", ")}`] : []),
    ...(effect === "create" ? ["OutcomeUnknownException where the call may or may not have been executed"] : []),
  ].join("; ");
}

/** A call, and a line that prints its result. */
function exampleOf(method: SdkMethod, model: SdkModel): string {
  const { params, shows } = method.example;
  const call = `$b24->${callOf(method, model, params)}`;
  const found = modelIn(method.result, model);
  const field = found?.fields.find(({ wire }) => wire === shows);
  if (!found || !field) return `    echo ${call}, PHP_EOL;`;
  const name = camelOf(field.words);
  if (method.result.kind === "model") return `    echo ${call}->${name}, PHP_EOL;`;
  const row = `$${found.words.at(-1)}`;
  return `    foreach (${call} as ${row}) {\n        echo ${row}->${name}, PHP_EOL;\n    }`;
}

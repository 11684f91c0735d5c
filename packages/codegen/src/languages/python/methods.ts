// Python's commands, and the methods of the two clients with what is to be known about them.
import type { SdkMethod, SdkModel } from "../../model.ts";
import { givenOf, modelIn, snakeOf } from "../words.ts";
import { doc, importsOf, listing, literal, printed, section } from "./syntax.ts";
import { aliasesOf, className, type Parameter, parametersOf, partialName, resultOf, selectionOf } from "./types.ts";

const nameOf = ({ words }: SdkMethod): string => snakeOf(words);

/** A signature; what is required comes first, anything else is passed by name. */
function signature(parameters: Parameter[]): string[] {
  const plain = parameters.filter(({ isPlain }) => isPlain).map(({ name, pythonType }) => `${name}: ${pythonType}`);
  const named = parameters
    .filter(({ isPlain }) => !isPlain)
    .map(({ name, pythonType, required }) => `${name}: ${pythonType}${required ? "" : " = None"}`);
  return [...plain, ...(named.length > 0 ? ["*"] : []), ...named];
}

/** A function's head; one whose rows depend on the selected fields has a signature for each kind of them before it. */
function heads(
  method: SdkMethod,
  model: SdkModel,
  indent: string,
  before: string,
  self: string[],
  after: (type: string) => string,
): string {
  const args = [...self, ...signature(parametersOf(method, model))];
  const head = listing(indent, before, args, after(resultOf(method.result, model).type));
  const selection = selectionOf(method, model);
  if (!selection) return head;
  const { parameter, row } = selection;
  const at = args.findIndex((arg) => arg.startsWith(`${parameter.name}: `));
  const overloads = [
    [`${parameter.name}: None = None`, className(row)] as const,
    [`${parameter.name}: Sequence[str]`, partialName(row)] as const,
  ].map(
    ([arg, type]) =>
      `${indent}@overload\n${listing(indent, before, args.with(at, arg), `${after(`builtins.list[${type}]`)} ...`)}\n`,
  );
  return overloads.join("") + head;
}

const typesOf = (model: SdkModel): string[] => [
  ...Object.values(model.models).flatMap((one) => [className(one), partialName(one)]),
  ...aliasesOf(model).map(className),
];

const unique = (names: string[]): string[] => [...new Set(names)];

// Commands -----------------------------------------------------------------------------------------------------------

export function commandsModule(model: SdkModel): string {
  const functions = model.methods.map((method) => commandOf(method, model)).join("\n\n");
  const names = model.methods.map((method) => `"${nameOf(method)}"`).sort();
  const example = model.methods.find(({ params }) => params.length === 1)!;
  const checks = [...functions.matchAll(/=(?:(optional)\()?(\w+)[(,]/g)]
    .flatMap(([, ...names]) => names)
    .filter((name) => name && name !== "given") as string[];
  return `"""The methods of call lists as values, to be sent alone by \`client.call\` or with others by \`client.batch\`.

Example:
    >>> from b24_calllist import commands
    >>> commands.${callOf(example, model, example.example.params)}
    Command(method='${example.wire}', params=${literal(example.example.params).replaceAll('"', "'")})
"""

import builtins
${importsOf(functions, { "collections.abc": ["Iterable", "Mapping", "Sequence"], typing: ["Any", "get_args", "overload"] })}

${importsOf(functions, {
  "._checks": unique(checks),
  "._command": ["Command", "FilterValue", "Id", "given"],
  "._models": unique(typesOf(model)),
  "._wire": ["integer", "new_id", "rows", "text", "truth"],
})}

__all__ = [${names.join(", ")}]


${functions}`;
}

function commandOf(method: SdkMethod, model: SdkModel): string {
  const name = nameOf(method);
  const values = parametersOf(method, model).map(({ wire, within, checked }) =>
    within ? `${within}=given(${wire}=${checked}) or None` : `${wire}=${checked}`,
  );
  const params = listing("        ", "given(", values, ")").trimStart();
  const selection = selectionOf(method, model);
  const row =
    selection && `${partialName(selection.row)} if ${selection.parameter.name} else ${className(selection.row)}`;
  return `${heads(method, model, "", `def ${name}(`, [], (type) => `) -> Command[${type}]:`)}
${doc(`${method.summary} (\`${method.wire}\`). See \`Client.${name}\`.`, "    ")}
${row ? `    row = ${row}\n` : ""}${listing("    ", "return Command(", [`"${method.wire}"`, params, resultOf(method.result, model).read], ")")}
`;
}

/** A call as a program writes it: `update(13, "CONTACT", [9, 17], webform_id=5)`. */
export function callOf(method: SdkMethod, model: SdkModel, params: Record<string, unknown>): string {
  const given = parametersOf(method, model).flatMap((parameter) => {
    const value = givenOf(parameter, params);
    if (value === undefined) return [];
    return [parameter.isPlain ? literal(value) : `${parameter.name}=${literal(value)}`];
  });
  return `${nameOf(method)}(${given.join(", ")})`;
}

// Methods of the two clients -----------------------------------------------------------------------------------------

export function methodsModule(model: SdkModel): string {
  const classes = `${methodsClass("Methods", model, false)}\n\n${methodsClass("AsyncMethods", model, true)}`;
  return `"""The methods of call lists of both clients, each a command that is called."""

import builtins
from abc import ABC, abstractmethod
${importsOf(`${classes}TypeVar(`, { "collections.abc": ["Iterable", "Mapping", "Sequence"], typing: ["Any", "TypeVar", "overload"] })}

from . import commands
${importsOf(classes, { "._command": ["Command", "FilterValue", "Id"], "._models": unique(typesOf(model)) })}

T = TypeVar("T")


${classes}`;
}

function methodsClass(name: string, model: SdkModel, isAsync: boolean): string {
  return `class ${name}(ABC):
    """The methods of \`${isAsync ? "AsyncClient" : "Client"}\`."""

    @abstractmethod
    ${isAsync ? "async " : ""}def call(self, command: Command[T]) -> T:
        """Executes a command."""

${model.methods.map((method) => methodOf(method, model, isAsync)).join("\n")}`;
}

function methodOf(method: SdkMethod, model: SdkModel, isAsync: boolean): string {
  const name = nameOf(method);
  const passed = parametersOf(method, model).map(({ name, isPlain }) => (isPlain ? name : `${name}=${name}`));
  const command = `commands.${name}(${passed.join(", ")})`;
  const wait = isAsync ? "await " : "";
  const body = selectionOf(method, model)
    ? `command: Command[${resultOf(method.result, model).type}] = ${command}\n        return ${wait}self.call(command)`
    : `return ${wait}self.call(${command})`;
  return `${heads(method, model, "    ", `${isAsync ? "async " : ""}def ${name}(`, ["self"], (type) => `) -> ${type}:`)}
${docOf(method, model, "        ", isAsync)}
        ${body}
`;
}

function docOf(method: SdkMethod, model: SdkModel, indent: string, isAsync: boolean): string {
  const traps = method.traps.filter(({ isOfWire }) => !isOfWire).map(({ text }) => `- ${text}`);
  const text = [
    `${method.summary} (\`${method.wire}\`).`,
    ...method.about,
    ...(traps.length > 0 ? ["Before you call it:", traps.join("\n")] : []),
    ...(method.reader ? [`\`${snakeOf(method.reader)}\` reads all pages.`] : []),
  ].join("\n\n");
  const codes = method.codes.map((code) => `\`${code}\``).join(", ");
  const raises = [
    ...(codes ? [`PortalError: with one of these codes of its own, or others: ${codes}.`] : []),
    ...(method.effect === "create" ? ["OutcomeUnknownError: the call may or may not have been executed."] : []),
    "CallListError: anything else that went wrong.",
  ];
  const args = parametersOf(method, model).map(
    ({ name, wire, within, text }) => `${name}: \`${within ? `${within}.${wire}` : wire}\`. ${text}`,
  );
  return [
    doc(text, indent).slice(0, -`\n${indent}"""`.length),
    ...section("Args", args, indent),
    ...section(
      "Returns",
      method.result.kind === "list" || method.result.kind === "model" ? [] : [method.resultText],
      indent,
    ),
    ...section("Raises", raises, indent),
    ...(isAsync ? [] : ["", `${indent}Example:`, ...exampleOf(method, model).map((line) => `${indent}    ${line}`)]),
    `${indent}"""`,
  ].join("\n");
}

/** A call, and what it prints. */
function exampleOf(method: SdkMethod, model: SdkModel): string[] {
  const { params, result, shows } = method.example;
  const call = `client.${callOf(method, model, params)}`;
  const found = modelIn(method.result, model);
  const field = found?.fields.find(({ wire }) => wire === shows);
  if (!found || !field) return [`>>> ${call}`, printed(result, method.result)];
  const name = snakeOf(field.words);
  const of = (row: unknown): string => printed((row as Record<string, unknown>)[field.wire], field.type);
  if (!Array.isArray(result)) return [`>>> ${call}.${name}`, of(result)];
  const row = found.words.at(-1)!;
  return [`>>> [${row}.${name} for ${row} in ${call}]`, `[${result.map(of).join(", ")}]`];
}

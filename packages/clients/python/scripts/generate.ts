// The client's generated files: models, commands, methods and error codes, from the bundle.
// Python wants the whole file to be formatted as `ruff format` would; the linter checks that it is.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { constantName, modelOf, refName as nameOf, type Schema } from "@b24-calllist/codegen/old-model";
import { pythonNumbers } from "@b24-calllist/codegen/numbers";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import { pythonOutcomes } from "@b24-calllist/codegen/outcomes/python";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

const model = modelOf(sdk, catalogue, behaviour as Behaviour);
const { schemas } = model;
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const src = (name: string): string => fileURLToPath(new URL(`../src/b24_calllist/${name}`, import.meta.url));
const first = (from: string): string => `# ${header(from)}\n`;

/** Rows of which the caller selects fields: where none are selected, all are there, and the id with them. */
const SELECTED = { parameter: "select", all: "CallListRow", some: "PartialCallListRow" };

/** The models. */
const MODELS: Record<string, string> = {
  CallList: "CallList",
  CallListRow: SELECTED.some,
  CallListItem: "Participant",
  CallStatus: "CallStatus",
};
/** How a parameter is written in Python: its type, and what checks it and makes the wire's value. `{}` is its name. */
const PARAMETERS: Record<string, { type: string; wire: string; name?: string; say?: string }> = {
  Id: { type: "Id", wire: 'one_id({}, "{}")', name: "list_id", say: "Id of the call list." },
  EntityType: {
    type: "EntityType",
    wire: 'known_type({}, "{}")',
    say: "Whom the list calls, in exactly these letters.",
  },
  EntityIds: { type: "Iterable[Id]", wire: 'ids({}, "{}")' },
  WebformId: {
    type: "Id | None",
    wire: 'optional_id({}, "{}")',
    say: "Id of the CRM form that the operator fills in during the call; None for none.",
  },
  CallListSelect: {
    type: "Sequence[str] | None",
    wire: 'listed({}, "{}")',
    say: "Fields to answer with (`ID`, `DATE_CREATE`, `CREATED_BY_ID`, `WEBFORM_ID`, `ENTITY_TYPE_ID`); all when left out.",
  },
  CallListFilter: {
    type: "Mapping[str, FilterValue] | None",
    wire: 'mapped({}, "{}")',
    say:
      "Conditions that a list must all meet. Each key is an operator (none, `=`, `!`, `>`, `>=`, `<`, `<=`, `@` for one " +
      "of several, `!@` for none of several) and a field (`ID`, `CREATED_BY_ID`, `WEBFORM_ID`, `ENTITY_TYPE_ID`), such as " +
      '`{">=ID": 14, "@ENTITY_TYPE_ID": [3, 4]}`; None means "not set". Never an empty list under `@` or `!@`: HTTP 500.',
  },
  CallListOrder: {
    type: "Mapping[str, Direction] | None",
    wire: 'sorting({}, "{}")',
    say: 'Sorting: field to direction, the first key first, such as `{"ID": "DESC"}`. Without it the portal sorts by nothing.',
  },
  ListStart: {
    type: "int | None",
    wire: 'offset({}, "{}")',
    say: "How many rows to skip before the first one, 0 when left out; pages hold 50. -1 means all rows in one answer.",
  },
  Start: {
    type: "int | None",
    wire: 'offset({}, "{}")',
    say: "How many rows to skip before the first one, 0 when left out; pages hold 50.",
  },
  // Its only key, so that nobody can misspell it.
  ParticipantFilter: {
    type: "str | None",
    wire: 'given(STATUS=status_code({}, "{}")) or None',
    name: "status",
    say: "Only participants with this call status, compared letter by letter; everybody when left out.",
  },
};

/** A call of each method and what it gives. The tests run them. */
const EXAMPLES: Record<string, string[]> = {
  add: ['>>> client.add("CONTACT", [9, 17, 19])', "51"],
  get: [">>> client.get(13).entity_type", "'CONTACT'"],
  list: ['>>> [row.id for row in client.list(filter={">=ID": 14}, order={"ID": "DESC"})]', "[30, 20]"],
  update: ['>>> client.update(13, "CONTACT", [9, 21], webform_id=client.get(13).webform_id)', "True"],
  items: ['>>> [participant.id for participant in client.items(13, status="SUCCESS")]', "[17]"],
  statuses: [">>> [status.status_id for status in client.statuses()]", "['IN_WORK', 'SUCCESS']"],
};

/** What reads on where a page ends. */
const READS_ON: Record<string, string> = { items: "iter_items", list: "iter_lists" };

/** Traps that this client keeps its users from. */
const NOT_FOR_PYTHON = [
  "- **Numbers come as strings",
  "- Numbers come as strings",
  "- These are real numbers",
  "- **Encode filters",
  "- **BX24.js",
  "- **Never send an empty array",
  "- **Only `FILTER.STATUS`",
];

await emit({
  ...(await readme()),
  [src("_models.py")]: models(),
  [src("commands.py")]: commandsModule(),
  [src("_methods.py")]: methodsModule(),
  [src("_codes.py")]: codes(),
  [src("_numbers.py")]: first("spec/dist/behaviour.json") + pythonNumbers(behaviour as Behaviour),
  [src("_outcomes.py")]: first("spec/dist/behaviour.json") + pythonOutcomes(behaviour as Behaviour),
});

/** The paragraphs and list items of a text, each on one line. */
function unwrapped(text: string): string[] {
  return text
    .trim()
    .replace(/([^\n])\n(?!\n|- )\s*/g, "$1 ")
    .split("\n");
}

/** Wraps text into a docstring. */
function doc(text: string, indent: string): string {
  // The quotes take six, and a trailing backslash or quote one more.
  const width = 113 - indent.length;
  const lines: string[] = [];
  for (const line of unwrapped(text)) {
    const hang = line.startsWith("- ") ? "  " : "";
    let current = "";
    for (const word of line.split(" ")) {
      if (current && `${current} ${word}`.length > width) {
        lines.push(current);
        current = hang + word;
      } else current = current ? `${current} ${word}` : word;
    }
    lines.push(current);
  }
  const escaped = lines.map((line) => line.replaceAll("\\", "\\\\").trimEnd());
  const [summary = "", ...more] = escaped;
  // A quote right before the closing ones would end them early.
  if (more.length === 0) return `${indent}"""${summary}${summary.endsWith('"') ? " " : ""}"""`;
  return [`${indent}"""${summary}`, ...more.map((line) => (line ? indent + line : "")), `${indent}"""`].join("\n");
}

// Models

/** Every number but an id may be null: portals have old rows, and sources that are not told. */
function fieldOf(name: string, schema: Schema, required: boolean): { type: string; read: string } {
  const isNumber = /Numeric|EntityTypeId/.test(nameOf(schema)) || schema.type === "integer";
  const type = isNumber ? "int" : "str";
  const reader = isNumber ? "integer" : "text";
  const always = required && (name === "ID" || !isNumber);
  const read = `${always ? "" : "optional_"}${reader}(row.get("${name}"))`;
  return { type: always ? type : `${type} | None`, read };
}

function models(): string {
  const classes = Object.entries(MODELS).map(([wire, name]) => {
    const { description = "", properties = {}, required = [] } = schemas[wire]!;
    const fields = Object.entries(properties).map(([field, schema]) => {
      const { type, read } = fieldOf(field, schema, required.includes(field));
      const says = schema.description ?? schemas[nameOf(schema)]?.description ?? "";
      const name = (schema["x-sdk-name"] ?? field).toLowerCase().replaceAll(" ", "_");
      return { field, name, type, read, says: `\`${field}\` on the wire. ${ours(says)}` };
    });
    return `@dataclass(frozen=True, slots=True)
class ${name}:
${doc(ours(description), "    ")}

${fields.map(({ name, type, says }) => `    ${name}: ${type}\n${doc(says, "    ")}`).join("\n")}

    @classmethod
    def from_wire(cls, value: object) -> "${name}":
        """Reads one as a portal sends it."""
        row = record(value)
        return cls(
${fields.map(({ name, read }) => `            ${name}=${read},`).join("\n")}
        )
`;
  });
  const known = (name: string): string =>
    schemas[name]!.enum!.map((code) => `    ${code}: Final = "${code}"`).join("\n");
  return `${first("spec/dist/sdk.json")}"""What portals answer with, read into Python's types.

Numbers are \`int\`, whether the portal sent \`"13"\` or \`13\`. Fields that nobody knows yet are dropped, and values of open
sets (statuses, types) are kept as they are.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ._wire import integer, optional_integer, optional_text, record, text

EntityType: TypeAlias = Literal[${schemas.EntityType!.enum!.map((name) => `"${name}"`).join(", ")}]
"""Whom a new list calls."""


class StatusCode:
${doc(schemas.KnownStatusCode!.description!, "    ")}

${known("KnownStatusCode")}


class EntityTypeName:
${doc(schemas.KnownEntityType!.description!, "    ")}

${known("KnownEntityType")}


${classes.join("\n\n")}

${wholeRow()}`;
}

/** The row with all fields: that of some, and an id that is always there. */
function wholeRow(): string {
  const { all, some } = SELECTED;
  const [id, ...others] = Object.keys(schemas.CallListRow!.properties!).map((field) => `row.${field.toLowerCase()}`);
  return `@dataclass(frozen=True, slots=True)
class ${all}(${some}):
    """A call list as crm.calllist.list returns it where no fields are selected: with all, and so with an id."""

    id: int
    """\`ID\` on the wire. A number."""

    @classmethod
    def from_wire(cls, value: object) -> "${all}":
        """Reads one as a portal sends it."""
        row = ${some}.from_wire(value)
        return cls(${[`integer(${id})`, ...others].join(", ")})
`;
}

/** The description speaks of the wire; a model's reader sees numbers. */
function ours(text: string): string {
  return text
    .replace("A whole number in a string, or null.", "A number, or None.")
    .replace("A whole number in a string, as `get` and `list` send numbers.", "A number.")
    .replace(" These are real numbers, unlike those of `get` and `list`.", "");
}

// Commands

interface Parameter {
  wire: string;
  name: string;
  type: string;
  value: string;
  required: boolean;
  says: string;
}

interface Method {
  wire: string;
  name: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  result: { type: string; read: string };
  /** The names of its own error codes. */
  codes: string[];
}

function methods(): Method[] {
  return model.methods.map(({ wire, name, summary, description, params: schema, result, codes }) => {
    const params = schemas[schema]!;
    const parameters = Object.entries(params.properties ?? {})
      .filter(([parameter]) => parameter !== "auth")
      .map(([parameter, schema]) => parameterOf(wire, parameter, schema, params.required ?? []));
    return { wire, name, summary, description, parameters, result: resultOf(result), codes };
  });
}

function parameterOf(method: string, wire: string, schema: Schema, required: string[]): Parameter {
  const known = PARAMETERS[nameOf(schema)];
  if (!known) throw new Error(`${method}: how is ${wire} (${nameOf(schema)}) written in Python?`);
  const name = known.name ?? wire.toLowerCase();
  return {
    wire,
    name,
    type: known.type,
    value: known.wire.replaceAll("{}", name),
    required: required.includes(wire),
    says: known.say ?? schema.description ?? schemas[nameOf(schema)]!.description!.split("\n")[0]!,
  };
}

function resultOf(schema: Schema): Method["result"] {
  if (schema.type === "integer") return { type: "int", read: "new_id" };
  if (schema.type === "boolean") return { type: "bool", read: "truth" };
  const name = nameOf(schema);
  if (MODELS[name]) return { type: MODELS[name], read: `${MODELS[name]}.from_wire` };
  const row = MODELS[nameOf(schemas[name]!.items!)]!;
  if (row === SELECTED.some) return { type: "builtins.list[Any]", read: "lambda value: rows(value, row.from_wire)" };
  return { type: `builtins.list[${row}]`, read: `lambda value: rows(value, ${row}.from_wire)` };
}

/** A signature; what is required comes first, what is optional by name alone. The form of an update, too. */
function signature({ parameters }: Method): string[] {
  const isPlain = ({ required, wire }: Parameter): boolean => required && wire !== "WEBFORM_ID";
  const plain = parameters.filter(isPlain).map(({ name, type }) => `${name}: ${type}`);
  const named = parameters
    .filter((parameter) => !isPlain(parameter))
    .map(({ name, type, required }) => `${name}: ${type}${required ? "" : " = None"}`);
  return [...plain, ...(named.length > 0 ? ["*"] : []), ...named];
}

/** Whether its rows depend on the fields that are selected. */
function isSelected({ parameters }: Method): boolean {
  return parameters.some(({ name }) => name === SELECTED.parameter);
}

/** The two signatures of a method whose rows depend on the selected fields; none of another. */
function overloads(indent: string, def: string, args: string[], after: (type: string) => string): string {
  const at = args.findIndex((arg) => arg.startsWith(`${SELECTED.parameter}: `));
  if (at < 0) return "";
  return [
    [`${SELECTED.parameter}: None = None`, SELECTED.all],
    [`${SELECTED.parameter}: Sequence[str]`, SELECTED.some],
  ]
    .map(([arg, row]) => {
      const own = args.with(at, arg!);
      return `${indent}@overload\n${listing(indent, def, own, `${after(`builtins.list[${row}]`)} ...`)}\n`;
    })
    .join("");
}

/** A call or signature on one line where it fits, else one a line, as ruff writes it. */
function listing(indent: string, before: string, args: string[], after: string): string {
  const line = `${indent}${before}${args.join(", ")}${after}`;
  if (line.length <= 120) return line;
  const inner = `${indent}    ${args.join(", ")}`;
  // A bare star cannot be followed by a trailing comma's magic; ruff puts all on the next line if they fit there.
  if (inner.length <= 120) return `${indent}${before}\n${inner}\n${indent}${after}`;
  return `${indent}${before}\n${args.map((arg) => `${indent}    ${arg},`).join("\n")}\n${indent}${after}`;
}

function says(method: Method, indent: string, isAsync: boolean): string {
  const { wire, name, summary, description, parameters } = method;
  const own = unwrapped(description)
    .filter((line) => !NOT_FOR_PYTHON.some((start) => line.startsWith(start)))
    .join("\n")
    .replace("**Before you call it**", "Before you call it:");
  const more = READS_ON[name] ? `\n\n\`${READS_ON[name]}\` reads on by itself.` : "";
  const codes = method.codes.map((code) => `\`${code}\``);
  const raises = [
    ...(codes.length > 0 ? [`PortalError: with one of these codes of its own, or others: ${codes.join(", ")}.`] : []),
    ...(name === "add" ? ["OutcomeUnknownError: it is not known whether there is a new list."] : []),
    "CallListError: anything else that went wrong.",
  ];
  return [
    doc(`${summary} (\`${wire}\`).\n\n${own}${more}`, indent).slice(0, -`\n${indent}"""`.length),
    ...section(
      "Args",
      parameters.map(({ name, wire, says }) => `${name}: \`${wire}\`. ${says}`),
      indent,
    ),
    ...section("Raises", raises, indent),
    ...(isAsync ? [] : ["", `${indent}Example:`, ...EXAMPLES[name]!.map((line) => `${indent}    ${line}`)]),
    `${indent}"""`,
  ].join("\n");
}

/** A section of a docstring in Google's style. */
function section(title: string, entries: string[], indent: string): string[] {
  const body = (entry: string): string =>
    doc(entry, `${indent}        `)
      .trim()
      .replace(/^"""/, "")
      .replace(/\s*"""$/, "");
  return entries.length === 0
    ? []
    : ["", `${indent}${title}:`, ...entries.map((entry) => `${indent}    ${body(entry)}`)];
}

function commandsModule(): string {
  const functions = methods().map((method) => {
    const { wire, name, parameters, result } = method;
    const values = parameters.map((parameter) => `${parameter.wire}=${parameter.value}`);
    const params = listing("        ", "given(", values, ")").trimStart();
    return `${overloads("", `def ${name}(`, signature(method), (type) => `) -> Command[${type}]:`)}${listing("", `def ${name}(`, signature(method), `) -> Command[${result.type}]:`)}
${doc(`${method.summary} (\`${wire}\`). See \`Client.${name}\`.`, "    ")}
${isSelected(method) ? `    row = ${SELECTED.some} if ${SELECTED.parameter} else ${SELECTED.all}\n` : ""}${listing("    ", "return Command(", [`"${wire}"`, params, result.read], ")")}
`;
  });
  return `${first("spec/dist/sdk.json")}"""The six methods as values, to be sent alone by \`client.call\` or with others by \`client.batch\`.

Example:
    >>> from b24_calllist import commands
    >>> commands.get(13)
    Command(method='crm.calllist.get', params={'ID': 13})
"""

import builtins
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, overload

from ._checks import ids, known_type, listed, mapped, offset, one_id, optional_id, sorting, status_code
from ._command import Command, Direction, FilterValue, Id, given
from ._models import CallList, CallListRow, CallStatus, EntityType, PartialCallListRow, Participant
from ._wire import new_id, rows, truth

__all__ = [${model.methods
    .map(({ name }) => `"${name}"`)
    .sort()
    .join(", ")}]


${functions.join("\n\n")}`;
}

// Methods of the two clients

function methodsModule(): string {
  const body = (isAsync: boolean): string =>
    methods()
      .map((method) => {
        const args = ["self", ...signature(method)];
        const passed = method.parameters.map(({ name, required, wire }) =>
          required && wire !== "WEBFORM_ID" ? name : `${name}=${name}`,
        );
        const def = `${isAsync ? "async " : ""}def ${method.name}(`;
        const wait = isAsync ? "await " : "";
        const command = `commands.${method.name}(${passed.join(", ")})`;
        const body = isSelected(method)
          ? `command: Command[${method.result.type}] = ${command}\n        return ${wait}self.call(command)`
          : `return ${wait}self.call(${command})`;
        return `${overloads("    ", def, args, (type) => `) -> ${type}:`)}${listing("    ", def, args, `) -> ${method.result.type}:`)}
${says(method, "        ", isAsync)}
        ${body}
`;
      })
      .join("\n");
  const base = (name: string, isAsync: boolean): string => `class ${name}(ABC):
    """The methods of \`${isAsync ? "AsyncClient" : "Client"}\`."""

    @abstractmethod
    ${isAsync ? "async " : ""}def call(self, command: Command[T]) -> T:
        """Carries out a command."""

${body(isAsync)}`;
  return `${first("spec/dist/sdk.json")}"""The six methods of both clients, each a command that is called."""

import builtins
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, overload

from . import commands
from ._command import Command, Direction, FilterValue, Id
from ._models import CallList, CallListRow, CallStatus, EntityType, PartialCallListRow, Participant

T = TypeVar("T")


${base("Methods", false)}

${base("AsyncMethods", true)}`;
}

// Codes

function codes(): string {
  const constants = model.errors
    .filter(({ words }) => words.length > 0)
    .map((error) => `    ${constantName(error)}: Final = "${error.code}"\n${doc(error.meaning, "    ")}`);
  const statuses = model.errors.flatMap(({ code, status }) => (status ? [`    "${code}": ${status},`] : []));
  const maybe = model.errors.flatMap(({ code, maybeExecuted }) => (maybeExecuted ? [`"${code}"`] : []));
  return `${first("spec/dist/errors.json and package.json")}"""Error codes that portals are known to send, and what the client has to know about them."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = "${version}"
"""Version of this package."""

SPEC_VERSION: Final = "${model.version}"
"""Version of the description that this package was made from."""


class ErrorCode:
    """Codes of \`PortalError.code\`, as far as they are known. An open set: portals send others, too."""

${constants.join("\n")}


STATUS_OF_CODE: Mapping[str, int] = {
${statuses.join("\n")}
}
"""The HTTP status of codes that say more than "the request is wrong", also where they come in an answer with 200."""

ERRORS_PAGE: Final = "${model.errorsPage}"
"""The page of the site that says of every code what it means."""

MAYBE_EXECUTED: frozenset[str] = frozenset({${maybe.join(", ")}})
"""Codes after which nobody knows whether the portal had already done something."""
`;
}

async function readme(): Promise<Files> {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const table = retriesTable(behaviour as Behaviour, { add: "add" });
  return { [path]: await withPart(path, "retries", header("spec/behaviour.yaml"), table) };
}

// The generated classes of the PHP client.
import { type Files, header } from "../../index.ts";
import { constantName, type SdkEnum, type SdkModel, type SdkModelType } from "../../model.ts";
import { phpNumbers } from "../../numbers.ts";
import { commandsTrait, methodsTrait } from "./methods.ts";
import { phpNextStep, phpOutcomes } from "./outcomes.ts";
import { comment } from "./syntax.ts";
import { caseOf, className, fieldOf } from "./types.ts";

export { callOf as phpCall } from "./types.ts";

const SDK = "spec/dist/sdk.json";
const BEHAVIOUR = "spec/dist/behaviour.json";
const ERRORS = "spec/dist/errors.json";

/** By path in the client's package, whose version is given. */
export function phpFiles(model: SdkModel, version: string): Files {
  const models = Object.values(model.models).filter(({ isInput }) => !isInput);
  const enums = Object.values(model.enums).filter(({ isOfMaps }) => !isOfMaps);
  const used = [
    ...models.map((one) => `Model\\${className(one)}`),
    ...enums.filter((one) => !one.isOpen).map(className),
  ];
  const internal = (body: string): string =>
    `${usesOf(body, ["Command", "Exception\\CallListException", ...used])}${body}`;
  const classes: Record<string, [from: string, body: string]> = {
    ...Object.fromEntries(models.map((one) => [`Model/${className(one)}`, [SDK, modelClass(one)]])),
    ...Object.fromEntries(enums.map((one) => [className(one), [SDK, one.isOpen ? constants(one) : cases(one)]])),
    ErrorCode: [ERRORS, errorCodes(model)],
    "Internal/Commands": [SDK, internal(commandsTrait(model))],
    "Internal/Methods": [SDK, internal(methodsTrait(model))],
    "Internal/WireName": [SDK, wireNames(model)],
    "Internal/ErrorTable": [ERRORS, errorTable(model)],
    "Internal/Outcome": [BEHAVIOUR, phpOutcomes(model.behaviour)],
    "Internal/Numbers": [BEHAVIOUR, phpNumbers(model.behaviour)],
    "Internal/NextStep": [BEHAVIOUR, phpNextStep],
    "Internal/Version": ["packages/clients/php/package.json and spec/dist/sdk.json", versions(version, model.version)],
  };
  return Object.fromEntries(
    Object.entries(classes).map(([name, [from, body]]) => [`src/${name}.php`, file(name, from, body)]),
  );
}

function file(name: string, from: string, body: string): string {
  const namespace = ["B24CallList", ...name.split("/").slice(0, -1)].join("\\");
  return `<?php\n\n// ${header(from)}\n\ndeclare(strict_types=1);\n\nnamespace ${namespace};\n\n${body}\n`;
}

const wireNames = ({ methods }: SdkModel): string => `/**
 * The names of the portal's methods.
 *
 * @internal
 */
final class WireName
{
${methods.map((method) => `    public const ${constantName(method)} = '${method.wire}';`).join("\n")}
}`;

/** Imports of those classes that the code uses. */
function usesOf(body: string, classes: string[]): string {
  const isUsed = (name: string): boolean => new RegExp(`(?<![\\\\\\w])${name.split("\\").at(-1)}\\b`).test(body);
  const uses = classes
    .filter(isUsed)
    .sort()
    .map((name) => `use B24CallList\\${name};\n`);
  return `${uses.join("")}\n`;
}

function modelClass(one: SdkModelType): string {
  const fields = one.fields.map((field) => ({ ...field, ...fieldOf(field) }));
  const tags = fields.map(({ docType, name, wire, text }) => `@param ${docType} $${name} \`${wire}\`. ${text}`);
  const types = [...new Set(fields.map(({ type }) => type.replace("?", "")))].sort().join("|");
  return `use B24CallList\\Internal\\Wire;

${comment([one.text], 0)}
final readonly class ${className(one)}
{
${comment(tags, 4)}
    public function __construct(
${fields.map(({ name, type }) => `        public ${type} $${name},`).join("\n")}
    ) {
    }

    /**
     * Reads a row as it is on the wire; numbers may be text, and unknown fields are left out.
     *
     * @throws \\UnexpectedValueException when it is no such row
     *
     * @internal
     */
    public static function fromWire(mixed $row): self
    {
        $row = Wire::map($row);
        return new self(
${fields.map(({ wire, reader }) => `            Wire::${reader}($row['${wire}'] ?? null),`).join("\n")}
        );
    }

    /**
     * The fields under their names on the wire, without those that are null.
     *
     * @return array<string, ${types}>
     */
    public function toWire(): array
    {
        return array_filter([
${fields.map(({ name, wire }) => `            '${wire}' => $this->${name},`).join("\n")}
        ], static fn (${types}|null $value): bool => $value !== null);
    }
}`;
}

function cases(one: SdkEnum): string {
  const lines = one.values.map((value) => `    case ${caseOf(value)} = '${value}';`);
  return `${comment([one.text], 0)}\nenum ${className(one)}: string\n{\n${lines.join("\n")}\n}`;
}

function constants(one: SdkEnum): string {
  const lines = one.values.map((value) => `    public const ${value} = '${value}';`);
  return `${comment([`${one.text} Portals can send others.`], 0)}\nfinal class ${className(one)}\n{\n${lines.join("\n")}\n}`;
}

function errorCodes({ errors }: SdkModel): string {
  const lines = errors
    .filter(({ words }) => words.length > 0)
    .map((error) => `${comment([error.meaning], 4)}\n    public const ${constantName(error)} = '${error.code}';`);
  const text = "Error codes that portals are known to send. They may send others.";
  return `/** ${text} */\nfinal class ErrorCode\n{\n${lines.join("\n")}\n}`;
}

function versions(client: string, description: string): string {
  return `/**
 * Versions of this package, and of the description that it was made from.
 *
 * @internal
 */
final class Version
{
    public const CLIENT = '${client}';
    public const DESCRIPTION = '${description}';
}`;
}

function errorTable({ errors, errorsPage }: SdkModel): string {
  const statuses = errors.flatMap(({ code, status }) => (status ? [`        '${code}' => ${status},`] : []));
  const unknown = errors.flatMap(({ code, maybeExecuted }) => (maybeExecuted ? [`'${code}'`] : []));
  return `/**
 * What error codes tell.
 *
 * @internal
 */
final class ErrorTable
{
    private const STATUSES = [
${statuses.join("\n")}
    ];

    /** The page of the site that says what each code means. */
    public const PAGE = '${errorsPage}';

    private const MAYBE_EXECUTED = [${unknown.join(", ")}];

    /** The HTTP status of codes that say more than "the request is wrong", also in a response with 200. */
    public static function statusOf(string $code): ?int
    {
        return self::STATUSES[$code] ?? null;
    }

    /** Whether the call may or may not have been executed after this code. */
    public static function maybeExecuted(string $code): bool
    {
        return in_array($code, self::MAYBE_EXECUTED, true);
    }
}`;
}

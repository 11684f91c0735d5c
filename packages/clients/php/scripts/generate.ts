// The generated part of the PHP client: models, commands, and what it has to know about error codes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { constantName, modelOf, refName, type Schema } from "@b24-calllist/codegen/old-model";
import { phpNumbers } from "@b24-calllist/codegen/numbers";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import { phpNextStep, phpOutcomes } from "@b24-calllist/codegen/outcomes/php";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };
import { comment, type Field, fieldsOf, phpName, sentence } from "./php.ts";

const { schemas, methods, errors, errorsPage, version } = modelOf(sdk, catalogue, behaviour as Behaviour);
const own = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
const src = (name: string): string => fileURLToPath(new URL(`../src/${name}.php`, import.meta.url));

/** Models: schema to class. */
const MODELS = {
  CallList: "CallList",
  CallListRow: "CallListRow",
  CallListItem: "Participant",
  CallStatus: "CallStatus",
};

const BEHAVIOUR = "spec/dist/behaviour.json";

await emit({
  ...(await readme()),
  ...Object.fromEntries(Object.entries(MODELS).map(([schema, name]) => [src(`Model/${name}`), model(schema, name)])),
  [src("Command")]: commands(),
  [src("EntityType")]: file(
    "B24CallList",
    `/** Whom a call list calls. */
enum EntityType: string
{
${valuesOf("EntityType")
  .map((value) => `    case ${phpName(value, "class")} = '${value}';`)
  .join("\n")}
}`,
  ),
  [src("Status")]: constants(
    "Status",
    "KnownStatusCode",
    "Call statuses that every portal has at first. A portal can have others.",
  ),
  [src("ErrorCode")]: errorCodes(),
  [src("Internal/ErrorTable")]: errorTable(),
  [src("Internal/Outcome")]: file("B24CallList\\Internal", phpOutcomes(behaviour as Behaviour), BEHAVIOUR),
  [src("Internal/Numbers")]: file("B24CallList\\Internal", phpNumbers(behaviour as Behaviour), BEHAVIOUR),
  [src("Internal/NextStep")]: file("B24CallList\\Internal", phpNextStep, BEHAVIOUR),
  [src("Internal/Version")]: file(
    "B24CallList\\Internal",
    `/**
 * Versions of this package, and of the description that it was made from.
 *
 * @internal
 */
final class Version
{
    public const CLIENT = '${own.version}';
    public const DESCRIPTION = '${version}';
}`,
    "packages/clients/php/package.json and spec/dist/sdk.json",
  ),
});

function file(namespace: string, body: string, from = "spec/dist/sdk.json"): string {
  return `<?php\n\n// ${header(from)}\n\ndeclare(strict_types=1);\n\nnamespace ${namespace};\n\n${body}\n`;
}

function valuesOf(schema: string): string[] {
  return schemas[schema]!.enum as string[];
}

function constants(name: string, schema: string, text: string): string {
  const lines = valuesOf(schema).map((value) => `    public const ${value.toUpperCase()} = '${value}';`);
  return file("B24CallList", `/** ${text} */\nfinal class ${name}\n{\n${lines.join("\n")}\n}`);
}

function model(schema: string, name: string): string {
  const { description } = schemas[schema] as { description: string };
  const fields = fieldsOf(schemas, schema);
  const params = fields.map(({ name, wire, type, text }) => `@param ${type} $${name} \`${wire}\`. ${sentence(text)}`);
  return file(
    "B24CallList\\Model",
    `use B24CallList\\Internal\\Wire;

${comment([description], 0)}
final readonly class ${name}
{
${comment(params, 4)}
    public function __construct(
${fields.map(({ name, type }) => `        public ${type} $${name},`).join("\n")}
    ) {
    }

    /**
     * Reads a row as it is on the wire; numbers may be text, and fields that are not known are left out.
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
     * @return array<string, int|string>
     */
    public function toWire(): array
    {
        return array_filter([
${fields.map(({ name, wire }) => `            '${wire}' => $this->${name},`).join("\n")}
        ], static fn (int|string|null $value): bool => $value !== null);
    }
}`,
  );
}

function commands(): string {
  const factories = methods.map(({ wire, name, summary, params: schema, result }) => {
    const [type, reader] = resultOf(result);
    const fields = fieldsOf(schemas, schema);
    const required = fields.filter((field) => field.required);
    const sorted = [...required, ...fields.filter((field) => !field.required)];
    return `${comment(
      [
        `${summary}: \`${wire}\`.`,
        "",
        ...sorted.map((field) => `@param ${field.doc} $${field.name} \`${field.wire}\`. ${sentence(field.text)}`),
        ...(sorted.length > 0 ? [""] : []),
        `@return self<${type}>`,
      ],
      4,
    )}
    public static function ${name}(${signature(sorted)}
        return new self('${wire}', ${params(sorted)}, ${reader});
    }`;
  });
  return file(
    "B24CallList",
    `use B24CallList\\Exception\\CallListException;
use B24CallList\\Exception\\UnexpectedResponseException;
use B24CallList\\Internal\\Excerpt;
use B24CallList\\Internal\\Outcomes;
use B24CallList\\Internal\\Parameter;
use B24CallList\\Internal\\Wire;
use B24CallList\\Model\\CallList;
use B24CallList\\Model\\CallListRow;
use B24CallList\\Model\\CallStatus;
use B24CallList\\Model\\Participant;

/**
 * A method with its parameters and the type of its result, for {@see Client::batch} and {@see Client::call}.
 *
 * @template-covariant T
 */
final readonly class Command
{
    /**
     * @param array<string, mixed> $params parameters by their names on the wire
     * @param \\Closure(mixed): T $reader
     */
    private function __construct(public string $method, public array $params, private \\Closure $reader)
    {
    }

${factories.join("\n\n")}

    /**
     * Any other method of the portal, whose result comes as it is on the wire. It is repeated as carefully as \`add\`,
     * since nobody knows here what it does.
     *
     * @param string $method such as \`profile\`
     * @param array<string, mixed> $params parameters by their names on the wire
     *
     * @return self<mixed>
     */
    public static function of(string $method, array $params = []): self
    {
        return new self($method, $params, static fn (mixed $result): mixed => $result);
    }

    /**
     * Reads a result as it is on the wire.
     *
     * @return T
     *
     * @throws CallListException when it is of another type
     *
     * @internal
     */
    public function read(#[\\SensitiveParameter] mixed $result, Auth $auth): mixed
    {
        try {
            return ($this->reader)($result);
        } catch (\\UnexpectedValueException $wrong) {
            $excerpt = Excerpt::ofValue($result, $auth);
            $detail = "{$wrong->getMessage()}, but the response has result: $excerpt";
            $error = new UnexpectedResponseException($this->method, 200, excerpt: $excerpt, detail: $detail);
            throw Outcomes::close($error, $this->method, $this->params);
        }
    }
}`,
  );
}

function signature(fields: Field[]): string {
  const list = fields.map(({ name, type, empty, required }) => `${type} $${name}${required ? "" : ` = ${empty}`}`);
  const line = list.join(", ");
  return line.length < 70 ? `${line}): self\n    {` : `\n        ${list.join(",\n        ")},\n    ): self {`;
}

function params(fields: Field[]): string {
  if (fields.length === 0) return "[]";
  return `Wire::given([\n${fields.map(({ wire, writer }) => `            '${wire}' => ${writer},`).join("\n")}\n        ])`;
}

function errorCodes(): string {
  const lines = errors
    .filter(({ words }) => words.length > 0)
    .map((error) => `${comment([error.meaning], 4)}\n    public const ${constantName(error)} = '${error.code}';`);
  const text = "Error codes that portals are known to send. They may send others.";
  return file(
    "B24CallList",
    `/** ${text} */\nfinal class ErrorCode\n{\n${lines.join("\n")}\n}`,
    "spec/dist/errors.json",
  );
}

/** The type of a result, and what reads it. */
function resultOf(result: Schema): [type: string, reader: string] {
  const name = refName(result);
  const model = modelName(name);
  if (model) return [model, `${model}::fromWire(...)`];
  const row = modelName(refName(schemas[name]?.items ?? {}));
  if (row) return [`list<${row}>`, `Wire::listOf(${row}::fromWire(...))`];
  return result.type === "integer" ? ["int", "Wire::id(...)"] : ["bool", "Wire::success(...)"];
}

function modelName(schema: string): string | undefined {
  return (MODELS as Record<string, string>)[schema];
}

function errorTable(): string {
  const statuses = errors.flatMap(({ code, status }) => (status ? [`        '${code}' => ${status},`] : []));
  const unknown = errors.flatMap(({ code, maybeExecuted }) => (maybeExecuted ? [`'${code}'`] : []));
  return file(
    "B24CallList\\Internal",
    `/**
 * What error codes tell.
 *
 * @internal
 */
final class ErrorTable
{
    private const STATUSES = [
${statuses.join("\n")}
    ];

    /** The page of the site that says of every code what it means. */
    public const PAGE = '${errorsPage}';

    private const MAYBE_EXECUTED = [${unknown.join(", ")}];

    /** The HTTP status of codes that say more than "the request is wrong", also inside an answer with 200. */
    public static function statusOf(string $code): ?int
    {
        return self::STATUSES[$code] ?? null;
    }

    /** Whether it is unknown after this code if the portal had already done something. */
    public static function maybeExecuted(string $code): bool
    {
        return in_array($code, self::MAYBE_EXECUTED, true);
    }
}`,
    "spec/dist/errors.json",
  );
}

async function readme(): Promise<Files> {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const table = retriesTable(behaviour as Behaviour, { add: "add" });
  return { [path]: await withPart(path, "retries", header("spec/behaviour.yaml"), table) };
}

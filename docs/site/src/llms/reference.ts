// The description as plain Markdown: what holds for all methods, then each method with its shapes and examples.
import { type Document, type Operation, operationsOf, resolve } from "../description.ts";
import type { PortalError } from "../errors/catalogue.ts";
import type { Samples } from "../samples/index.ts";
import { JSON_STYLE, literal } from "../samples/literal.ts";
import { inCode } from "./errors.ts";
import { SHARED, shapeOf } from "./shape.ts";

/** Languages in which each method is shown, by the samples' labels. */
const LANGUAGES = ["cURL (webhook)", "TypeScript"];

const HOW_TO_READ =
  "Shapes are lists of fields with their types. What is optional may be missing; `each` is what is in an array or a map; `as` is one of several forms.";

/** The reference. */
export function referenceText(document: Document, errors: PortalError[], samples: Samples): string {
  const operations = operationsOf(document);
  return [
    `# Reference\n\n${document.info.description}\n${HOW_TO_READ}`,
    ...chaptersOf(document).map(({ name, description }) => `## ${name}\n\n${description}`),
    ...SHARED.map((name) => sharedShape(document, name)),
    `## Answers of every method\n\n${sharedAnswers(document, operations)}`,
    ...operations.map((operation) => method(document, operation, errors, samples)),
  ]
    .map((part) => part.trim())
    .join("\n\n");
}

/** Chapters about all methods. That on errors is left out, since a text of its own has more. */
export const chaptersOf = (document: Document): Document[] =>
  document.tags.filter((tag: Document) => tag["x-traitTag"] && tag.name !== "Errors");

/** A method's name, or what stands in for it. */
export const nameOf = ({ verb, path }: Operation): string => (verb === "post" ? path.slice(1) : path);

function sharedShape(document: Document, name: string): string {
  const schema = document.components.schemas[name];
  const examples = name === "Timing" ? `\n\n${timeOf(document)}` : "";
  return `## ${name}\n\n${schema.description}\n\n${shapeOf(document, schema)}${examples}`;
}

/** The examples of answers have it left out. */
function timeOf(document: Document): string {
  const { node } = operationsOf(document)[0]!;
  const [example] = Object.values<Document>(node.responses[200].content["application/json"].examples);
  const { time } = resolve(document, example!).value;
  return `It stands in every good answer, and is left out of the examples below:\n\n${block("json", jsonOf({ time }))}`;
}

function method(document: Document, operation: Operation, errors: PortalError[], samples: Samples): string {
  const { verb, path, node, servers, operationId } = operation;
  const good = node.responses[200].content["application/json"];
  return `## ${nameOf(operation)}

${node.summary}: \`${verb.toUpperCase()} ${servers[0]}${path}\`

${node.description.trim()}

### Parameters of ${nameOf(operation)}

${parametersOf(document, node)}

${samplesOf(samples[operationId]!)}

### Answers of ${nameOf(operation)}

${shapeOf(document, good.schema)}

${examplesOf(document, good)}

${ownAnswers(operation, errors)}`;
}

function parametersOf(document: Document, { requestBody, parameters }: Document): string {
  if (requestBody) {
    const body = requestBody.content["application/json"];
    return `${shapeOf(document, body.schema)}\n\n${examplesOf(document, body)}`;
  }
  const named = (parameters as Document[]).map((parameter) => resolve(document, parameter));
  return shapeOf(document, {
    properties: Object.fromEntries(
      named.map(({ name, schema, description }) => [name, { ...resolve(document, schema), description }]),
    ),
    required: named.filter(({ required }) => required).map(({ name }) => name),
  });
}

/** Longer ones, such as a batch of 51, say no more than their summary. */
const LONGEST_EXAMPLE = 3_000;

/** Examples without `time`, of which one is enough. */
function examplesOf(document: Document, { examples }: Document): string {
  return Object.values<Document>(examples)
    .map((example) => resolve(document, example))
    .map(({ summary, value: { time: _, ...value } }) => [summary, jsonOf(value)])
    .filter(([, json = ""]) => json.length <= LONGEST_EXAMPLE)
    .map(([summary = "", json = ""]) => `${summary}:\n\n${block("json", json)}`)
    .join("\n\n");
}

const jsonOf = (value: unknown): string => literal(value, JSON_STYLE, { indent: 0, taken: 0 });

function samplesOf(samples: Samples[string]): string {
  return samples
    .filter(({ label }) => LANGUAGES.includes(label))
    .map(({ label, lang, source }) => `${label}:\n\n${block(lang, source)}`)
    .join("\n\n");
}

const block = (lang: string, code: string): string => `\`\`\`${lang}\n${code}\n\`\`\``;

/** The answers that are a method's own, with their codes; the others are those of every method. */
function ownAnswers({ path, node }: Operation, errors: PortalError[]): string {
  const method = path === "/oauth/token/" ? "oauth.token" : path.slice(1);
  return Object.entries<Document>(node.responses)
    .filter(([, response]) => !response.$ref)
    .map(([status, { description }]) => {
      const codes = errors.filter(({ answers }) =>
        answers.some((answer) => answer.status === Number(status) && answer.methods.includes(method)),
      );
      const known = codes.length > 0 ? ` Codes: ${codes.map(({ code }) => inCode(code)).join(", ")}.` : "";
      return `- HTTP ${status}: ${description}${known}`;
    })
    .join("\n");
}

function sharedAnswers(document: Document, operations: Operation[]): string {
  const refs = operations.flatMap(({ node }) =>
    Object.entries<Document>(node.responses).filter(([, response]) => response.$ref),
  );
  const lines = refs.map(([status, response]) => `- HTTP ${status}: ${resolve(document, response).description}`);
  return [...new Set(lines)].sort().join("\n");
}

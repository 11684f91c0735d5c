import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema is walked freely here.
type Schema = Record<string, any>;

/**
 * TypeScript types of an OpenAPI document, by openapi-typescript, with things it does not do by itself: open sets keep
 * their autocompletion, strings with a pattern are the words or numbers it allows, and maps whose keys follow a pattern
 * or an enum get exactly these keys.
 */
export async function openapiTypes(document: object): Promise<string> {
  const nodes = await openapiTS(structuredClone(document) as never, {
    alphabetize: false,
    defaultNonNullable: false,
    silent: true,
    transform: (schema) => {
      const type = typeOf(schema as Schema);
      return type === undefined ? undefined : raw(type);
    },
  });
  return astToString(nodes);
}

/** The type of a schema that openapi-typescript would make too wide, as text. */
export function typeOf(schema: Schema): string | undefined {
  return openSet(schema) ?? exactKeys(schema) ?? words(schema) ?? digits(schema);
}

/** `anyOf: [known values, string]` would swallow the known values: "A" | string is string. */
function openSet({ anyOf }: Schema): string | undefined {
  if (!Array.isArray(anyOf) || !anyOf[0]?.$ref || anyOf.slice(1).some(({ type }) => typeof type !== "string")) return;
  const others = anyOf.slice(1).map(({ type }) => (type === "string" ? "(string & {})" : primitive(type)));
  return [component(anyOf[0].$ref), ...others].join(" | ");
}

/** A map from keys of a known form: `^(>=|>)?(ID|NAME)$` becomes the keys `${">=" | ">" | ""}${"ID" | "NAME"}`. */
function exactKeys({ propertyNames, additionalProperties }: Schema): string | undefined {
  if (!propertyNames || !additionalProperties?.$ref) return;
  const keys = propertyNames.$ref ? component(propertyNames.$ref) : templateOf(propertyNames.pattern);
  return `{ [key in ${keys}]?: ${component(additionalProperties.$ref)} }`;
}

function templateOf(pattern: string): string {
  const groups = [...pattern.matchAll(/\(([^()]+)\)(\?)?/g)];
  if (`^${groups.map(([whole]) => whole).join("")}$` !== pattern) {
    throw new Error(
      `propertyNames: cannot make a type from ${pattern}; it has to be groups of alternatives: ^(a|b)?(C|D)$`,
    );
  }
  const parts = groups.map(([, alternatives, optional]) => {
    const words = [...alternatives!.split("|"), ...(optional ? [""] : [])];
    return `\${${words.map((word) => JSON.stringify(word)).join(" | ")}}`;
  });
  return `\`${parts.join("")}\``;
}

/** A string that can only be one of some words: `^(A|B)$`. */
function words({ type, pattern }: Schema): string | undefined {
  const [, alternatives] = /^\^\(([^()[\]+?]+)\)\$$/.exec(pattern ?? "") ?? [];
  if (type !== "string" || !alternatives) return;
  return alternatives
    .split("|")
    .map((word) => JSON.stringify(word.replace(/\\(.)/g, "$1")))
    .join(" | ");
}

/** A string that can only hold a whole number. */
function digits({ type, pattern, enum: values }: Schema): string | undefined {
  const types: string[] = Array.isArray(type) ? type : [type];
  if (values || !types.includes("string") || !/^\^[-0-9[\](){}|?+*,]+\$$/.test(pattern ?? "")) return;
  return types.map((one) => (one === "string" ? NUMERIC_TEXT : primitive(one))).join(" | ");
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a type as text
const NUMERIC_TEXT = "`${number}`";

const primitive = (type: string): string => (type === "integer" ? "number" : type);

const component = (ref: string): string => `components["schemas"]["${ref.split("/").at(-1)}"]`;

/** A type node that is printed as it stands. */
const raw = (text: string): ts.TypeNode => ts.factory.createTypeReferenceNode(ts.factory.createIdentifier(text));

// What the renderers of all languages do alike: names from words, lines of a width, and what follows from types.
import type { SdkField, SdkMethod, SdkModel, SdkModelType, SdkType } from "../model.ts";

export { wrap } from "../outcomes/rules.ts";

/** `listId`. */
export const camelOf = (words: string[]): string => words.map((word, at) => (at === 0 ? word : capital(word))).join("");
/** `ListId`. */
export const pascalOf = (words: string[]): string => words.map(capital).join("");
/** `list_id`. */
export const snakeOf = (words: string[]): string => words.join("_");

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A text in which `null`, `true` and `false` in backticks are written as a language does. */
export const inWordsOf = (text: string, literals: Record<string, string>): string =>
  text.replaceAll(/`(null|true|false)`/g, (code, literal) => (literals[literal] ? `\`${literals[literal]}\`` : code));

/** A parameter as a caller passes it, with the names under which its value goes out. */
export interface Argument extends SdkField {
  /** Of a field within an object with one field alone: the name of the object. */
  within?: string;
}

/** The parameters of a method, where an object with one field alone is this field. */
export const argumentsOf = ({ params }: SdkMethod, { models }: SdkModel): Argument[] =>
  params.map((param) => {
    if (param.type.kind !== "model") return param;
    const { fields } = models[param.type.schema]!;
    if (fields.length !== 1) throw new Error(`${param.wire}: objects with more than one field are no parameters yet`);
    return { ...fields[0]!, within: param.wire };
  });

/** The value of an argument among parameters as they are on the wire. */
export function givenOf({ wire, within }: Argument, params: Record<string, unknown>): unknown {
  const from = within ? (params[within] as Record<string, unknown> | undefined) : params;
  return from?.[wire];
}

/** The model that a type is or lists. */
export function modelIn(type: SdkType, model: SdkModel): SdkModelType | undefined {
  if (type.kind === "list") return modelIn(type.of, model);
  return type.kind === "model" ? model.models[type.schema] : undefined;
}

/** A field that may be missing. */
export const mayMiss = ({ required, nullable }: SdkField): boolean => nullable || !required;

// A command of a batch, and what stands in it for the result of another one.
import type { CallListMethod, Params } from "./methods.ts";

/** Parameters of a command: those of the method, with references where ids stand. */
export type CommandParams<M extends CallListMethod> = WithReferences<Params<M>>;

/** A command of a batch: a method and its parameters. */
export type Command<M extends CallListMethod = CallListMethod> = M extends CallListMethod
  ? Record<never, never> extends Params<M>
    ? readonly [method: M, params?: CommandParams<M>]
    : readonly [method: M, params: CommandParams<M>]
  : never;

declare const OF: unique symbol;

/** Stands for an id that an earlier command of the same batch gives. Made by {@link ref}. */
export interface Reference<Of extends "list" | "participant" = "list" | "participant"> {
  readonly command: Command;
  readonly path: readonly (string | number)[];
  /** What the id is of. For the compiler alone. */
  readonly [OF]?: Of;
}

/** Ids that a result holds for certain: those of `add` and `get`, and of the first row of a page that is never empty. */
interface Places {
  "crm.calllist.add": { path: []; of: "list" };
  "crm.calllist.get": { path: [field: "ID"]; of: "list" };
  "crm.calllist.items.get": { path: [row: 0, field: "ID"]; of: "participant" };
}

/** Methods whose results can be referred to. */
export type Referable = keyof Places;

/**
 * Refers to what an earlier command of the same batch gives: the new list's id (`ref(made)`), a list's id
 * (`ref(list, "ID")`), the first participant (`ref(items, 0, "ID")`).
 *
 * A portal does not notice a reference that finds nothing. It takes the deepest value that it did find, and as an id
 * that is mostly 1: somebody else's list. Therefore only what is surely there can be referred to (a form can be null, and
 * a page shorter than one thinks), only in a batch with `halt: true`, where a failed command ends the batch, and only
 * to a command that stands before, among the same 50.
 *
 * @param command the very array that stands in the batch
 *
 * @example
 * ```ts
 * import { batch, createClient, ref, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * const made = ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] }] as const;
 * const { list } = await batch(b24, { made, list: ["crm.calllist.get", { ID: ref(made) }] }, { halt: true });
 * if (list.ok) console.log(list.result.DATE_CREATE);
 * ```
 */
export function ref<M extends Referable>(command: Command<M>, ...path: Places[M]["path"]): Reference<Places[M]["of"]> {
  // A command of a method is one of any; the compiler does not see it through the generic.
  return { [REFERENCE]: true, command: command as Command, path } as Reference<Places[M]["of"]>;
}

const REFERENCE = Symbol("reference");

export const isReference = (value: unknown): value is Reference =>
  typeof value === "object" && value !== null && REFERENCE in value;

/** Parameters in which references may stand for ids of lists and participants. */
export type WithReferences<P> = {
  [K in keyof P]: K extends "ID" | "LIST_ID"
    ? P[K] | Reference<"list">
    : K extends "ENTITIES"
      ? readonly (P[K] extends readonly (infer Id)[] ? Id | Reference<"participant"> : never)[]
      : P[K];
};

// Types of the methods, taken from the generated description. Nothing here exists at run time.
import type { KnownErrorCodes } from "./errors.gen.ts";
import type { components, paths } from "./schema.gen.ts";

/** Shapes of the description by name, such as `Schemas["CallListItem"]`. */
export type Schemas = components["schemas"];

/** A path of the description that stands for a portal method: `/crm.calllist.get`, `/batch` … */
export type MethodPath = Exclude<keyof paths, "/oauth/token/">;

/** Every method of the description, `batch` included. */
export type Method = MethodPath extends `/${infer Name}` ? Name : never;

/** The six methods of call lists. */
export type CallListMethod = Exclude<Method, "batch">;

type Operation<M extends Method> = paths[`/${M}`]["post"];

/**
 * Parameters of a method, as on the wire. The access token is not among them; the client adds it.
 *
 * @example
 * ```ts
 * import type { Params } from "@b24-calllist/client";
 *
 * const params: Params<"crm.calllist.list"> = { FILTER: { ">ID": 20 }, ORDER: { ID: "ASC" } };
 * ```
 */
export type Params<M extends Method> = WithoutToken<Operation<M>["requestBody"]["content"]["application/json"]>;

/** An object type without any key would take every object; a method without parameters takes none. */
type WithoutToken<P> = [Exclude<keyof P, "auth">] extends [never]
  ? Record<string, never>
  : { [K in keyof Omit<P, "auth">]: OrReadonly<P[K & keyof P]> };

/** A list that is not changed may be one that cannot be. */
type OrReadonly<T> = T extends (infer Item)[] ? readonly Item[] : T;

/** A good answer as a whole: `result` and `time`. */
export type Answer<M extends Method> = Operation<M>["responses"][200]["content"]["application/json"];

/**
 * What a method gives.
 *
 * @example
 * ```ts
 * import type { Result } from "@b24-calllist/client";
 *
 * type Participants = Result<"crm.calllist.items.get">; // { ID: number; STATUS: …; ENTITY_TYPE: number }[]
 * ```
 */
export type Result<M extends Method> = Answer<M>["result"];

/** Error codes of a method: the known ones complete in an editor, any other text is possible too. */
export type ErrorCode<M extends Method = Method> = KnownErrorCodes[M] | (string & {});

/** A refusal as it stands on the wire. */
export type ErrorBody<M extends Method = Method> = Omit<Schemas["PortalError"], "error"> & {
  /** Older portals send some codes as numbers. */
  error: ErrorCode<M> | number;
};

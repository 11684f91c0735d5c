// Types of the methods, taken from the generated description. Nothing here exists at run time.
import type { KnownErrorCodes } from "./generated/errors.ts";
import type { components, paths } from "./generated/schema.ts";

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
  : { [K in keyof Omit<P, "auth">]: OrReadonly<P[K & keyof P]> | IfOptional<P, K & keyof P> };

/** A list that is not changed may be one that cannot be. */
type OrReadonly<T> = T extends (infer Item)[] ? readonly Item[] : T;

/** What may be left out may be undefined, too. */
type IfOptional<P, K extends keyof P> = Record<never, never> extends Pick<P, K> ? undefined : never;

/** `SELECT` of `crm.calllist.list`; undefined where it is left out. */
export type Select = readonly Schemas["CallListSelectItem"][] | undefined;

/** Parameters of a method with this `SELECT`, where it has one. */
export type ParamsWith<M extends Method, S extends Select> = M extends "crm.calllist.list"
  ? Omit<Params<M>, "SELECT"> & { SELECT?: S }
  : Params<M>;

/** A good answer as a whole, as on the wire: `result` and `time`. */
export type Answer<M extends Method> = Operation<M>["responses"][200]["content"]["application/json"];

/**
 * What a method returns. Of `crm.calllist.list` the second parameter is its `SELECT`, which decides on the fields of a
 * row; without it, all of them.
 *
 * @example
 * ```ts
 * import type { Result } from "@b24-calllist/client";
 *
 * type Participants = Result<"crm.calllist.items.get">; // { ID: number; STATUS: …; ENTITY_TYPE: number }[]
 * type Ids = Result<"crm.calllist.list", ["ID"]>; // { ID: `${number}` }[]
 * ```
 */
export type Result<M extends Method, S extends Select = undefined> = Results<S>[M];

/** Looked up, not decided, so that it can be handled while the method is not known. */
type Results<S extends Select> = {
  [M in Method]: M extends "crm.calllist.list" ? CallListRow<S>[] : Answer<M>["result"];
};

type AllFields = Required<Schemas["CallListRow"]>;

/**
 * A row of `crm.calllist.list`: with the fields that `SELECT` names, with all of them where it is left out or has `"*"`. Of
 * a `SELECT` that is known at run time alone, any of its fields may be missing.
 */
export type CallListRow<S extends Select = undefined> = [S] extends [undefined]
  ? AllFields
  : number extends NonNullable<S>["length"]
    ? Partial<FieldsOf<S>>
    : FieldsOf<S>;

type FieldsOf<S extends Select> = "*" extends NonNullable<S>[number]
  ? AllFields
  : Pick<AllFields, NonNullable<S>[number] & keyof AllFields>;

/** Error codes of a method: the known ones complete in an editor, any other text is possible too. */
export type ErrorCode<M extends Method = Method> = KnownErrorCodes[M] | (string & {});

/** A refusal as it stands on the wire. */
export type ErrorBody<M extends Method = Method> = Omit<Schemas["PortalError"], "error"> & {
  /** Older portals send some codes as numbers. */
  error: ErrorCode<M> | number;
};

// The model as it was, by schemas. Whatever reads it moves to model.ts; then it goes.
import { type Behaviour, statusOf } from "./behaviour.ts";

export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: string[];
  pattern?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  "x-sdk-explicit"?: string[];
  "x-sdk-name"?: string;
  "x-sdk-names"?: Record<string, string>;
  "x-sdk-type"?: string;
}

interface Operation {
  summary: string;
  description: string;
  requestBody: { content: { "application/json": { schema: Schema } } };
  responses: { "200": { content: { "application/json": { schema: Schema } } } };
  "x-sdk-name"?: string;
}

/** A method of call lists. */
export interface SdkMethod {
  /** `crm.calllist.items.get`. */
  wire: string;
  /** `items`. */
  name: string;
  summary: string;
  /** Markdown, with the method's traps. */
  description: string;
  /** Schema of its parameters and of its result, the former by name. */
  params: string;
  result: Schema;
  /** Parameters that must not be left out silently: the request would do what nobody asked for. */
  explicit: string[];
  /** Codes that it alone can end with, by the name of their constant. */
  codes: string[];
}

/** An error code that portals are known to send. */
export interface SdkError {
  code: string;
  /** The words of its constant's name: `["unknown", "field"]`; none where the code is empty. */
  words: string[];
  meaning: string;
  action: string;
  /** The HTTP status, where it says more than that the request is wrong; also for a code inside a response with 200. */
  status?: number;
  /** Whether the portal may have executed the call all the same. */
  maybeExecuted: boolean;
  /** Methods that can end with it: all, or these. */
  methods: "all" | string[];
}

export interface SdkModel {
  /** Version of the description. */
  version: string;
  schemas: Record<string, Schema>;
  methods: SdkMethod[];
  errors: SdkError[];
  /** The page of the site that says what each code means. */
  errorsPage: string;
  behaviour: Behaviour;
}

/** `dist/errors.json` of the description. */
export interface Catalogue {
  page: string;
  errors: {
    code: string;
    meaning: string;
    action: string;
    executed: string;
    answers: { status: number; methods: string[] }[];
  }[];
}

/** `dist/sdk.json` of the description: the bundle under its overlay. */
export interface SdkDocument {
  info: { version: string };
  paths: Record<string, { post?: Operation }>;
  components: { schemas: Record<string, Schema> };
}

/** The model of a description, from what its package exports as sdk.json, errors.json and behaviour.json. */
export function modelOf(sdk: object, { page, errors }: Catalogue, behaviour: Behaviour): SdkModel {
  const document = sdk as SdkDocument;
  const { schemas } = document.components;
  const named = Object.entries(document.paths).flatMap(([path, { post }]) =>
    post?.["x-sdk-name"] ? [{ wire: path.slice(1), name: post["x-sdk-name"], post }] : [],
  );
  const known = errorsOf(
    errors,
    named.map(({ wire }) => wire),
    schemas.KnownErrorCode?.["x-sdk-names"] ?? {},
  );
  return {
    version: document.info.version,
    schemas,
    methods: named.map((method) => methodOf(method, schemas, known)),
    errors: known,
    errorsPage: page,
    behaviour,
  };
}

/** The errors of portals; those of the authorisation server alone are no client's constants. */
function errorsOf(errors: Catalogue["errors"], wires: string[], names: Record<string, string>): SdkError[] {
  return errors
    .filter(({ answers }) => answers.some(({ methods }) => !isOfTokens(methods)))
    .map(({ code, meaning, action, executed, answers }) => {
      const status = statusOf({ answers });
      const methods = answers.flatMap(({ methods }) => methods as string[]);
      return {
        code,
        words: (names[code] ?? code).toLowerCase().split(/[ _]/).filter(Boolean),
        meaning,
        action,
        ...(status !== undefined && { status }),
        maybeExecuted: executed === "unknown",
        methods: methods.includes("all") || wires.every((wire) => methods.includes(wire)) ? "all" : methods,
      };
    });
}

const isOfTokens = (methods: string[]): boolean => methods.includes("oauth.token");

function methodOf(
  { wire, name, post }: { wire: string; name: string; post: Operation },
  schemas: Record<string, Schema>,
  errors: SdkError[],
): SdkMethod {
  const { summary, description, requestBody, responses } = post;
  const response = schemas[refName(responses["200"].content["application/json"].schema)]!;
  const params = refName(requestBody.content["application/json"].schema);
  return {
    wire,
    name,
    summary,
    description,
    params,
    explicit: schemas[params]!["x-sdk-explicit"] ?? [],
    result: response.properties!.result!,
    codes: errors.filter(({ methods }) => methods !== "all" && methods.includes(wire)).map(constantName),
  };
}

/** The name of the schema that is referred to; empty where there is none. */
export const refName = ({ $ref }: Schema): string => $ref?.split("/").at(-1) ?? "";

/** `UNKNOWN_FIELD`. */
export const constantName = ({ words }: Pick<SdkError, "words">): string => words.join("_").toUpperCase();

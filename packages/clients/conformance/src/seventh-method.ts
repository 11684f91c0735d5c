// The description with a seventh method that no portal has: what it takes for clients to have it.
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { type LanguageName, modelOf, type SdkMethod, type SdkModel } from "@b24-calllist/codegen/model";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

export const WIRE = "crm.calllist.mark";
export const PARAMS = { LIST_ID: 13, COLOR: "DARK_RED", NOTE: "call after six" };
export const RESULT = { ID: "13", COLOR: "DARK_RED", NOTE: "call after six", MARKED_BY_ID: null };

const ref = (name: string, more = {}) => ({ $ref: `#/components/schemas/${name}`, ...more });
const json = (schema: string, value: object) => ({
  content: { "application/json": { schema: ref(schema), examples: { one: { value } } } },
});
const properties = {
  COLOR: ref("MarkColor"),
  NOTE: { type: "string", description: "What to know before the call." },
};

const path = {
  post: {
    summary: "Mark a call list",
    description: "Gives a call list a colour.\n\n**Before you call it**\n\n- **Colours fade.** Look at them in time.",
    "x-about": "Gives a call list a colour.",
    "x-traps": [{ id: "colours", text: "**Colours fade.** Look at them in time." }],
    "x-effect": "replace",
    "x-sdk-name": "mark",
    "x-sdk-shows": "NOTE",
    requestBody: { required: true, ...json("CallListMarkParams", PARAMS) },
    responses: {
      "200": json("CallListMarkResponse", { result: RESULT }),
      "400": json("PortalError", { error: "ERROR_ARGUMENT", error_description: "Wrong" }),
    },
  },
};

const schemas = {
  MarkColor: { type: "string", enum: ["DARK_RED", "GREEN"], description: "A colour." },
  CallListMarkParams: {
    type: "object",
    additionalProperties: false,
    properties: { LIST_ID: ref("Id"), ...properties, auth: { type: "string" } },
    required: ["LIST_ID", "COLOR"],
  },
  CallListMarkResponse: { type: "object", properties: { result: ref("ListMark") }, required: ["result"] },
  ListMark: {
    type: "object",
    description: "The mark of a call list.",
    properties: {
      ID: ref("NumericString", { "x-sdk-type": "Id" }),
      ...properties,
      MARKED_BY_ID: ref("NullableNumericString"),
    },
    required: ["ID", "COLOR", "NOTE", "MARKED_BY_ID"],
  },
};

/** The description with it. */
export const document = structuredClone(sdk) as { paths: object; components: { schemas: object } };
Object.assign(document.paths, { [`/${WIRE}`]: path });
Object.assign(document.components.schemas, schemas);

/** The model with it, and it alone. */
export function seventhMethod(language: LanguageName): [SdkModel, SdkMethod] {
  const { effects, ...rest } = behaviour as Behaviour;
  const model = modelOf(document, catalogue, { ...rest, effects: { ...effects, [WIRE]: "replace" } }, language);
  return [model, model.methods.find(({ wire }) => wire === WIRE)!];
}

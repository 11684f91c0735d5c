import type { Language } from "./language.ts";
import { JSON_STYLE, literal } from "./literal.ts";
import { type Command, commandsOf } from "./request.ts";

/** The Python client of this house. */
export const python: Language = {
  lang: "python",
  label: "Python",
  write(request) {
    if (request.kind === "token") return undefined;
    const commands = commandsOf(request);
    const call = commands ? batch(commands) : `b24.${callOf([request.method, request.params])}`;
    return `from b24_calllist import Client${commands ? ", commands" : ""}

with Client(${JSON.stringify(request.webhookUrl)}) as b24:
    print(${call})`;
  },
};

const value = (json: unknown): string => literal(json, JSON_STYLE, { indent: 0, taken: 0 });

const ARGUMENTS: Record<string, [name: string, write: (params: Record<string, unknown>) => (string | undefined)[]]> = {
  "crm.calllist.add": [
    "add",
    ({ ENTITY_TYPE, ENTITIES, WEBFORM_ID }) => [value(ENTITY_TYPE), value(ENTITIES), named("webform_id", WEBFORM_ID)],
  ],
  "crm.calllist.get": ["get", ({ ID }) => [value(ID)]],
  "crm.calllist.list": [
    "list",
    ({ SELECT, FILTER, ORDER, start }) => [
      named("select", SELECT),
      named("filter", FILTER),
      named("order", ORDER),
      named("start", start),
    ],
  ],
  "crm.calllist.update": [
    "update",
    ({ LIST_ID, ENTITY_TYPE, ENTITIES, WEBFORM_ID }) => [
      value(LIST_ID),
      value(ENTITY_TYPE),
      value(ENTITIES),
      named("webform_id", WEBFORM_ID),
    ],
  ],
  "crm.calllist.items.get": [
    "items",
    ({ LIST_ID, FILTER, start }) => [
      value(LIST_ID),
      named("status", (FILTER as { STATUS?: string } | undefined)?.STATUS),
      named("start", start),
    ],
  ],
  "crm.calllist.statuslist": ["statuses", () => []],
};

function callOf([method, params]: Command): string {
  const [name, write] = ARGUMENTS[method]!;
  return `${name}(${write(params)
    .filter((argument) => argument !== undefined)
    .join(", ")})`;
}

const named = (name: string, json: unknown): string | undefined =>
  json === undefined ? undefined : `${name}=${value(json)}`;

function batch(all: Record<string, Command>): string {
  const entries = Object.entries(all).map(([name, command]) => `        "${name}": commands.${callOf(command)},\n`);
  return `b24.batch({\n${entries.join("")}    })`;
}

import type { Command } from "./request.ts";

/** How a language writes a method's arguments: in the method's order, and by name where they may be left out. */
export interface ArgumentStyle {
  value(json: unknown): string;
  named(name: string, json: unknown): string;
  entityType(type: unknown): string;
  /** The name of the argument for `WEBFORM_ID`. */
  webform: string;
}

type Params = Record<string, unknown>;
type Argument = string | undefined;

/** Our clients in PHP and Python have the same methods with the same arguments, but for spelling. */
export function callIn(style: ArgumentStyle, [method, params]: Command): string {
  const [name, write] = METHODS[method]!;
  const given = write(params, {
    ...style,
    named: (name, json) => (json === undefined ? undefined : style.named(name, json)),
  });
  return `${name}(${given.filter((argument) => argument !== undefined).join(", ")})`;
}

type Writer = Omit<ArgumentStyle, "named"> & { named(name: string, json: unknown): Argument };

const METHODS: Record<string, [name: string, write: (params: Params, style: Writer) => Argument[]]> = {
  "crm.calllist.add": ["add", (params, style) => [...participants(params, style), form(params, style)]],
  "crm.calllist.get": ["get", ({ ID }, { value }) => [value(ID)]],
  "crm.calllist.list": [
    "list",
    ({ SELECT, FILTER, ORDER, start }, { named }) => [
      named("select", SELECT),
      named("filter", FILTER),
      named("order", ORDER),
      named("start", start),
    ],
  ],
  "crm.calllist.update": [
    "update",
    (params, style) => [style.value(params.LIST_ID), ...participants(params, style), form(params, style)],
  ],
  "crm.calllist.items.get": [
    "items",
    ({ LIST_ID, FILTER, start }, { value, named }) => [
      value(LIST_ID),
      named("status", (FILTER as { STATUS?: string } | undefined)?.STATUS),
      named("start", start),
    ],
  ],
  "crm.calllist.statuslist": ["statuses", () => []],
};

const participants = ({ ENTITY_TYPE, ENTITIES }: Params, { entityType, value }: Writer): string[] => [
  entityType(ENTITY_TYPE),
  value(ENTITIES),
];

const form = ({ WEBFORM_ID }: Params, { named, webform }: Writer): Argument => named(webform, WEBFORM_ID);

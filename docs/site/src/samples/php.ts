import type { Language } from "./language.ts";
import { literal, PHP_STYLE } from "./literal.ts";
import { type Command, commandsOf } from "./request.ts";

/** The PHP client of this house. */
export const php: Language = {
  lang: "php",
  label: "PHP",
  write(request) {
    if (request.kind === "token") return undefined;
    const commands = commandsOf(request);
    const call = commands ? batch(commands) : `$b24->${callOf([request.method, request.params])}`;
    const used = ["Auth", "Client", ...["Command", "EntityType"].filter((name) => call.includes(`${name}::`))];
    return `<?php

require __DIR__ . '/vendor/autoload.php';

${used.map((name) => `use B24CallList\\${name};`).join("\n")}

$b24 = new Client(Auth::webhook('${request.webhookUrl}'));

print_r(${call});`;
  },
};

const value = (json: unknown): string => literal(json, PHP_STYLE, { indent: 0, taken: 0 });

/** Arguments in the order of the method; those that are left out are null, and those that may be have their names. */
const ARGUMENTS: Record<string, [name: string, write: (params: Record<string, unknown>) => (string | undefined)[]]> = {
  "crm.calllist.add": ["add", (params) => [...participants(params), named("webformId", params.WEBFORM_ID)]],
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
    (params) => [value(params.LIST_ID), ...participants(params), named("webformId", params.WEBFORM_ID)],
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
  json === undefined ? undefined : `${name}: ${value(json)}`;

function participants({ ENTITY_TYPE, ENTITIES }: Record<string, unknown>): string[] {
  return [`EntityType::${ENTITY_TYPE === "COMPANY" ? "Company" : "Contact"}`, value(ENTITIES)];
}

function batch(commands: Record<string, Command>): string {
  const entries = Object.entries(commands).map(([name, command]) => `    '${name}' => Command::${callOf(command)},\n`);
  return `$b24->batch([\n${entries.join("")}])`;
}

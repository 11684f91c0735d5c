import { ofCalls } from "./language.ts";
import type { Command } from "./request.ts";

/** The Go client of this house. */
export const go = ofCalls("go", "Go", (request, commands) => {
  const call = commands ? batch(commands) : callOf([request.method, request.params]);
  return `package main

import (
	"context"
	"fmt"
	"log"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

func main() {
	b24, err := calllist.FromWebhook(${JSON.stringify(request.webhookUrl)}, nil)
	if err != nil {
		log.Fatal(err)
	}
${indented(call)}
}`;
});

const indented = (text: string): string => text.replace(/^(?=.)/gm, "\t");

/** Methods of the client: name, the type of the parameters unless they are one id, and whether there is a result. */
const METHODS: Record<string, [name: string, params: string | undefined]> = {
  "crm.calllist.add": ["Add", "AddParams"],
  "crm.calllist.get": ["Get", undefined],
  "crm.calllist.list": ["List", "ListParams"],
  "crm.calllist.update": ["Update", "UpdateParams"],
  "crm.calllist.items.get": ["Items", "ItemsParams"],
  "crm.calllist.statuslist": ["Statuses", undefined],
};

function callOf([method, params]: Command): string {
  const [name, type] = METHODS[method]!;
  const given = type ? `, ${struct(type, params)}` : params.ID === undefined ? "" : `, ${params.ID}`;
  if (method === "crm.calllist.update") {
    return `err = b24.${name}(context.Background()${given})
if err != nil {
	log.Fatal(err)
}
fmt.Println("updated")`;
  }
  return `result, err := b24.${name}(context.Background()${given})
if err != nil {
	log.Fatal(err)
}
fmt.Println(result)`;
}

function batch(commands: Record<string, Command>): string {
  const lines = Object.entries(commands).map(
    ([key, [method, params]]) => `	{Key: ${JSON.stringify(key)}, Params: ${struct(PARAMS[method]!, params)}},\n`,
  );
  return `entries, err := b24.Batch(context.Background(), []calllist.Command{
${lines.join("")}}, nil)
if err != nil {
	log.Fatal(err)
}
for _, entry := range entries {
	fmt.Println(entry.Key, entry.Result, entry.Err)
}`;
}

const PARAMS: Record<string, string> = {
  "crm.calllist.add": "AddParams",
  "crm.calllist.get": "GetParams",
  "crm.calllist.list": "ListParams",
  "crm.calllist.update": "UpdateParams",
  "crm.calllist.items.get": "ItemsParams",
  "crm.calllist.statuslist": "StatusesParams",
};

/** How each parameter is written in its struct. */
const FIELDS: Record<string, [name: string, write: (value: never) => string]> = {
  ID: ["ID", String],
  LIST_ID: ["ListID", String],
  ENTITY_TYPE: ["EntityType", (type: string) => `calllist.Entity${type === "COMPANY" ? "Company" : "Contact"}`],
  ENTITIES: ["Entities", (ids: number[]) => `[]int64{${ids.join(", ")}}`],
  WEBFORM_ID: ["WebformID", (id: number | null) => (id === null ? "calllist.NoWebform" : `calllist.Webform(${id})`)],
  ORDER: ["Order", order],
  FILTER: [
    "Filter",
    ({ STATUS }: { STATUS: string }) => `calllist.ParticipantFilter{Status: ${JSON.stringify(STATUS)}}`,
  ],
  start: ["Start", String],
};

function order(fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(
    ([field, direction]) =>
      `{Field: calllist.Field(${JSON.stringify(field)}), Direction: calllist.${direction === "DESC" ? "Desc" : "Asc"}}`,
  );
  return `calllist.Order{${lines.join(", ")}}`;
}

/** On one line where it is short, otherwise as gofmt leaves it: a line for each field, values below each other. */
function struct(type: string, params: Record<string, unknown>): string {
  const fields = Object.entries(params).map(([wire, value]): [name: string, value: string] => {
    const [name, write] = FIELDS[wire]!;
    return [`${name}:`, write(value as never)];
  });
  const short = `calllist.${type}{${fields.map((field) => field.join(" ")).join(", ")}}`;
  if (short.length <= 40) return short;
  const width = Math.max(...fields.map(([name]) => name.length));
  const lines = fields.map(([name, value]) => `\t${name.padEnd(width)} ${value},\n`);
  return `calllist.${type}{\n${lines.join("")}}`;
}

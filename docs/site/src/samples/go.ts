import { goCall, goModelOf, goParams } from "@b24-calllist/codegen/languages/go";
import { ofCalls } from "./language.ts";
import { methodIn, modelFor } from "./model.ts";
import type { Command } from "./request.ts";

const model = goModelOf(modelFor("go"));

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

function callOf([wire, params]: Command): string {
  const method = methodIn(model, wire);
  const call = goCall(method, params, model, "context.Background()");
  return method.result.kind === "boolean"
    ? `err = ${call}
if err != nil {
	log.Fatal(err)
}
fmt.Println("done")`
    : `result, err := ${call}
if err != nil {
	log.Fatal(err)
}
fmt.Println(result)`;
}

function batch(commands: Record<string, Command>): string {
  const lines = Object.entries(commands).map(([key, [wire, params]]) => {
    return `	{Key: ${JSON.stringify(key)}, Params: ${goParams(methodIn(model, wire), params, model)}},\n`;
  });
  return `entries, err := b24.Batch(context.Background(), []calllist.Command{
${lines.join("")}}, nil)
if err != nil {
	log.Fatal(err)
}
for _, entry := range entries {
	fmt.Println(entry.Key, entry.Result, entry.Err)
}`;
}

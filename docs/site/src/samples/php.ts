import { phpCall } from "@b24-calllist/codegen/languages/php";
import { ofCalls } from "./language.ts";
import { methodIn, modelFor } from "./model.ts";
import type { Command } from "./request.ts";

const model = modelFor("php");
const callOf = ([wire, params]: Command): string => phpCall(methodIn(model, wire), model, params);

/** The PHP client of this house. */
export const php = ofCalls("php", "PHP", (request, commands) => {
  const call = commands ? batch(commands) : `$b24->${callOf([request.method, request.params])}`;
  const used = ["Auth", "Client", ...new Set([...call.matchAll(/\b([A-Z]\w+)::/g)].map(([, name]) => name!))];
  return `<?php

require __DIR__ . '/vendor/autoload.php';

${used.map((name) => `use B24CallList\\${name};`).join("\n")}

$b24 = new Client(Auth::webhook('${request.webhookUrl}'));

print_r(${call});`;
});

function batch(commands: Record<string, Command>): string {
  const entries = Object.entries(commands).map(([name, command]) => `    '${name}' => Command::${callOf(command)},\n`);
  return `$b24->batch([\n${entries.join("")}])`;
}

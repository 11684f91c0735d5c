import { type ArgumentStyle, callIn } from "./arguments.ts";
import { ofCalls } from "./language.ts";
import { literal, PHP_STYLE } from "./literal.ts";
import type { Command } from "./request.ts";

/** The PHP client of this house. */
export const php = ofCalls("php", "PHP", (request, commands) => {
  const call = commands ? batch(commands) : `$b24->${callIn(STYLE, [request.method, request.params])}`;
  const used = ["Auth", "Client", ...["Command", "EntityType"].filter((name) => call.includes(`${name}::`))];
  return `<?php

require __DIR__ . '/vendor/autoload.php';

${used.map((name) => `use B24CallList\\${name};`).join("\n")}

$b24 = new Client(Auth::webhook('${request.webhookUrl}'));

print_r(${call});`;
});

const value = (json: unknown): string => literal(json, PHP_STYLE, { indent: 0, taken: 0 });

const STYLE: ArgumentStyle = {
  value,
  named: (name, json) => `${name}: ${value(json)}`,
  entityType: (type) => `EntityType::${type === "COMPANY" ? "Company" : "Contact"}`,
  webform: "webformId",
};

function batch(commands: Record<string, Command>): string {
  const entries = Object.entries(commands).map(
    ([name, command]) => `    '${name}' => Command::${callIn(STYLE, command)},\n`,
  );
  return `$b24->batch([\n${entries.join("")}])`;
}

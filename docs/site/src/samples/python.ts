import { type ArgumentStyle, callIn } from "./arguments.ts";
import { ofCalls } from "./language.ts";
import { JSON_STYLE, literal } from "./literal.ts";
import type { Command } from "./request.ts";

/** The Python client of this house. */
export const python = ofCalls("python", "Python", (request, commands) => {
  const call = commands ? batch(commands) : `b24.${callIn(STYLE, [request.method, request.params])}`;
  return `from b24_calllist import Client${commands ? ", commands" : ""}

with Client(${JSON.stringify(request.webhookUrl)}) as b24:
    print(${call})`;
});

const value = (json: unknown): string => literal(json, JSON_STYLE, { indent: 0, taken: 0 });

const STYLE: ArgumentStyle = {
  value,
  named: (name, json) => `${name}=${value(json)}`,
  entityType: value,
  webform: "webform_id",
};

function batch(all: Record<string, Command>): string {
  const entries = Object.entries(all).map(
    ([name, command]) => `        "${name}": commands.${callIn(STYLE, command)},\n`,
  );
  return `b24.batch({\n${entries.join("")}    })`;
}

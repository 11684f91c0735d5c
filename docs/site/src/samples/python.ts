import { pythonCall } from "@b24-calllist/codegen/languages/python";
import { ofCalls } from "./language.ts";
import { methodIn, modelFor } from "./model.ts";
import type { Command } from "./request.ts";

const model = modelFor("python");
const callOf = ([wire, params]: Command): string => pythonCall(methodIn(model, wire), model, params);

/** The Python client of this house. */
export const python = ofCalls("python", "Python", (request, commands) => {
  const call = commands ? batch(commands) : `b24.${callOf([request.method, request.params])}`;
  return `from b24_calllist import Client${commands ? ", commands" : ""}

with Client(${JSON.stringify(request.webhookUrl)}) as b24:
    print(${call})`;
});

function batch(all: Record<string, Command>): string {
  const entries = Object.entries(all).map(([name, command]) => `        "${name}": commands.${callOf(command)},\n`);
  return `b24.batch({\n${entries.join("")}    })`;
}

import { javaCall } from "@b24-calllist/codegen/languages/java";
import { ofCalls } from "./language.ts";
import { methodIn, modelFor } from "./model.ts";
import type { Command } from "./request.ts";

const model = modelFor("java");

/** The Java client of this house. */
export const java = ofCalls("java", "Java", (request, commands) => {
  const call = commands ? batch(commands) : callAlone([request.method, request.params]);
  const lists = ["List", "Map"].filter((name) => call.includes(`${name}.of(`));
  return `import io.github.b24calllist.*;
${lists.map((name) => `import java.util.${name};\n`).join("")}
public class Sample {
  public static void main(String[] args) {
    CallListClient b24 =
        CallListClient.of(
            Auth.webhook(${JSON.stringify(request.webhookUrl)}));

    ${call}
  }
}`;
});

const callOf = (on: string, [wire, params]: Command): string => javaCall(on, methodIn(model, wire), params, model);

/** Parameters have a line of their own, unless they are one id or none. */
function callAlone(command: Command): string {
  const call = callOf("b24", command);
  const [, method, params] = /^b24\.(\w+)\((\w+Params\.of\(.*)\)$/.exec(call) ?? [];
  return params
    ? `var params = ${params};\n    System.out.println(b24.${method}(params));`
    : `System.out.println(${call});`;
}

function batch(commands: Record<string, Command>): string {
  const all = Object.values(commands).map((command) => callOf("Command", command));
  return `var entries = b24.batch(List.of(${all.join(", ")}));
    for (var entry : entries) System.out.println(entry);`;
}

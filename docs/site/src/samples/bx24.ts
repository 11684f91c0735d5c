import { ofCalls } from "./language.ts";
import { literal, TYPESCRIPT_STYLE } from "./literal.ts";
import type { Command, PortalCall } from "./request.ts";

/** Bitrix24's library for pages inside the portal: it has the user's rights, and asks for no credentials. */
export const bx24 = ofCalls("javascript", "BX24.js", (request, commands) => {
  return commands ? batch(commands) : call(request);
});

function call({ method, params }: PortalCall): string {
  const init = literal(params, TYPESCRIPT_STYLE, { indent: 2, taken: 3 });
  return `BX24.callMethod(
  ${JSON.stringify(method)},
  ${init},
  (result) => {
    if (result.error()) console.error(String(result.error()));
    else console.log(result.data());
  },
);`;
}

function batch(commands: Record<string, Command>): string {
  const calls = literal(commands, TYPESCRIPT_STYLE, { indent: 2, taken: 3 });
  return `BX24.callBatch(
  ${calls},
  (results) => {
    for (const [name, result] of Object.entries(results)) {
      if (result.error()) console.error(name, String(result.error()));
      else console.log(name, result.data());
    }
  },
);`;
}

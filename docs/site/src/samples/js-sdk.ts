import { ofCalls } from "./language.ts";
import { literal, TYPESCRIPT_STYLE } from "./literal.ts";
import type { Command, PortalCall } from "./request.ts";

/** Bitrix24's own SDK, @bitrix24/b24jssdk. It repeats `add` by itself, so there it is told not to. */
export const jsSdk = ofCalls("javascript", "JS SDK", (request, commands) => {
  return `${client(request)}\n\n${commands ? batch(commands) : call(request)}\n\n$b24.destroy();`;
});

function client({ method, webhookUrl }: PortalCall): string {
  const isAdd = method === "crm.calllist.add";
  const once = `

// It repeats calls by itself, and a list must not be made twice.
await $b24.setRestrictionManagerParams({
  ...ParamsFactory.getDefault(),
  maxRetries: 1,
});`;
  return `import { B24Hook${isAdd ? ", ParamsFactory" : ""} } from "@bitrix24/b24jssdk";

const $b24 = B24Hook.fromWebhookUrl(
  ${JSON.stringify(webhookUrl)},
);${isAdd ? once : ""}`;
}

function call({ method, params }: PortalCall): string {
  const init = literal({ method, params }, TYPESCRIPT_STYLE, { indent: 0, taken: 52 });
  return `const answer = await $b24.actions.v2.call.make(${init});
console.log(answer.getData().result);`;
}

function batch(commands: Record<string, Command>): string {
  const calls = Object.fromEntries(
    Object.entries(commands).map(([name, [method, params]]) => [name, { method, params }]),
  );
  const init = literal({ calls }, TYPESCRIPT_STYLE, { indent: 0, taken: 53 });
  return `const answer = await $b24.actions.v2.batch.make(${init});
console.log(answer.getData());`;
}

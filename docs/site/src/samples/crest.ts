import { ofCalls } from "./language.ts";
import { literal, PHP_STYLE } from "./literal.ts";
import type { Command, PortalCall } from "./request.ts";

/** CRest, the PHP class of Bitrix24's own examples. Its settings, the webhook among them, are in a file beside it. */
export const crest = ofCalls("php", "PHP (CRest)", (request, commands) => {
  return `<?php

// Its settings.php holds the webhook:
// define('C_REST_WEB_HOOK_URL', '${request.webhookUrl}');
require_once __DIR__ . '/crest.php';

${commands ? batch(commands) : call(request)}
print_r($answer);`;
});

function call({ method, params }: PortalCall): string {
  if (Object.keys(params).length === 0) return `$answer = CRest::call('${method}');`;
  const before = `$answer = CRest::call('${method}', `;
  return `${before}${literal(params, PHP_STYLE, { indent: 0, taken: before.length + 2 })});`;
}

function batch(commands: Record<string, Command>): string {
  const calls = Object.fromEntries(
    Object.entries(commands).map(([name, [method, params]]) => [
      name,
      Object.keys(params).length === 0 ? { method } : { method, params },
    ]),
  );
  const before = "$answer = CRest::callBatch(";
  return `${before}${literal(calls, PHP_STYLE, { indent: 0, taken: before.length + 2 })});`;
}

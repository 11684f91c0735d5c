// The programs of a soak, as users start them.
import { fileURLToPath } from "node:url";
import type { Program } from "./child.ts";

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/** The line that a portal prints has its webhook URL. */
const WEBHOOK_URL = /(http:\S+\/rest\/\S+)/;

export const sandbox = (...args: string[]): Program => ({
  name: "The sandbox",
  args: [path("portals/sandbox/dist/bin.js"), "--no-limits", ...args],
  ready: WEBHOOK_URL,
});

export const mock = (...args: string[]): Program => ({
  name: "The mock",
  args: [path("portals/mock/dist/bin.js"), ...args],
  ready: WEBHOOK_URL,
});

export const contract = (portal: string, ...args: string[]): Program => ({
  name: "The contract proxy",
  args: [path("portals/contract/src/run.ts"), "--portal", "--serve", ...args],
  env: { B24_WEBHOOK_URL: portal },
  ready: WEBHOOK_URL,
});

export const mcp = (portal: string): Program => ({
  name: "The MCP server",
  args: [path("integrations/mcp/dist/bin.js"), "--allow-writes"],
  env: { B24_WEBHOOK_URL: portal },
});

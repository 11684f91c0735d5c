import { randomBytes } from "node:crypto";

/** The names by which programs on this machine call it. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const ANY: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/** Where the sandbox is, and who may use its control. */
export interface Address {
  /** Such as `http://127.0.0.1:4020`, or `http://127.0.0.1:4020/crm` with a prefix. */
  url: string;
  /** Path below which everything is; `""` without one. */
  prefix: string;
  /** Names that the control answers to. */
  controlHosts: readonly string[];
  /** What the control asks for where other machines reach it; `undefined` where none does. */
  controlKey: string | undefined;
}

/** @param port the one that is listened on */
export function addressOf(host: string, port: number, prefix: string, allowHosts: readonly string[]): Address {
  const name = nameOf(host);
  return {
    url: `http://${name}:${port}${prefix}`,
    prefix,
    controlHosts: [...LOOPBACK, name, ...allowHosts].map((host) => host.toLowerCase()),
    controlKey: LOOPBACK.includes(bracketed(host)) ? undefined : randomBytes(24).toString("base64url"),
  };
}

/** As a URL names what is listened on. */
function nameOf(host: string): string {
  return ANY[host] ?? bracketed(host);
}

function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** @throws for what no browser and no program sends as the name of a host */
export function assertAllowHosts(names: readonly string[]): void {
  const wrong = names.find((name) => !/^(?:[\w.-]+|\[[0-9a-f:.]+\])$/i.test(name));
  if (wrong !== undefined)
    throw new Error(
      `--allow-host (allowHosts) takes a name without a port, such as sandbox, not ${JSON.stringify(wrong)}`,
    );
}

/** @throws for what is no path such as `/crm` */
export function assertPrefix(prefix: string): void {
  if (prefix === "" || /^(?:\/[\w.~-]+)+$/.test(prefix)) return;
  throw new Error(`prefix must be a path such as /crm, without a slash at its end, not ${JSON.stringify(prefix)}`);
}

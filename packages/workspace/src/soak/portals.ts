// The programs under load: a mock, a sandbox, a contract proxy before it, and an MCP server on it.
import { join } from "node:path";
import { Child, type Program } from "./child.ts";
import type { Dice } from "./dice.ts";
import { McpHost } from "./mcp-host.ts";
import { contract, mock, sandbox } from "./programs.ts";

export type PortalName = "mock" | "sandbox" | "contract";

export class Portals {
  readonly #folder: string;
  readonly #children = new Map<PortalName, Child>();
  #mcp: McpHost | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async start(): Promise<void> {
    await Promise.all([this.#start("mock"), this.#start("sandbox")]);
    const [, host] = await Promise.all([this.#start("contract"), McpHost.start(this.urlOf("sandbox"))]);
    this.#mcp = host;
  }

  /** The webhook URL of a portal. */
  urlOf(name: PortalName): string {
    return this.#children.get(name)!.address;
  }

  /** An address of the sandbox's control. */
  control(path: string): string {
    return new URL(`/__sandbox/${path}`, this.urlOf("sandbox")).href;
  }

  get mcp(): McpHost {
    return this.#mcp!;
  }

  get all(): Child[] {
    return [...this.#children.values(), this.mcp.child];
  }

  /** Ends one of the programs as Ctrl-C does, and starts it again. */
  async restart(dice: Dice): Promise<void> {
    const name = dice.one(["mock", "sandbox", "contract", "mcp"] as const);
    const child = name === "mcp" ? this.mcp.child : this.#children.get(name)!;
    const code = await child.kill("SIGTERM");
    if (code !== 0 && !(name === "contract" && code === 128 + 15)) throw child.failure(`ended with ${code} on SIGTERM`);
    if (name === "mcp") this.#mcp = await McpHost.start(this.urlOf("sandbox"));
    else await this.#start(name, new URL(child.address).port);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((child) => child.hasEnded || child.kill("SIGTERM")));
  }

  async #start(name: PortalName, port = "0"): Promise<void> {
    this.#children.set(name, await Child.start({ ...this.#program(name, port), measured: true }));
  }

  #program(name: PortalName, port: string): Program {
    if (name === "mock") return mock("--port", port);
    if (name === "contract") return contract(this.urlOf("sandbox"), "--port", port);
    const state = join(this.#folder, "state.json");
    return sandbox("--port", port, "--state", state, "--operators", "chance=0.2,seed=1");
  }
}

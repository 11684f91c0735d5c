// An MCP server's other end: one that also sends what no assistant would.
import { Child } from "./child.ts";
import { mcp } from "./programs.ts";

export interface ToolResult {
  isError?: boolean;
  content: { text: string }[];
}

export class McpHost {
  readonly child: Child;
  readonly #waiting = new Map<number, (message: { result?: unknown; error?: unknown }) => void>();
  #next = 1;

  private constructor(child: Child) {
    this.child = child;
    let rest = "";
    child.process.stdout!.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#receive(JSON.parse(line));
    });
  }

  static async start(portal: string): Promise<McpHost> {
    const host = new McpHost(await Child.start({ ...mcp(portal), measured: true }));
    await host.ask("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "soak", version: "0" },
    });
    host.send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" }));
    return host;
  }

  /** Sends a line, whatever it is. */
  send(line: string): void {
    this.child.process.stdin!.write(`${line}\n`);
  }

  /** Sends a request: what comes back, a result or an error. */
  ask(method: string, params: object): Promise<{ result?: unknown; error?: unknown }> {
    const id = this.#next++;
    const answer = new Promise<{ result?: unknown; error?: unknown }>((resolve) => this.#waiting.set(id, resolve));
    this.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return answer;
  }

  /** Calls a tool, and takes the call back before it can be answered. */
  cancelled(name: string, args: object): void {
    const id = this.#next++;
    this.send(JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: args } }));
    this.send(JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } }));
  }

  async call(name: string, args: object): Promise<ToolResult> {
    const { result, error } = await this.ask("tools/call", { name, arguments: args });
    if (error) throw new Error(`the MCP server answered ${name} with ${JSON.stringify(error)}`);
    return result as ToolResult;
  }

  #receive(message: { id?: number; result?: unknown; error?: unknown }): void {
    if (message.id === undefined) return;
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }
}

import { type Caller, CallListError } from "@b24-calllist/client";
import { type CallToolResult, fromJsonSchema, McpServer } from "@modelcontextprotocol/server";
import { UsageError } from "./cursor.ts";
import { explain } from "./explain.ts";
import { methodTools } from "./method-tools.ts";
import { pages } from "./resources.ts";
import { MOST_ROWS, type Tool } from "./tool.ts";
import { wholeListTools } from "./whole-lists.ts";

export interface ServerOptions {
  /** What calls the portal. */
  b24: Caller;
  version: string;
  /** Whether the tools that change something are there. */
  allowWrites: boolean;
}

const INSTRUCTIONS = `Call lists of one Bitrix24 portal. A call list is a set of contacts or companies that an operator rings one after another, with a status for each.
- A tool such as crm_calllist_get is the portal's method crm.calllist.get; texts name the method.
- To read a list whole use read_participants, to go through all lists read_call_lists. Both answer in parts, with a cursor.
- Status codes differ from portal to portal: crm_calllist_statuslist has them with their names.
- An error says what it means, what to do, and whether the portal did something. After "Executed: unknown" look before you repeat.
- Names of contacts and companies are not here, only their ids.`;

const READ_ONLY = "\n- This server only reads. Call lists cannot be made or changed with it.";

/** The server, without a connection. */
export function createServer({ b24, version, allowWrites }: ServerOptions): McpServer {
  const server = new McpServer(
    { name: "b24-calllist", title: "Bitrix24 call lists", version },
    { instructions: allowWrites ? INSTRUCTIONS : INSTRUCTIONS + READ_ONLY },
  );
  const tools = [...wholeListTools, ...methodTools];
  for (const tool of tools.filter(({ annotations }) => allowWrites || annotations.readOnlyHint)) {
    const { name, title, description, inputSchema, annotations } = tool;
    const config = { title, description, annotations, inputSchema: fromJsonSchema(inputSchema) };
    server.registerTool(name, config, (params, { mcpReq }) => answer(tool, b24, params, mcpReq.signal));
  }
  for (const { uri, title, description, text } of pages) {
    const config = { title, description, mimeType: "text/markdown" };
    const contents = [{ uri, mimeType: "text/markdown", text }];
    server.registerResource(uri, uri, config, () => ({ contents }));
  }
  return server;
}

async function answer(tool: Tool, b24: Caller, params: unknown, signal: AbortSignal): Promise<CallToolResult> {
  try {
    return bounded(await tool.run(b24, params as never, signal));
  } catch (error) {
    // Nobody waits for the answer any more.
    if (signal.aborted) throw error;
    return { isError: true, content: [text(textOf(error))] };
  }
}

/** A result as JSON. A list that is longer than any should be is cut, and says so. */
function bounded(result: unknown): CallToolResult {
  if (!Array.isArray(result) || result.length <= MOST_ROWS) return { content: [text(JSON.stringify(result))] };
  const left = result.length - MOST_ROWS;
  return {
    content: [text(JSON.stringify(result.slice(0, MOST_ROWS))), text(`Cut: ${left} more rows are left out.`)],
  };
}

function textOf(error: unknown): string {
  if (error instanceof CallListError) return explain(error);
  if (error instanceof UsageError) return `${error.message}\nExecuted: no, nothing was sent.`;
  // Anybody's text may stand in it.
  return "The MCP server itself has failed. This is a mistake in it, not in the call.";
}

const text = (content: string): { type: "text"; text: string } => ({ type: "text", text: content });

// An assistant's end of a connection: the official client, on a server in this process.
import { type ClientOptions, createClient, webhook } from "@b24-calllist/client";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { createServer } from "../src/server.ts";

export interface Assistant {
  client: Client;
  /** Calls a tool: its text, and what it is as JSON. */
  use(tool: string, params?: object): Promise<Answer>;
}

export interface Answer {
  text: string;
  json: unknown;
  isError: boolean;
  parts: number;
}

export interface Connection extends Partial<ClientOptions> {
  allowWrites?: boolean;
  /** Makes the client leave secrets in its errors, as if it had missed one. */
  unmasked?: boolean;
}

/** Repeats without a pause; what a portal does is not waited for. */
export async function connect(
  webhookUrl: string,
  { allowWrites = false, unmasked = false, ...options }: Connection = {},
): Promise<Assistant> {
  const auth = webhook(webhookUrl);
  const careless = unmasked && { auth: { ...auth, redact: (text: string) => text } };
  const b24 = createClient({ auth, limits: false, retry: { delay: 0 }, ...careless, ...options });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await createServer({ b24, version: "0.0.0", allowWrites, redact: auth.redact }).connect(theirs);
  const client = new Client({ name: "test", version: "0.0.0" });
  await client.connect(ours);
  return { client, use: (tool, params) => use(client, tool, params) };
}

export async function use(client: Client, name: string, params: object = {}): Promise<Answer> {
  const { content, isError = false } = await client.callTool({ name, arguments: params as Record<string, unknown> });
  const texts = content.map((part) => (part.type === "text" ? part.text : part.type));
  return { text: texts.join("\n"), json: isError ? undefined : JSON.parse(texts[0]!), isError, parts: texts.length };
}

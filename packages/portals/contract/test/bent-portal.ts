// A portal that answers as the sandbox does, but for what a test bends.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";

/** Stands nowhere but in the webhook's address, so that it can be looked for. */
export const CODE = "madeupc0de4321";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Another answer than the sandbox's; its body may be compressed. */
export type BentAnswer = Partial<Omit<Answer, "body"> & { body: string | Buffer }>;

/** Gives another answer than the sandbox's, or nothing to leave it as it is. */
export type Bend = (method: string, answer: Answer) => BentAnswer | undefined;

export interface BentPortal {
  sandbox: Sandbox;
  webhookUrl: string;
  /** Verb and path of each request. */
  requests: string[];
  bend: Bend | undefined;
  close(): Promise<void>;
}

export async function startBentPortal(): Promise<BentPortal> {
  const sandbox = await startSandbox({ limits: false });
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    portal.requests.push(`${request.method} ${path}`);
    const method = path.replace(`/rest/1/${CODE}/`, "");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = await fetch(sandbox.webhookUrl + method, {
      method: "POST",
      headers: { "Content-Type": request.headers["content-type"] ?? "" },
      body: Buffer.concat(chunks),
    });
    const headers = { "content-type": sent.headers.get("content-type") ?? "" };
    const answer = { status: sent.status, headers, body: await sent.text() };
    const { status, headers: own, body } = { ...answer, ...portal.bend?.(method, answer) };
    response.writeHead(status, own).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const portal: BentPortal = {
    sandbox,
    webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/1/${CODE}/`,
    requests: [],
    bend: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
    },
  };
  return portal;
}

/** Bends the good answers of one method, as JSON. */
export function inResultOf(method: string, change: (body: never) => unknown): Bend {
  return (called, { status, body }) => {
    if (called !== method || status !== 200) return undefined;
    const json = JSON.parse(body);
    return { body: JSON.stringify(change(json as never) ?? json) };
  };
}

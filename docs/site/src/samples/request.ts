import { parsePhpQuery } from "@b24-calllist/protocol";
import { type Document, type Operation, operationsOf, resolve } from "../description.ts";

/** The request that the samples of an operation show. */
export type Request = PortalCall | TokenRequest;

/** A portal method with its parameters as a JSON body. */
export interface PortalCall {
  kind: "portal";
  operationId: string;
  /** As the portal names it: `crm.calllist.get`, `batch`. */
  method: string;
  /** Address of a webhook, with a slash at its end. */
  webhookUrl: string;
  /** Address below which the methods are when an OAuth token is sent, with a slash at its end. */
  oauthUrl: string;
  /** Name of the request example. */
  example: string;
  params: Record<string, unknown>;
}

/** A request to the authorisation server: everything is in the query string. */
export interface TokenRequest {
  kind: "token";
  operationId: string;
  url: string;
  query: Record<string, string>;
}

/** A call within a batch: a method and its parameters. */
export type Command = [method: string, params: Record<string, unknown>];

/** The commands of a batch by their names, taken apart; undefined for other methods. */
export function commandsOf({ method, params }: PortalCall): Record<string, Command> | undefined {
  if (method !== "batch") return undefined;
  return Object.fromEntries(
    Object.entries(params.cmd as Record<string, string>).map(([name, command]): [string, Command] => {
      const [method = "", query = ""] = command.split("?");
      return [name, [method, withNumbers(parsePhpQuery(query))]];
    }),
  );
}

/** A query has text alone; ids are written as numbers, as people do. */
function withNumbers(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, /^\d+$/.test(String(value)) ? Number(value) : value]),
  );
}

/** The requests of all operations, each from the operation's first request example. */
export function requestsOf(document: Document): Request[] {
  return operationsOf(document).map((operation) =>
    operation.verb === "post" ? portalCall(document, operation) : tokenRequest(document, operation),
  );
}

function portalCall(document: Document, { operationId, path, node, servers }: Operation): PortalCall {
  const { examples } = node.requestBody.content["application/json"];
  const [example, value] = Object.entries<Document>(examples)[0]!;
  const [webhook, oauth] = servers;
  return {
    kind: "portal",
    operationId,
    method: path.slice(1),
    webhookUrl: `${webhook}/`,
    oauthUrl: `${oauth}/`,
    example,
    params: resolve(document, value).value,
  };
}

/** Required parameters, and the one that the grant is named after: `refresh_token` for `refresh_token`. */
function tokenRequest(document: Document, { operationId, path, node, servers }: Operation): TokenRequest {
  const parameters = (node.parameters as Document[]).map((parameter) => resolve(document, parameter));
  const grant = parameters.find(({ name }) => name === "grant_type")!.example;
  const sent = parameters.filter(({ name, required }) => required || name === grant);
  return {
    kind: "token",
    operationId,
    url: `${servers[0]}${path}`,
    query: Object.fromEntries(sent.map(({ name, example }) => [name, example])),
  };
}

// Prism's proxy mode, in this process: a request is checked against the description, sent to the portal, and what comes
// back is checked as well. The sending is our own. Prism's (5.16) follows a redirect with the webhook's code to any host,
// has the address in its log, its errors and the command's arguments, and answers for a portal that says 501.
import { readFile } from "node:fs/promises";
import type { Description } from "@b24-calllist/mock/checks";
import { findMethod, paramsOf, violationOf } from "@b24-calllist/mock/checks";
import { methodParameters, parseBatchCommand } from "@b24-calllist/protocol";
import { createLogger } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec, type IHttpResponse } from "@stoplight/prism-http";
import type { Send } from "./portal.ts";
import { inCommand, type Problem, problemOf } from "./problem.ts";
import { assertAllowed, methodOf } from "./read-only.ts";
import { closed } from "./strict.ts";

/** A call, its answer, and where the two break the description. */
export interface Checked {
  status: number;
  headers: Record<string, string>;
  body: unknown;
  request: Problem[];
  answer: Problem[];
}

/**
 * Makes a call through the proxy.
 *
 * @param sendsWrong whether a request that breaks the description is sent all the same
 * @throws {RefusedError} it might write; nothing was sent
 */
export type Ask = (method: string, params: Record<string, unknown>, sendsWrong: boolean) => Promise<Checked>;

const CONFIG = {
  isProxy: true as const,
  upstream: new URL("https://portal.invalid/"), // asked for, and of no use: the sending is our own
  upstreamProxy: undefined,
  checkSecurity: false,
  validateRequest: true,
  validateResponse: true,
  errors: true, // so that the sending is told what is wrong with the request
  mock: { dynamic: false as const },
};

const JSON_TYPE = { "content-type": "application/json" };
const NOT_SENT: IHttpResponse = { statusCode: 0 };

/** Makes the proxy. */
export async function startProxy(description: Description, send: Send, allowWrites: boolean): Promise<Ask> {
  const document = closed(JSON.parse(await readFile(description.file, "utf8")));
  const operations = await getHttpOperationsFromSpec(document);
  const logger = createLogger("prism", { level: "silent" });

  /** One pass through Prism, with a sender of its own: what comes back, and what is wrong with request and answer. */
  async function pass(method: string, body: object, sendsWrong: boolean, sender: () => Promise<IHttpResponse>) {
    const prism = createInstance(CONFIG, {
      logger,
      forward:
        ({ validations }) =>
        () =>
        async () => ({
          _tag: "Right",
          right: validations.length > 0 && !sendsWrong ? NOT_SENT : await sender(),
        }),
    });
    const request = { method: "post" as const, url: { path: `/${method}` }, headers: JSON_TYPE, body };
    const outcome = await prism.request(request, operations, CONFIG)();
    if (outcome._tag === "Left") throw outcome.left;
    const { output, validations } = outcome.right;
    return {
      output,
      request: validations.input.map((found) => problemOf(violationOf("request", body, found))),
      answer: validations.output.map((found) => problemOf(violationOf("response", output.body, found))),
    };
  }

  return async (method, params, sendsWrong) => {
    assertAllowed(method, params, allowWrites);
    const wrong = method === "batch" ? await requestsOf(params) : [];
    const sender = async () => (wrong.length > 0 && !sendsWrong ? NOT_SENT : await send(method, params));
    const { output, request, answer } = await pass(method, params, sendsWrong, sender);
    const { statusCode: status, headers = {}, body } = output;
    const checked = { status, headers, body, request: [...request, ...wrong] };
    if (output === NOT_SENT) return { ...checked, answer: [] };
    if (method === "batch" && answer.length === 0 && status === 200) answer.push(...(await answersOf(params, body)));
    return { ...checked, answer };
  };

  /**
   * The description has commands of a batch as texts: each is checked as a request of its own method. One that refers to
   * the result of another is not, since its parameters are known to the portal alone.
   */
  async function requestsOf({ cmd }: Record<string, unknown>): Promise<Problem[]> {
    const problems: Problem[] = [];
    for (const [key, text] of Object.entries((cmd ?? {}) as Record<string, string>)) {
      const command = parseBatchCommand(text);
      const name = command && findMethod(description, command.method);
      if (!name) continue;
      const params = paramsOf(name, methodParameters(command.params));
      if (JSON.stringify(params).includes("$result[")) continue;
      const { request } = await pass(name, params, true, async () => NOT_SENT);
      problems.push(...request.map((each) => inCommand("/cmd", key, each)));
    }
    return problems;
  }

  /** The description leaves open what the commands of a batch give: each is checked as the answer of its own method. */
  async function answersOf({ cmd }: Record<string, unknown>, body: unknown): Promise<Problem[]> {
    const { result: maps, time } = body as { result: { result: Record<string, unknown> }; time: unknown };
    const problems: Problem[] = [];
    for (const [key, command] of Object.entries((cmd ?? {}) as Record<string, string>)) {
      if (!Object.hasOwn(maps.result, key)) continue;
      const alone = { result: maps.result[key], time };
      const sent = { statusCode: 200, headers: JSON_TYPE, body: alone };
      const { answer } = await pass(methodOf(command), {}, true, async () => sent);
      problems.push(...answer.map((each) => inCommand("/result/result", key, each)));
    }
    return problems;
  }
}

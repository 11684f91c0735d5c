// What is wrong with a request before its parameters are looked at: things that a portal lets pass without a word.
import { decodeJson, type PortalRequest, parsePortalPath } from "@b24-calllist/protocol";
import { problem, type Violation } from "./violation.ts";

/** An HTTP request as it came. */
export interface HttpRequest {
  verb: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)/i;
const JSON_TYPE = /^application\/(.+\+)?json/i;

/** Things about the request that a portal drops or ignores, although the caller surely meant something by them. */
export function transportViolations({ verb, url, headers, body }: HttpRequest, request: PortalRequest): Violation[] {
  const found: string[] = [];
  const type = String(headers["content-type"] ?? "");
  const text = body.toString().trim();
  if (text !== "" && verb !== "POST") found.push(`A portal does not read the body of a ${verb} request; send a POST`);
  else if (JSON_TYPE.test(type) && text !== "" && !isObject(decodeJson(body))) {
    found.push("The body is not a JSON object, so a portal drops it without a word");
  } else if (text.startsWith("{") && !JSON_TYPE.test(type) && !FORM.test(type)) {
    found.push("JSON was sent without Content-Type: application/json, so a portal does not read it as JSON");
  }
  if (isTokenBesideWebhook(url, request)) {
    found.push("There is a token beside the webhook URL; a portal then looks at the token only");
  } else if (/[?&](auth|access_token)=/.test(url)) {
    found.push("The token is in the address, where logs keep it; send it in the body");
  }
  if (request.format !== "json") found.push("Answers are JSON only here, not .xml");
  return found.map((message) => problem([], "transport", message));
}

/** Whether a portal would take this webhook call for an OAuth call. */
export function isTokenBesideWebhook(url: string, { credentials }: PortalRequest): boolean {
  const path = url.split("?", 1)[0]!;
  return credentials?.kind === "token" && parsePortalPath(path)?.webhook !== undefined;
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

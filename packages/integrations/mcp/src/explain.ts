// An error as the assistant is told: what happened, what it means, what to do, and whether the portal did something.
import {
  type CallListError,
  ConnectionError,
  type Executed,
  LimitError,
  OutcomeUnknownError,
  PortalError,
  PortalMovedError,
  TimeoutError,
  UnexpectedResponseError,
  UnstableListError,
} from "@b24-calllist/client";
import { type CatalogueError, catalogue, type Effect, methods } from "./description.ts";
import { printable } from "./printable.ts";
import { errorUri } from "./resources.ts";
import { ONLY_READ } from "./tool.ts";

/** As long as the client's longest. Texts of a portal are some words. */
const LONGEST_TEXT = 1500;

/**
 * The error in words. What happened may hold texts of a portal, so it stands in quotation marks, which nothing in it can end.
 *
 * @param executed whether something was done, where a tool knows that better
 */
export function explain(
  error: CallListError,
  redact: (text: string) => string,
  executed = EXECUTED[effectOf(error.method)][error.executed],
): string {
  const cause = error instanceof OutcomeUnknownError ? error.cause : error;
  // The status of a request for many pages is no page's.
  const message = redact(cause.message.replace(/ \(HTTP 200\)$/, ""));
  return [
    `Error: ${JSON.stringify(printable(message, LONGEST_TEXT))}`,
    ...adviceOn(cause),
    `Executed: ${executed}`,
  ].join("\n");
}

function adviceOn(error: CallListError): string[] {
  const known = inCatalogue(error);
  const lines = known ? [`Meaning: ${known.meaning}`, `What to do: ${known.action}`] : [`What to do: ${advice(error)}`];
  if (error instanceof LimitError) lines.push(`Not before: ${whenAgain(error)}`);
  if (known) lines.push(`More: ${errorUri(known.code)}`);
  return lines;
}

function whenAgain({ code, retryAt }: LimitError): string {
  // An assistant may not know what time it is.
  if (retryAt) return `${retryAt.toISOString()}, which is in ${secondsUntil(retryAt)} seconds.`;
  // Inside a batch the portal does not say.
  return code === "OPERATION_TIME_LIMIT"
    ? "some minutes from now; within ten all is given back."
    : "a minute from now.";
}

const secondsUntil = (time: Date): number => Math.max(0, Math.ceil((time.getTime() - Date.now()) / 1000));

const inCatalogue = (error: CallListError): CatalogueError | undefined =>
  error instanceof PortalError ? catalogue.find(({ code }) => code === error.code) : undefined;

/** What to do about errors that have no code, or one that nobody knows. */
function advice(error: CallListError): string {
  if (error instanceof ConnectionError)
    return "Check that the portal can be reached from this machine, and that the host of B24_WEBHOOK_URL is right.";
  if (error instanceof TimeoutError) return "Try once more later, or ask for less.";
  if (error instanceof UnstableListError) return "Try again later, when fewer people work on the list.";
  if (error instanceof PortalMovedError)
    return "Ask the user to look the portal up and to put the webhook's new URL into B24_WEBHOOK_URL.";
  if (error instanceof UnexpectedResponseError)
    return "Something that is not the portal's REST API has answered. Ask the user to check the host of B24_WEBHOOK_URL, or try later.";
  return "Read the text; the same call gets the same answer.";
}

export const NOT_EXECUTED = "no, nothing was changed.";
const ADD_UNKNOWN =
  'unknown. Do NOT call crm_calllist_add again before you have looked: crm_calllist_list with ORDER {"ID":"DESC"} shows the newest lists, read_participants who is on them.';
const UPDATE_UNKNOWN =
  "unknown. Read the list, or send the same update once more: it gives the same participants, once or twice.";

/** What is said of a failed call, by what its method does and by what the client knows. */
const EXECUTED: Record<Effect, Record<Executed, string>> = {
  read: { no: ONLY_READ, unknown: ONLY_READ },
  replace: { no: NOT_EXECUTED, unknown: UPDATE_UNKNOWN },
  create: { no: NOT_EXECUTED, unknown: ADD_UNKNOWN },
};

/** Batches are sent by the tools that read. */
const effectOf = (called: string): Effect => methods.find(({ method }) => method === called)?.effect ?? "read";

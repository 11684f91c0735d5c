import { once } from "node:events";
import { type Auth, CallListError, type Limits, webhook } from "@b24-calllist/client";
import { readDescription } from "@b24-calllist/mock/checks";
import { printableText } from "@b24-calllist/protocol";
import { startSandbox } from "@b24-calllist/sandbox";
import errors from "@b24-calllist/spec/errors.json" with { type: "json" };
import { check, emptyTally, NotComparedError, type Tally } from "./check.ts";
import type { Options } from "./options.ts";
import { portalBehind } from "./portal.ts";
import { type Ask, startProxy } from "./proxy.ts";
import { serve } from "./serve.ts";

/** Where the command runs. */
export interface Surroundings {
  /** The webhook's URL, of no use with the sandbox. */
  webhook: string;
  stop: AbortSignal;
  /** @default console.log */
  print?: (line: string) => void;
  /** @default ten requests in one go and two a second: a fifth of what a cloud portal takes from one address */
  limits?: Limits | false;
}

const LIMITS: Limits = { burst: 10, perSecond: 2 };

/** Does what the options say, and gives the exit code. */
export async function contract(options: Options, { stop, ...around }: Surroundings): Promise<number> {
  const sandbox = options.target === "sandbox" ? await startSandbox() : undefined;
  try {
    const auth = sandbox ? webhook(sandbox.webhookUrl) : readWebhook(around.webhook);
    const { print = console.log, limits = LIMITS } = around;
    return await withPortal(options, auth, print, stop, limits).catch((error) => {
      throw new Error(printableText(auth.redact(error.message)));
    });
  } catch (error) {
    if (stop.aborted) return 0; // the signal's own code is set already
    throw error;
  } finally {
    await sandbox?.close();
  }
}

/** @throws where there is none, or it is not right. No message repeats it. */
function readWebhook(url: string): Auth {
  try {
    return webhook(url.trim());
  } catch (error) {
    throw new Error((error as Error).message.replace("webhook(url)", "B24_WEBHOOK_URL"));
  }
}

async function withPortal(
  options: Options,
  auth: Auth,
  print: (line: string) => void,
  stop: AbortSignal,
  limits: Limits | false,
): Promise<number> {
  const { target, allowWrites, servePort } = options;
  const description = await readDescription();
  const ask = await startProxy(description, portalBehind(auth, { limits, signal: stop }), allowWrites);
  const what = target === "sandbox" ? "the sandbox" : "your portal";
  // Whatever a portal gets into a line or a text, the code is not in it.
  const redact = (text: string): string => auth.redact(text);
  const report = (line: string): void => print(redact(line));
  if (servePort === undefined) return compare(ask, options, what, report);

  const served = await listening(servePort, () => serve({ description, ask, port: servePort, redact, log: report }));
  print(`A proxy to ${what}, ${allowWrites ? "reading and WRITING" : "reading only"}, until Ctrl-C:`);
  print(`B24_WEBHOOK_URL=${served.webhookUrl}\n`);
  if (!stop.aborted) await once(stop, "abort");
  await served.close();
  return 0;
}

async function compare(ask: Ask, { contacts }: Options, what: string, print: (line: string) => void): Promise<number> {
  print(`The description against ${what}. ${contacts ? NOTICE : "Nothing is written."}\n`);
  let made: string | undefined;
  const tally = emptyTally();
  try {
    await check(ask, tally, { print, contacts, made: (id) => (made = id) });
    print(`\n${sumOf(tally)}`);
    return tally.differ > 0 ? 1 : 0;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    print(`\n${reason}`);
    return tally.differ > 0 ? 1 : 2;
  } finally {
    if (made !== undefined) print(`\nCall list ${made} was made, and stays. ${HOW_TO_DELETE}`);
  }
}

const HOW_TO_DELETE = "None of the six methods deletes it; it goes when its activity in the CRM is deleted.";
const NOTICE = `At the end, a call list of the given contacts is made and changed. ${HOW_TO_DELETE}`;

function sumOf({ calls, differ, hadList }: Tally): string {
  const none = hadList ? "" : " No list was read: there is none, or this user may not read it.";
  const verdict =
    differ > 0 ? `${differ} ${differ === 1 ? "differs" : "differ"} from the description.` : "all as described.";
  return `${calls} calls, ${verdict}${none}`;
}

/** Why nothing can be compared; `undefined` for what is a mistake of this command. */
function reasonOf(error: unknown): string | undefined {
  // These name a method and what happened, never an address.
  if (error instanceof CallListError) return `No answer. ${printableText(error.message)}`;
  if (!(error instanceof NotComparedError)) return undefined;
  const [status, code] = error.outcome.split(" ");
  if (status === "302") return "The portal redirects, as one that was renamed. Take the webhook's new URL from it.";
  if (error.why === "out of order")
    return `The portal, or a gateway before it, answers HTTP ${status} and no JSON, and nothing more was tried. Try again later.`;
  if (error.why === "no portal")
    return `What answers there is not a portal, or not its REST API: ${status}, and no JSON. A webhook's URL is https://<portal>/rest/<user id>/<code>/`;
  const whose = error.why === "contacts" ? "The contacts of --contacts cannot be taken. " : "";
  const known = errors.errors.find((each) => each.code === code);
  return [`${whose}The portal answers ${error.outcome}, and nothing more was tried.`, known?.meaning, known?.action]
    .filter(Boolean)
    .join(" ");
}

async function listening<T>(port: number, begin: () => Promise<T>): Promise<T> {
  return begin().catch((error) => {
    throw error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken; choose another with --port.`) : error;
  });
}

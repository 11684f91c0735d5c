// npm run contract: the description against a real portal, or against the sandbox.
import { run } from "@b24-calllist/testkit/run";
import { stopped } from "@b24-calllist/testkit/stopped";
import { HELP, type Options, readOptions } from "./options.ts";
import { askForWebhook } from "./webhook.ts";

/** Whether the portal differs, for which 1 is, could not be found out. */
const NOT_COMPARED = 2;

// Taken out of the environment at once, so that no child gets it.
const { B24_WEBHOOK_URL: webhook } = process.env;
delete process.env.B24_WEBHOOK_URL;

const args = process.argv.slice(2);
try {
  const options = args.length > 0 ? readOptions(args) : undefined;
  if (options) await start(options);
  else {
    process.stdout.write(HELP);
    if (args.length === 0) process.exitCode = NOT_COMPARED;
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = NOT_COMPARED;
}

async function start(options: Options): Promise<void> {
  const stop = stopped();
  // Asked before anything else: a URL that is pasted while something builds would be shown.
  const url = options.target === "portal" ? (webhook ?? (await ask(stop))) : "";
  const packages = ["client", "sandbox"].map((name) => `--filter=@b24-calllist/${name}`);
  const build = ["run", "build", ...packages, "--output-logs=errors-only", "--log-prefix=none"];
  if ((await run("turbo", build, {}, "quiet")) !== 0 && !stop.aborted) throw new Error("The build failed; see above.");
  if (stop.aborted) return;
  // Only now, since it uses what was just built.
  const { contract } = await import("./contract.ts");
  const code = await contract(options, { webhook: url, stop });
  if (!stop.aborted) process.exitCode = code;
}

/** Where the question is ended by a signal, there is nothing to say. */
async function ask(stop: AbortSignal): Promise<string> {
  return askForWebhook({ input: process.stdin, output: process.stderr }, stop).catch((error) => {
    if (stop.aborted) return "";
    throw error;
  });
}

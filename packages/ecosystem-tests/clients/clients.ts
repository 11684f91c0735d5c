// The clients: what each needs, and how its script runs.
import { join } from "node:path";
import { startHttpsHosts } from "@b24-calllist/testkit/https-hosts";
import { expected } from "./expected.ts";
import type { Portal } from "./portal.ts";
import type { Row } from "./report.ts";
import { exec, here, type Tool } from "./tools.ts";

/** What a suite runs with. */
export interface Context {
  portal: Portal;
  /** The virtualenv's programs; undefined without Python. */
  python: string | undefined;
  /** A folder that goes in the end. */
  dir: string;
  signal: AbortSignal;
}

/** Checks of one client or tool, on a sandbox of their own. */
export interface Suite {
  name: string;
  needs: Tool[];
  run(context: Context): Promise<Row[]>;
}

/** Runs a command, and compares what it saw, the last line of its output, with what is expected of the client. */
export async function rowsOf(name: string, command: string[], env: object, context: Context): Promise<Row[]> {
  const { portal, dir, signal } = context;
  const [program = "", ...args] = command;
  const { stdout } = await exec(program, args, {
    cwd: dir,
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: "1",
      PORTAL_URL: portal.url,
      WEBHOOK_URL: portal.webhookUrl,
      ...env,
    },
    signal,
    killSignal: "SIGKILL",
  });
  const seen: Record<string, string> = JSON.parse(stdout.trim().split("\n").at(-1)!);
  const wanted = expected[name]!;
  return [...new Set([...Object.keys(wanted), ...Object.keys(seen)])].map((check) => {
    const [want, saw = "nothing"] = [wanted[check], seen[check]];
    return { check, saw, ...(want !== saw && { miss: `expected  ${want ?? "no such check"}` }) };
  });
}

const python = (context: Context, script: string): string[] => [join(context.python!, "python"), join(here, script)];

export const CLIENTS: Suite[] = [
  {
    name: "b24pysdk",
    needs: ["python", "openssl"],
    async run(context) {
      const hosts = await startHttpsHosts(context.portal.url, context.dir, context.signal);
      try {
        const env = { HTTPS_PROXY: hosts.proxyUrl, https_proxy: hosts.proxyUrl, REQUESTS_CA_BUNDLE: hosts.certificate };
        return await rowsOf("b24pysdk", python(context, "with_b24pysdk.py"), env, context);
      } finally {
        hosts.close();
      }
    },
  },
  {
    name: "fast_bitrix24",
    needs: ["python"],
    run: (context) => rowsOf("fast_bitrix24", python(context, "with_fast_bitrix24.py"), {}, context),
  },
  {
    name: "CRest's way",
    needs: ["php"],
    run: (context) => rowsOf("CRest's way", ["php", join(here, "with_crest.php")], {}, context),
  },
];

import type { Limits } from "@b24-calllist/client";
import { SCRIPT, SHA } from "./script.ts";

/** Keys and arguments of a script, as node-redis takes them. */
export interface ScriptArguments {
  keys: string[];
  arguments: string[];
}

/** What the limiter uses of a node-redis client. One made by `createClient`, `createCluster` or `createClientPool` fits. */
export interface RedisClient {
  evalSha(sha: string, options: ScriptArguments): Promise<unknown>;
  eval(script: string, options: ScriptArguments): Promise<unknown>;
}

/** A place in the line. */
export interface Place {
  /** Names the place to Redis. */
  ticket: string;
  /** Milliseconds until its turn; 0 when it has been let through. */
  ms: number;
}

/** The buckets in Redis. All of these reject with whatever the client rejects with. */
export interface SharedBuckets {
  /** Takes the place at the end of the line. */
  take(portal: string): Promise<Place>;
  /** Asks whether it is the turn of a place that had to wait. */
  turn(portal: string, ticket: string): Promise<Place>;
  /** Gives a place back. */
  leave(portal: string, ticket: string): Promise<unknown>;
  /** Fills the bucket and slows it down. */
  objected(portal: string): Promise<unknown>;
  /** Does nothing, the way the others do it. */
  look(): Promise<unknown>;
}

/** One key a portal, which also means that a cluster keeps all of it in one slot. */
export function sharedBuckets(client: RedisClient, prefix: string, { burst, perSecond }: Limits): SharedBuckets {
  const run = async (command: string, portal: string, ticket = ""): Promise<unknown> => {
    const options = { keys: [prefix + portal], arguments: [command, String(burst), String(perSecond), ticket] };
    try {
      return await client.evalSha(SHA, options);
    } catch (error) {
      // Redis keeps scripts in memory, and has none after a restart.
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return client.eval(SCRIPT, options);
    }
  };
  const place = async (command: string, portal: string, ticket?: string): Promise<Place> => {
    const [ms, given] = (await run(command, portal, ticket)) as [unknown, unknown];
    return { ms: Number(ms), ticket: String(given) };
  };

  return {
    take: (portal) => place("take", portal),
    turn: (portal, ticket) => place("turn", portal, ticket),
    leave: (portal, ticket) => run("leave", portal, ticket),
    objected: (portal) => run("objected", portal),
    look: () => run("look", ""),
  };
}

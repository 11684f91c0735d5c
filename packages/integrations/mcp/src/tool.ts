import type { Caller, CallListError } from "@b24-calllist/client";
import type { ToolAnnotations } from "@modelcontextprotocol/server";
import type { JsonSchema } from "./schema.ts";

/** Something an assistant can do. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  /** Its parameters, as they are checked; hosts are shown a plain version. */
  inputSchema: JsonSchema;
  /** What it gives. With it, hosts are told the shape of `structuredContent`. */
  resultSchema?: JsonSchema;
  annotations: ToolAnnotations;
  /** Does it. What it gives is told to the assistant as JSON, and as structured content. */
  run(b24: Caller, params: never, signal: AbortSignal): Promise<unknown>;
  /** How to get rows that were left out of a response, where what the tool returns are rows. */
  others?: string | undefined;
  /** What is to be said about a good answer to these parameters, if anything. */
  note?: ((params: never) => string | undefined) | undefined;
}

/** A failure that the tool has put into words, which are its own. Its message is told. */
export class ToolError extends Error {}

/** A call that failed, where the tool knows better than the error whether something was done. */
export class FailedCall extends Error {
  readonly failure: CallListError;
  readonly executed: string;

  constructor(failure: CallListError, executed: string) {
    super(failure.message);
    this.failure = failure;
    this.executed = executed;
  }
}

/** How errors say that nothing can have changed. */
export const ONLY_READ = "it only reads, nothing was changed.";

/** A tool that changes nothing, on the one portal it knows. */
export const READS: ToolAnnotations = { readOnlyHint: true, openWorldHint: false };

/** The most rows in an answer: some 25 kB, which leaves an assistant room to think. Ten of the portal's pages. */
export const MOST_ROWS = 500;

/** How the tools that read whole lists go on. */
export const CURSOR = {
  type: "string",
  description:
    "next_cursor of the last response, with the same other parameters. Leave it out to start at the first row.",
};

/** The same, for their descriptions. */
export const PARTS = `A response has ${MOST_ROWS} rows at most. If there are more, it has next_cursor: call again with the same parameters and this cursor, until there is none.`;

/** Milliseconds for a tool's call. Assistants mostly wait for a minute, and then know nothing. */
export const DEADLINE = 50_000;

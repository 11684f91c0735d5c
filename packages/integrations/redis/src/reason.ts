import { NoAnswerError } from "./time.ts";

/**
 * Why Redis failed, in a word: `ECONNREFUSED`, `OOM`, `ClientClosedError`. Never the error's message, which can hold what
 * the client was made with, and a Redis URL can hold a password.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof NoAnswerError) return "no answer";
  if (!(error instanceof Error)) return "unknown error";
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^[A-Z_]+$/.test(code)) return code;
  // An error that Redis answers with begins with its kind.
  return /^[A-Z]{3,}(?= )/.exec(error.message)?.[0] ?? error.constructor.name;
}

// Texts from outside: what a portal, a gateway, an authorisation server or the network says. Errors, and so logs and
// terminals, show them without secrets, on one line, printable and not too long. Rows and results stay as they are.
import { MAX_EXCERPT, MAX_WORD } from "../generated/numbers.ts";

/** Masks secrets in a text. */
export type Redact = (text: string) => string;

/**
 * A text from outside as it may be shown; empty where there is none. It is masked first, on the whole text, so that no cut
 * leaves a part of a secret.
 */
export function shown(text: unknown, redact: Redact, longest: number = MAX_WORD, end = "…"): string {
  return printable(redact(`${text ?? ""}`)).replace(new RegExp(`^(.{${longest}}).+`, "su"), `$1${end}`);
}

/** One for one: dropping what is between the halves of a secret would put them together. */
const printable = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, " ")
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");

/** The beginning of a text that is masked already. */
export const excerptOf = (masked: string): string => shown(masked, String, MAX_EXCERPT, "");

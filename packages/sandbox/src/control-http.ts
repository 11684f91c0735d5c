import type { Control } from "./control.ts";
import type { Answer } from "./rest/answer.ts";

export const CONTROL_PATH = "/__sandbox";

/** A request to the control API. */
export interface IncomingControl {
  verb: string;
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export function answerControl(_control: Control, _request: IncomingControl): Answer {
  return { status: 404, headers: {}, body: "" };
}

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** An error code of a portal, as spec/errors.yaml has it. */
export interface PortalError {
  /** Empty for refusals without a code. */
  code: string;
  meaning: string;
  action: string;
  executed: "rejected" | "unknown";
  answers: Occurrence[];
}

/** Where a code occurs. */
export interface Occurrence {
  status: number;
  /** Methods of the portal; `all` for each of them, `oauth.token` for the token endpoint. */
  methods: string[];
  /** `error_description`, with `<NAME>` for what differs; left out where there is none. */
  text?: string;
  /** The status is not known from an answer. */
  assumed?: boolean;
}

/** All codes, in the order of the catalogue. */
export async function readErrors(): Promise<PortalError[]> {
  const file = fileURLToPath(import.meta.resolve("@b24-calllist/spec/errors.json"));
  return JSON.parse(await readFile(file, "utf8")).errors;
}

/** A code's place on the page of errors. Codes differ in case alone (`INVALID_REQUEST`), and so do addresses. */
export const anchorOf = (code: string): string => code || "empty-code";

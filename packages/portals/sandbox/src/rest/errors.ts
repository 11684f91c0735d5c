/** An error that the portal answers with: HTTP status, code and text, as it stands on the wire. */
export class RestError extends Error {
  readonly status: number;
  readonly code: string;
  /** Stands in the answer after the text: only core exceptions about arguments have it, and it is always empty. */
  readonly argument: string | undefined;

  constructor(status: number, code: string, description: string, argument?: string) {
    super(description);
    this.status = status;
    this.code = code;
    this.argument = argument;
  }

  toBody(): Record<string, string> {
    const body = { error: this.code, error_description: this.message };
    return this.argument === undefined ? body : { ...body, argument: this.argument };
  }
}

/** What each command of a batch beyond the first fifty is answered with. Made once: there may be 100,000 of them. */
export const BATCH_TOO_LONG = new RestError(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded");

export function methodNotFound(): RestError {
  return new RestError(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
}

/** PHP stopped on an `Error` that the portal's code does not catch: the whole request ends with a 500. */
export class UncaughtError extends Error {}

/** PHP has used up the memory that it may have, which ends the request in the same way. */
export function outOfMemory(): UncaughtError {
  return new UncaughtError("Allowed memory size exhausted");
}

/** A refusal of a value by the portal's core, with the empty third key that those have. */
export function argumentError(description: string): RestError {
  return new RestError(400, "ERROR_ARGUMENT", description, "");
}

/** The database did not understand the query that came out of the parameters. */
export function sqlError(): RestError {
  return new RestError(500, "ERROR_CORE", "SQL query error!");
}

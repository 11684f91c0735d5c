import type { Request } from "./request.ts";

/** A way to write requests down: one entry in the list of languages beside each operation. */
export interface Language {
  /** For the colours of the code: `bash`, `typescript`. */
  lang: string;
  /** What the reader picks. It also stands in redocly.yaml, in the order of the list. */
  label: string;
  /** The sample, without a newline at its end; `undefined` where it is of no use. */
  write(request: Request): string | undefined;
}

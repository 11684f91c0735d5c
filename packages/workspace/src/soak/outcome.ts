/** What a part of a soak found out. */
export interface Outcome {
  /** What was done, in words. */
  summary: string;
  /** What must not be, in words; empty where all is well. */
  failures: string[];
}

/** What all parts share. */
export interface Setting {
  /** A folder for files, which is deleted at the end. */
  folder: string;
  /** Ends the part early. */
  signal: AbortSignal;
  /** Gets told how far it is. */
  progress: (text: string) => void;
}

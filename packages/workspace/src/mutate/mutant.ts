/** A small change of meaning to one place of the source, and whether a test noticed it. */
export interface Mutant {
  /** Relative to the package's folder: `src/outcome.ts`. */
  file: string;
  /** The first line is 1. */
  line: number;
  /** That line as it is, without the white space around it. */
  source: string;
  /** What was changed: `a < b → a <= b`. */
  change: string;
  /**
   * "killed": a test failed. "timeout": the tests did not end, which counts as noticed. "survived": all passed.
   * "uncovered": no test runs the line. "invalid": the change does not compile, and counts for nothing.
   */
  status: "killed" | "timeout" | "survived" | "uncovered" | "invalid";
}

/** What a tool is asked to mutate. */
export interface MutationRequest {
  /** The package's folder, absolute. */
  folder: string;
  /** Source files relative to it; all of the package where it is left out. */
  files?: string[];
}

/** A tool that makes mutants and runs the tests against each. */
export type MutationTool = (request: MutationRequest) => Promise<Mutant[]>;

export const isNoticed = ({ status }: Mutant): boolean => status === "killed" || status === "timeout";

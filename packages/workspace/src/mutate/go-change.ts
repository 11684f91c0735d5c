/** A change to one line. */
export interface Change {
  file: string;
  /** The first is 1. */
  line: number;
  /** The line as it is and as it becomes, with its white space. */
  before: string;
  after: string;
}

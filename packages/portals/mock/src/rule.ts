export type Params = Record<string, unknown>;

/** One line of the portal's checks. */
export interface Rule {
  when: (params: Params, known: Known) => boolean;
  /** Status and key of the example that shows the answer. */
  answer: [status: number, example: string];
}

/** What the mock takes for the portal's data. */
export interface Known {
  /** Call statuses of the portal: those in the examples of crm.calllist.statuslist. */
  statuses: string[];
}

/** PHP stops on an error that nobody catches. */
export const CRASH: Rule["answer"] = [500, "internal-server-error"];

/** A PHP array: a JSON array or object. */
export const isArray = (value: unknown): value is object => typeof value === "object" && value !== null;
export const elements = (value: unknown): unknown[] => (isArray(value) ? Object.values(value) : []);
export const isText = (value: unknown): value is string => typeof value === "string";
/** `null` counts as not passed where a parameter may be left out. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

// What a method of the portal is, and what it is given.
import type { Params } from "@b24-calllist/protocol";
import type { Portal, User } from "./portal/portal.ts";
import type { Quirks } from "./quirks.ts";

/** Who calls: a user with what the webhook or token allows. */
export interface Caller {
  user: User;
  scope: readonly string[];
  /** Tells one webhook or application from another, without being a secret: working time is counted for each. */
  key: string;
  /** The application, where an OAuth token was used. */
  clientId?: string;
}

/** What one request has made a batch do, nested ones included: a few lines can ask for more than a day's work. */
export interface Budget {
  /** Commands that were run. */
  commands: number;
  /** Letters of texts in which references were replaced. */
  letters: number;
  /** Columns of all rows of `crm.calllist.list`. */
  cells: number;
}

/** One call of a method, by itself or in a batch. */
export interface Call {
  portal: Portal;
  quirks: Quirks;
  caller: Caller;
  /** Names in upper case. */
  params: Params;
  /** As sent, names too. */
  rawParams: Params;
  /** PHP's integer of the parameter `start`; 0 without one. */
  start: number;
  /** How many batches this call is in. */
  level: number;
  /** What the request has used so far. */
  budget: Budget;
  /** Calls one more method for the same caller, as a batch does. */
  callMethod(name: string, params: Params): { result: unknown; time: object };
  /** The portal's methods by their names, which are all in lower case. */
  methods: Methods;
}

export type Methods = Readonly<Record<string, Method>>;

/** A method of the portal. */
export interface Method {
  /** What a webhook or token must allow; "" for what everyone may call. */
  scope: string;
  run(call: Call): unknown;
}

/** Whether the webhook's or token's scope covers the method. */
export function isAllowed(caller: Caller, method: Method): boolean {
  return method.scope === "" || caller.scope.includes(method.scope);
}

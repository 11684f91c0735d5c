// A case, as files of vectors/ have it (vector.schema.json).
export type Params = Record<string, unknown>;

/** One call of a client. */
export type Call =
  | { method: string; params: Params }
  | { batch: { key?: string; method: string; params: Params }[]; halt?: boolean }
  | { iterate: string; params: Params; gap?: number }
  | { changeParticipants: { listId: number; add?: number[]; remove?: number[] } }
  | { progressOf: number }
  | { waitUntilDone: { listId: number; within: number; interval: number } };

/**
 * What a request has to be. Of a batch, `commands` and `halt` say it in place of the body. It may not come earlier than
 * `notBefore` milliseconds after the response before, has to come over a connection that has brought no request where
 * `newConnection` is set, and has to accept the compression `acceptEncoding`.
 */
export interface ExpectedRequest {
  method: string;
  body?: Params;
  commands?: [method: string, params: Params][];
  halt?: 0 | 1;
  notBefore?: number;
  newConnection?: boolean;
  acceptEncoding?: string;
}

/** What the server answers. `bytes` are the exact bytes of the body in base64. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  body?: string;
  bytes?: string;
  type?: string;
  batch?: { result?: unknown; error?: object; time?: object }[];
  fault?: "reset" | "cut" | "silence";
}

export interface Exchange {
  request: ExpectedRequest;
  reply: Reply;
  times?: number;
}

/** An error as every client tells it; only what is given is compared. */
export interface ExpectedError {
  kind: string;
  status?: number;
  code?: string;
  description?: string;
  argument?: string;
  ids?: number[];
  docUrl?: string;
  host?: string;
  /** Whether the portal executed the call, and whether a request of it may have been sent: over all attempts. */
  executed?: "no" | "unknown";
  sent?: boolean;
  /** Seconds; a client tells the time, as `retryAt`. null: it tells none. */
  retryAfter?: number | null;
  cause?: ExpectedError;
}

/**
 * Of an iteration that failed, `rows` are those that came before the error. `says` has to be in what the client shows of
 * an error.
 */
export type Outcome = { result: unknown } | { error: ExpectedError; rows?: unknown[]; says?: string };

/** The sandbox in place of the played portal: who calls, what is there, and what has to be afterwards. */
export interface SandboxScene {
  user: number;
  faults?: object[];
  lists?: { ID: number; participants: unknown[] }[];
  requests?: number;
  made?: number;
  list?: { id: number; participants: number[]; webform: number | null };
}

export interface Vector {
  /** `group/name`. */
  id: string;
  title: string;
  auth?: "webhook" | "token" | "renewable";
  /** The path below which the portal is, such as `/crm`. */
  below?: string;
  options?: { timeout?: number; attempts?: number; retryDelay?: number };
  call: Call;
  exchanges?: Exchange[];
  sandbox?: SandboxScene;
  outcome: Outcome;
}

// A connection of its own for a request that must not be executed twice. The portal may be closing a connection that lies
// idle at that very moment; then nobody can tell whether the request arrived. fetch has no option for it, so each runtime
// gets its own: Bun `keepalive`, Deno a client without a pool, Node a place in undici's pools where no connection is kept.
// Browsers and workerd have none.

/** How far a request has come. */
export interface Sending {
  /** Whether bytes of it may have left; undefined where the runtime does not tell. */
  started?: boolean;
}

interface Dispatcher {
  dispatch(options: { origin?: unknown; reset?: boolean }, handler: object): boolean;
  isMockActive?: boolean;
}

/** What Node's fetch sends through, in the API of one of undici's generations. */
const undici = (generation: 1 | 2): Dispatcher | undefined =>
  (globalThis as Record<symbol, unknown>)[Symbol.for(`undici.globalDispatcher.${generation}`)] as
    | Dispatcher
    | undefined;

/** Options of the runtime's own `fetch` for a new connection, and what ends it. Only Node notes in `sending` what it does. */
export function freshConnection(sending: Sending): { init: object; close(): void } {
  const runtime = globalThis as { Deno?: { createHttpClient?(options: object): { close(): void } } };
  const client = runtime.Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  const dispatcher = undici(1);
  // What stands in for portals in tests goes by the origin.
  const isMock = [dispatcher, undici(2)].some((one) => one?.isMockActive !== undefined);
  return {
    init: {
      keepalive: false,
      ...(client && { client }),
      ...(dispatcher && !isMock && { dispatcher: apart(dispatcher, sending) }),
    },
    close: () => client?.close(),
  };
}

/**
 * Whatever Node's fetch uses (its own agent, a proxy's, one with another authority), in a pool where each connection ends
 * with its request. A pool goes by the text of the origin; a user in it changes nothing else.
 */
const apart = (dispatcher: Dispatcher, sending: Sending): Dispatcher => ({
  dispatch(options, handler) {
    sending.started = false;
    const origin = String(options.origin).replace("://", "://once@");
    return dispatcher.dispatch({ ...options, origin, reset: true }, noticing(handler as Handler, sending));
  },
});

type Handler = Record<string, ((...args: unknown[]) => unknown) | undefined>;

/** The same handler, which notices when a connection is there and the request goes out; two versions of undici's API. */
function noticing(handler: Handler, sending: Sending): Handler {
  const noticed: Handler = Object.create(handler);
  for (const name of ["onConnect", "onRequestStart"]) {
    if (!handler[name]) continue;
    noticed[name] = function (this: unknown, ...args) {
      sending.started = true;
      return handler[name]!.apply(this, args);
    };
  }
  return noticed;
}

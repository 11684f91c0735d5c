// The way of every call: it waits for its turn, is sent, is judged, and is sent again where that is known to be safe.

import type { Auth } from "../auth.ts";
import { CallListError, ConnectionError, type Executed, LimitError, outcomeOf, TimeoutError } from "../errors.ts";
import { OUTCOMES } from "../generated/outcomes.ts";
import { type Hooks, tell } from "../hooks.ts";
import type { Limiter } from "../limiter.ts";
import type { Answer, Method, Params } from "../methods.ts";
import type { TrustedHosts } from "../moved.ts";
import { pause, type RetryOptions, retryAfter } from "../retry.ts";
import { type Address, createAddress } from "./address.ts";
import { judge } from "./answer.ts";
import type { Clock } from "./clock.ts";
import { EXPIRED, throwIfAborted, waitUntil, withDeadline } from "./deadline.ts";
import type { Exchange, Exchanger } from "./exchange.ts";
import type { Sending } from "./fresh.ts";
import { operatingTime } from "./operating.ts";
import { isRepeatable, withOutcome } from "./outcome.ts";

/** How a call ended: with an answer or an error, and the exchange that it was read from, where there was one. */
export interface Ended<M extends Method> {
  exchange?: Exchange;
  answer?: Answer<M>;
  error?: CallListError;
}

/** Times in milliseconds, and the signals that end a call. */
export interface Bounds {
  timeout: number;
  deadline: number;
  signals: readonly AbortSignal[];
}

/** Rejects for aborted signals, the caller's mistakes, and what the caller's limiter or token store throws. */
export type Send = <M extends Method>(method: M, params: Params<M>, bounds: Bounds) => Promise<Ended<M>>;

/** What the calls of one client share. */
export interface SendOptions {
  auth: Auth;
  exchange: Exchanger;
  /** The caller's own, if there is one. */
  fetch: typeof globalThis.fetch | undefined;
  clock: Clock;
  retry: Required<RetryOptions>;
  limiter: Limiter | undefined;
  trustedHosts: TrustedHosts | undefined;
  hooks: Hooks;
}

/** A call under way. */
interface Call extends Bounds {
  /** Its number within the client. */
  id: number;
  method: Method;
  params: object;
  /** How often it has been sent. */
  attempts: number;
  /** What is known after all of its attempts. Each is judged by itself, but its error speaks for the call. */
  executed: Executed;
  sent: boolean;
  /** Times in milliseconds since 1970 at which it ends, and after which it is not sent again. */
  endsAt: number;
  repeatUntil: number;
  /** Address and access token of the last attempt. */
  base: string;
  token: string | undefined;
  renewed: boolean;
  moves: number;
}

/** More redirects than these lead in a circle. */
const MOST_MOVES = 3;
/** A renewal holds the token store's lock, and must not outlast it. */
const LONGEST_RENEWAL = 60_000;

/** Makes the function that every call goes through. */
export function createSend({ auth, exchange, fetch, clock, retry, limiter, trustedHosts, hooks }: SendOptions): Send {
  const address: Address = createAddress(auth, trustedHosts);
  const operating = operatingTime(clock);
  let calls = 0;
  const about = ({ id, method, attempts }: Call) => ({ call: id, method, attempt: attempts, portal: address.host() });

  /** Something before the call is sent, which has the call's time and no more. */
  async function beforeSending<T>(call: Call, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { method, deadline, endsAt, signals, sent } = call;
    return withDeadline(clock, run, endsAt - clock.now(), signals).catch((error) => {
      throw error === EXPIRED ? new TimeoutError(method, deadline, sent) : error;
    });
  }

  /** Waits for the call's turn among the others. */
  async function waitForTurn(call: Call, limiter: Limiter): Promise<void> {
    await beforeSending(call, async (signal) => {
      const portal = address.host();
      const turn = limiter.acquire(portal, signal);
      if (turn) tell(hooks.throttle, { method: call.method, portal, reason: "rate" });
      await turn;
    });
  }

  /** Waits until the portal takes the method again, which it has refused. */
  async function waitForReset({ method, signals, endsAt }: Call, until: number): Promise<void> {
    if (until >= endsAt || retry.attempts === 1) throw refusedBefore(method, until);
    tell(hooks.throttle, { method, portal: address.host(), reason: "operating", until: new Date(until) });
    await waitUntil(clock, until, signals);
  }

  /** Sends it once, and judges what comes back. */
  async function attempt(call: Call): Promise<Ended<Method>> {
    const { method, params, signals } = call;
    const startedAt = clock.now();
    const timeout = Math.min(call.timeout, call.endsAt - startedAt);
    if (call.attempts === 0) call.repeatUntil = startedAt + retry.time;
    call.attempts += 1;
    call.base = address.base();
    call.token = auth.credentials().auth;
    tell(hooks.request, about(call));
    const ended: Ended<Method> = {};
    const sending: Sending = {};
    try {
      const once = (signal: AbortSignal) =>
        exchange(method, params as Params<Method>, { baseUrl: call.base, signal, sending });
      ended.exchange = await withDeadline(clock, once, timeout, signals);
      Object.assign(ended, judge(method, ended.exchange, auth));
    } catch (error) {
      ended.error = callListError(error === EXPIRED ? expired(method, timeout, sending) : error);
    } finally {
      tell(hooks.response, { ...about(call), ms: clock.now() - startedAt, ...outcome(ended) });
    }
    if (ended.answer) operating.learn(method, params, ended.answer);
    return ended;
  }

  /** Prepares for sending the call again; false where it ends here. */
  async function again(call: Call, error: CallListError, headers: Headers | undefined): Promise<boolean> {
    const { executed, next } = OUTCOMES[outcomeOf(error)];
    if (next === "follow") return follow(call, headers);
    if (next === "renew") return renew(call);
    const asked = retryAfter(clock, headers?.get("retry-after"));
    const reset = next === "wait" ? operating.refused(call.method) : undefined;
    const told = reset ?? (asked > 0 ? clock.now() + asked : undefined);
    if (error instanceof LimitError && told !== undefined) error.retryAt = new Date(told);
    if (next === "fail" || (executed === "unknown" && !isRepeatable(call.method, call.params))) return false;

    if (next === "slow-down") limiter?.objected?.(address.host());
    const at = reset ?? clock.now() + pause(clock, retry, call.attempts, asked);
    if (call.attempts >= retry.attempts || at >= call.endsAt) return false;
    if (reset === undefined && at > call.repeatUntil) return false;
    tell(hooks.retry, { ...about(call), delay: at - clock.now(), error });
    if (reset === undefined) await waitUntil(clock, at, call.signals);
    return true;
  }

  function follow(call: Call, headers: Headers | undefined): boolean {
    const { method, base } = call;
    const portal = address.host();
    call.moves += 1;
    if (call.moves > MOST_MOVES) return false;
    const moved = address.follow(`${base}/${method}`, headers!.get("location"));
    if (moved === "moved") tell(hooks.portalMoved, { method, portal, to: address.host() });
    return moved !== "no";
  }

  async function renew(call: Call): Promise<boolean> {
    if (!auth.renew || call.renewed) return false;
    call.renewed = true;
    const { method, token } = call;
    const timeout = Math.min(call.timeout, LONGEST_RENEWAL);
    const isOurs = await beforeSending(call, () => auth.renew!(token, { method, fetch, clock, timeout, trustedHosts }));
    if (isOurs) {
      address.reset();
      tell(hooks.tokenRefresh, { method, portal: address.host() });
    }
    return true;
  }

  /** All that has to be before an attempt. */
  async function prepare(call: Call): Promise<void> {
    throwIfAborted(call.signals);
    const loading = auth.load?.(call.method);
    if (loading) await beforeSending(call, () => loading);
    const until = operating.blockedUntil(call.method);
    if (until) await waitForReset(call, until);
    if (limiter) await waitForTurn(call, limiter);
    if (clock.now() >= call.endsAt) throw new TimeoutError(call.method, call.deadline, false);
  }

  async function run(call: Call): Promise<Ended<Method>> {
    let last: Ended<Method> | undefined;
    for (;;) {
      try {
        await prepare(call);
      } catch (error) {
        // A repetition that comes to nothing: the call ends as its last attempt did.
        const unsent = { error: callListError(error) };
        return last ?? unsent;
      }
      const ended = await attempt(call);
      if (!ended.error) return ended;
      if (ended.error.executed === "unknown") call.executed = "unknown";
      call.sent ||= ended.error.sent;
      last = { ...ended, error: withOutcome(ended.error, call.method, call.params) };
      try {
        if (!(await again(call, ended.error, ended.exchange?.headers))) return last;
      } catch (error) {
        // No new token: that is what the call ends in, and the portal had refused it.
        return { error: callListError(error) };
      }
    }
  }

  return async (method, params, bounds) => {
    calls += 1;
    const call: Call = {
      ...bounds,
      id: calls,
      method,
      params,
      attempts: 0,
      executed: "no",
      sent: false,
      endsAt: clock.now() + bounds.deadline,
      repeatUntil: Number.POSITIVE_INFINITY,
      base: "",
      token: undefined,
      renewed: false,
      moves: 0,
    };
    const ended = await run(call);
    const { executed, sent } = call;
    if (ended.error) Object.assign(ended.error, { executed, sent });
    return ended as Ended<typeof method>;
  };
}

/** What a hook is told of an attempt: nothing where it was aborted. */
const outcome = ({ exchange, error }: Ended<Method>) => ({
  ...(exchange && { status: exchange.status }),
  ...(error && { error }),
});

/** No whole response in time; or no connection, where the runtime tells that none was made. */
const expired = (method: Method, timeout: number, { started }: Sending): CallListError =>
  started === false ? new ConnectionError(method, "timeout", false) : new TimeoutError(method, timeout);

/** Errors of a call are values here; the caller's mistakes and aborts are thrown on. */
function callListError(error: unknown): CallListError {
  if (error instanceof CallListError) return error;
  throw error;
}

function refusedBefore(method: Method, until: number): LimitError {
  const error = new LimitError(method, {
    status: 429,
    code: "OPERATION_TIME_LIMIT",
    description: "not sent, since the portal has refused this method until its working time is given back",
  });
  error.retryAt = new Date(until);
  return error;
}

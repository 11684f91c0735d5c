// The time a method may work in ten minutes. What is left is known only to the portal, and a refusal costs nothing, so
// nothing is held back before the first 429; from then on the method waits until the portal's own reset.

import { OPERATING_RESET, OPERATING_WINDOW } from "../generated/numbers.ts";
import type { Method } from "../methods.ts";
import type { Clock } from "./clock.ts";

export interface OperatingTime {
  /** Remembers what a good answer tells: reset times, and in a batch the methods that were refused. */
  learn(method: Method, params: unknown, answer: unknown): void;
  /** The portal refused the method; gives the time from which it may be tried again, in milliseconds since 1970. */
  refused(method: Method): number;
  /** Until when the method is refused; 0 when it is not. */
  blockedUntil(method: Method): number;
}

interface Time {
  finish?: unknown;
  operating_reset_at?: unknown;
}

interface BatchMaps {
  result_time?: Record<string, Time | null>;
  result_error?: Record<string, { error?: unknown } | null>;
}

export function operatingTime(clock: Clock): OperatingTime {
  const resets = new Map<string, number>();
  const blocked = new Map<string, number>();

  /** By the portal's own clock, which need not be this machine's. */
  const note = (method: string, time: Time | null | undefined): void => {
    const reset = clock.now() + (Number(time?.operating_reset_at) - Number(time?.finish)) * 1000;
    if (isAhead(reset)) resets.set(method, reset);
  };

  // What is said to be further off comes of a wrong number, or of a clock that was set back.
  const isAhead = (at = 0): boolean => at > clock.now() && at <= clock.now() + OPERATING_WINDOW;

  const refused = (method: string): number => {
    const known = resets.get(method);
    const until = isAhead(known) ? known! : clock.now() + OPERATING_RESET;
    blocked.set(method, until);
    return until;
  };

  return {
    learn(method, params, answer) {
      const { result, time } = answer as { result?: BatchMaps; time?: Time | null };
      if (method !== "batch") return note(method, time);
      const { cmd } = params as { cmd: Record<string, unknown> };
      for (const [key, time] of Object.entries(result?.result_time ?? {})) note(methodOf(cmd?.[key]), time);
      for (const [key, refusal] of Object.entries(result?.result_error ?? {})) {
        if (refusal?.error === "OPERATION_TIME_LIMIT") refused(methodOf(cmd?.[key]));
      }
    },
    refused,
    blockedUntil(method) {
      const until = blocked.get(method);
      return isAhead(until) ? until! : 0;
    },
  };
}

/** The method of a batch command: `crm.calllist.get` of `crm.calllist.get?ID=13`. */
export const methodOf = (command: unknown): string => String(command).split("?", 1)[0]!;

import { reasonOf } from "./reason.ts";
import { type Clock, inTime } from "./time.ts";

/** Times without Redis: says when one begins and ends, and nothing in between. */
export interface Outage {
  /** Redis failed. */
  begin(error: unknown): void;
  /** Whether Redis is given up for now. Asking also gives it another chance, which nobody waits for. */
  lasts(): boolean;
}

/** Redis is not tried more often than this. */
const RETRY_MS = 3000;

export interface OutageOptions {
  clock: Clock;
  /** Milliseconds in which Redis has to answer. */
  patience: number;
  /** A command that changes nothing. */
  look: () => Promise<unknown>;
  warn: (message: string) => void;
}

/** Makes the one of a limiter. */
export function watchOutage({ clock, patience, look, warn }: OutageOptions): Outage {
  let lasting = false;
  let looking = false;
  let nextLook = 0;

  /** node-redis keeps a command while it has no connection, so the answer that has to be in time is that to the second. */
  const comesBack = async (): Promise<void> => {
    await look();
    await inTime(clock, look(), patience);
  };

  const tryAgain = async (): Promise<void> => {
    if (looking || clock.now() < nextLook) return;
    looking = true;
    nextLook = clock.now() + RETRY_MS;
    const isBack = await comesBack().then(
      () => true,
      () => false,
    );
    looking = false;
    if (!isBack) return;
    lasting = false;
    warn("@b24-calllist/redis: Redis can be used again; the allowance is shared.");
  };

  return {
    begin(error) {
      if (lasting) return;
      lasting = true;
      warn(
        `@b24-calllist/redis: Redis cannot be used (${reasonOf(error)}); until it can, this process keeps an allowance of its own.`,
      );
      tryAgain();
    },
    lasts() {
      if (lasting) tryAgain();
      return lasting;
    },
  };
}

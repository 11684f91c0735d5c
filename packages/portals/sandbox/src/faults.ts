import { dice } from "./dice.ts";

/** What can go wrong between a client and a portal, and what it looks like to the client. */
export const FAULTS = {
  "rate-limit": "503 QUERY_LIMIT_EXCEEDED, not executed",
  "operation-time": "429 OPERATION_TIME_LIMIT, not executed; inside a batch an entry",
  "expired-token": "401 expired_token, not executed",
  overload: "401 OVERLOAD_LIMIT, not executed",
  "error-json": "500 with JSON",
  "error-html": "500 with a page",
  "bad-gateway": "502 with a page",
  "gateway-timeout": "504 with a page",
  moved: "302 to the same address on `host`, as after the portal was renamed, not executed",
  "reset-before": "the connection breaks before anything is executed",
  "reset-after": "executed, then the connection breaks without an answer",
  slow: "executed and answered, but only after `seconds`",
  "cut-body": "executed, half of the answer sent",
  "html-200": "200 with a page",
  deleted: "403 PORTAL_DELETED, not executed",
} as const;

export type FaultName = keyof typeof FAULTS;

/** A fault to come. */
export interface Fault {
  fault: FaultName;
  /**
   * The method that it strikes, in lower case.
   *
   * @default every method
   */
  method?: string;
  /**
   * How many times; 0 is for ever.
   *
   * @default 1
   */
  times?: number;
  /**
   * With what chance it strikes, 0 to 1. The same requests meet the same faults: see `seed`.
   *
   * @default 1
   */
  chance?: number;
  /**
   * Starts the dice.
   *
   * @default 1
   */
  seed?: number;
  /**
   * For "slow": how long, on the sandbox's clock.
   *
   * @default 1
   */
  seconds?: number;
  /**
   * For "moved": the new host, such as `https://renamed.bitrix24.com`.
   *
   * @default "https://renamed.bitrix24.com"
   */
  host?: string;
  /**
   * For the 5xx pages and "html-200": whether the method ran before.
   *
   * @default false
   */
  executed?: boolean;
}

const MOST_TIMES = 1_000_000;
/** A day. */
const LONGEST_SECONDS = 86_400;
const MOST_FAULTS = 1000;

/** What is wrong with a fault, in words; `undefined` for a right one. */
export function faultProblem({ fault, method, times, chance, seed, seconds, host }: Fault): string | undefined {
  if (!Object.hasOwn(FAULTS, fault)) return `fault must be one of ${Object.keys(FAULTS).join(", ")}`;
  if (method !== undefined && !/^[a-z.]+$/.test(method))
    return "method must be in lower case, such as crm.calllist.add";
  if (times !== undefined && !(Number.isInteger(times) && isBetween(times, 0, MOST_TIMES)))
    return `times must be a whole number from 0, for ever, to ${MOST_TIMES}, such as 3`;
  if (chance !== undefined && !isBetween(chance, 0, 1)) return "chance must be a number from 0 to 1, such as 0.2";
  if (seed !== undefined && !Number.isInteger(seed)) return "seed must be a whole number, such as 1";
  if (seconds !== undefined && !isBetween(seconds, 0, LONGEST_SECONDS))
    return `seconds must be a number from 0 to ${LONGEST_SECONDS}, such as 30`;
  if (host !== undefined && !HOST.test(host))
    return "host must be http:// or https:// with a host, such as https://renamed.bitrix24.com";
  return undefined;
}

/** What can stand in a header as it is. */
const HOST = /^https?:\/\/[\w.:[\]-]+$/;

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

/** The faults that are set, in the order in which they were. */
export class Faults {
  #planned: { fault: Fault; left: number; roll: () => number }[] = [];

  get all(): Fault[] {
    return this.#planned.map(({ fault, left }) => (fault.times === 0 ? fault : { ...fault, times: left }));
  }

  get isFull(): boolean {
    return this.#planned.length >= MOST_FAULTS;
  }

  add(fault: Fault): void {
    this.#planned.push({ fault, left: fault.times || 1, roll: dice(fault.seed ?? 1) });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault that strikes a request, which it then has done once more. */
  next(method: string, wanted: (fault: FaultName) => boolean): Fault | undefined {
    for (const plan of this.#planned) {
      const { fault, roll } = plan;
      if (!wanted(fault.fault) || (fault.method ?? method) !== method || roll() >= (fault.chance ?? 1)) continue;
      if (fault.times !== 0 && --plan.left <= 0) this.#planned = this.#planned.filter((other) => other !== plan);
      return fault;
    }
    return undefined;
  }
}

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

/** The faults that are set, in the order in which they were. */
export class Faults {
  #planned: { fault: Fault; left: number; roll: () => number }[] = [];

  get all(): Fault[] {
    return this.#planned.map(({ fault, left }) => (fault.times === 0 ? fault : { ...fault, times: left }));
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

import type { Portal } from "../portal/portal.ts";
import { isoTime } from "../portal/time.ts";
import type { Quirks } from "../quirks.ts";

/** What working time has been used, where the portal counts it. */
export interface Operating {
  operating: number;
  resetAt: number;
}

/**
 * The `time` of an answer. Since 2025-09 `start` is a whole second and `processing` a whole number, so that `duration`
 * is up to a second too long; before, all were fractions.
 */
export function timeBlock(portal: Portal, quirks: Quirks, started: number, operating: Operating | undefined): object {
  const finished = portal.clock.now();
  const finish = finished / 1000;
  const start = quirks.wholeSeconds ? Math.floor(started / 1000) : started / 1000;
  const processing = (finished - started) / 1000;
  return {
    start,
    finish,
    duration: finish - start,
    processing: quirks.wholeSeconds ? Math.floor(processing) : processing,
    date_start: isoTime(portal, started),
    date_finish: isoTime(portal, finished),
    ...(operating && { operating_reset_at: operating.resetAt, operating: operating.operating }),
  };
}

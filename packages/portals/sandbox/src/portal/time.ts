import type { Portal } from "./portal.ts";

const MINUTE = 60_000;

/** A time as the portal's tables hold it: `2025-11-20 12:00:00`, by the portal's own time. */
export function portalTime(portal: Portal, at = portal.clock.now()): string {
  return localIso(portal, at).slice(0, 19).replace("T", " ");
}

/** The last one asked for: each answer tells the time twice, mostly within a second. */
let last = { second: Number.NaN, utcOffset: 0, text: "" };

/** A time with the portal's offset: `2025-11-20T12:00:00+02:00`. */
export function isoTime(portal: Portal, at = portal.clock.now()): string {
  const { utcOffset } = portal;
  const second = Math.floor(at / 1000);
  if (last.second !== second || last.utcOffset !== utcOffset) {
    last = { second, utcOffset, text: localIso(portal, at).slice(0, 19) + offsetText(utcOffset) };
  }
  return last.text;
}

function localIso({ utcOffset }: Portal, at: number): string {
  return new Date(at + utcOffset * MINUTE).toISOString();
}

/** `+02:00` of 120 minutes. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const [hours, rest] = [Math.floor(size / 60), size % 60].map((number) => String(number).padStart(2, "0"));
  return `${minutes < 0 ? "-" : "+"}${hours}:${rest}`;
}

/** 120 minutes of `+02:00`. */
export function offsetMinutes(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

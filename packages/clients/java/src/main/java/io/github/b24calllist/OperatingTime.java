package io.github.b24calllist;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The time a method may work in ten minutes. What is left is known only to the portal, and a
 * refusal costs nothing, so nothing is held back before the first 429. From then on the method
 * waits until the portal's own reset.
 */
final class OperatingTime {

  private final Timing timing;
  private final Map<String, Instant> resets = new ConcurrentHashMap<>();
  private final Map<String, Instant> blocked = new ConcurrentHashMap<>();

  OperatingTime(Timing timing) {
    this.timing = timing;
  }

  /** Remembers the reset that the {@code time} of an answer tells. */
  void learn(String method, Object time) {
    if (time instanceof Map<?, ?> told
        && told.get("finish") instanceof Number finish
        && told.get("operating_reset_at") instanceof Number reset) {
      // By the portal's own clock, which need not be this machine's.
      double seconds = reset.doubleValue() - finish.doubleValue();
      if (Math.abs(seconds) <= Numbers.OPERATING_WINDOW.toSeconds()) {
        resets.put(method, timing.now().plusMillis(Math.round(seconds * 1000)));
      }
    }
  }

  /** Holds a method that was refused for its working time, and lets the error say until when. */
  void hold(PortalException error) {
    if (!error.code().equals(ErrorCode.OPERATION_TIME_LIMIT)) {
      return;
    }
    Instant now = timing.now();
    Instant known = resets.getOrDefault(error.method(), now);
    Instant until = isInWindow(known, now) ? known : now.plus(Numbers.OPERATING_RESET);
    blocked.put(error.method(), until);
    if (error instanceof LimitException limit) {
      limit.setRetryAt(until);
    }
  }

  /** Until when a method is refused; in the past where it is not. */
  Instant blockedUntil(String method) {
    Instant until = blocked.getOrDefault(method, Instant.EPOCH);
    return isInWindow(until, timing.now()) ? until : Instant.EPOCH;
  }

  private static boolean isInWindow(Instant time, Instant now) {
    return time.isAfter(now) && !time.isAfter(now.plus(Numbers.OPERATING_WINDOW));
  }

  /** The error of a call that was not sent. */
  static LimitException notSent(String method, Instant until, Duration left) {
    String why =
        "not sent, since the portal has refused this method until its working time is given back, "
            + "in %d s".formatted(left.plusSeconds(1).minusNanos(1).toSeconds());
    var error = new LimitException(method, 429, ErrorCode.OPERATION_TIME_LIMIT, why, "");
    error.setRetryAt(until);
    error.setUnsent();
    return error;
  }
}

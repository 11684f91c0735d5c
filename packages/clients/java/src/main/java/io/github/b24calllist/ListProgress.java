package io.github.b24calllist;

import java.time.Instant;
import java.util.Map;

/**
 * How far a call list has come, as {@link CallListClient#progressOf} counts it.
 *
 * @param total participants that the user may read
 * @param byStatus participants by status code: {@code {IN_WORK=12, SUCCESS=30}}. A status that no
 *     participant has is missing.
 * @param from when the reading began. Each status is as of a moment between {@code from} and {@code
 *     to}.
 * @param to when the reading ended
 */
public record ListProgress(long total, Map<String, Long> byStatus, Instant from, Instant to) {
  /**
   * Copies the map, with its order.
   *
   * @param total participants that the user may read
   * @param byStatus participants by status code
   * @param from when the reading began
   * @param to when the reading ended
   */
  public ListProgress {
    byStatus = Wire.copyOf(byStatus);
  }

  /**
   * How many participants have a status.
   *
   * @param status its code, such as {@link StatusCode#IN_WORK}
   * @return their number; 0 where it has none
   */
  public long of(String status) {
    return byStatus.getOrDefault(status, 0L);
  }
}

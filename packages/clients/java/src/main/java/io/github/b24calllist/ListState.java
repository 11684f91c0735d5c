package io.github.b24calllist;

import java.time.Instant;
import java.util.List;

/**
 * How a call list stands, as {@link CallListClient#waitUntilDone} sees it.
 *
 * @param done whether no participant is left to be called
 * @param open participants still to be called: all of them, or the first 25 where there are more
 * @param deleted participants that keep the status {@code IN_WORK} for ever, since their contact or
 *     company was deleted
 * @param at when the portal said so
 */
public record ListState(boolean done, List<Long> open, List<Long> deleted, Instant at) {
  /**
   * Copies the lists.
   *
   * @param done whether no participant is left to be called
   * @param open participants still to be called
   * @param deleted participants whose contact or company was deleted
   * @param at when the portal said so
   */
  public ListState {
    open = List.copyOf(open);
    deleted = List.copyOf(deleted);
  }
}

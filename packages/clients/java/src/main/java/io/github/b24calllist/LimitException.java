package io.github.b24calllist;

import java.time.Instant;

/** 429 and 503: too many requests, or too much working time. */
public final class LimitException extends PortalException {
  private static final long serialVersionUID = 1L;

  /** When it may go again, or null. */
  private Instant retryAt;

  LimitException(String method, int status, String code, String description, String argument) {
    super(method, status, code, description, argument);
  }

  void setRetryAt(Instant time) {
    retryAt = time;
  }

  /**
   * When it may go again: as {@code Retry-After} says, or when the method's working time is given
   * back (in a minute, where no answer has told).
   *
   * @return the time; null where nobody knows
   */
  public Instant retryAt() {
    return retryAt;
  }
}

package io.github.b24calllist;

import io.github.b24calllist.Outcome.Attempt;
import io.github.b24calllist.Outcome.Failure;
import java.time.Duration;

/**
 * The request was sent, and no whole answer came within the time allowed. Where the time ran out
 * before there was a connection, the error is a {@link ConnectionException}.
 */
public final class CallTimeoutException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** The time allowed. */
  private final Duration timeout;

  CallTimeoutException(String method, Duration timeout) {
    super(
        method,
        "no answer within " + timeout.toMillis() + " ms",
        new Attempt(Failure.TIMEOUT, true, false, "", 0, false));
    this.timeout = timeout;
  }

  /**
   * The time allowed for a request.
   *
   * @return as it was set in {@link CallListClient.Builder#timeout}
   */
  public Duration timeout() {
    return timeout;
  }
}

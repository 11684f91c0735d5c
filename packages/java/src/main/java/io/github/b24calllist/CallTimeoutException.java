package io.github.b24calllist;

import java.time.Duration;

/** No whole answer came within the time allowed. */
public final class CallTimeoutException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** The time allowed. */
  private final Duration timeout;

  CallTimeoutException(String method, Duration timeout) {
    super(method, "no answer within " + timeout.toMillis() + " ms", null);
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

  /**
   * Whether the portal may have received the request.
   *
   * @return true; where the time ran out before there was a connection, the error is a {@link
   *     ConnectionException}
   */
  public boolean sent() {
    return true;
  }
}

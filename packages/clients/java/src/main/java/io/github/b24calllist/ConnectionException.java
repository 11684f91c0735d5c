package io.github.b24calllist;

import io.github.b24calllist.Outcome.Attempt;
import io.github.b24calllist.Outcome.Failure;

/** The connection could not be made, or broke off, or the thread was interrupted meanwhile. */
public final class ConnectionException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** What the transport said. */
  private final String reason;

  /** The connection broke off while the request was under way. */
  ConnectionException(String method, String reason) {
    super(
        method,
        "the connection broke off (" + reason + ")",
        new Attempt(Failure.CONNECTION, true, false, "", 0, false));
    this.reason = reason;
  }

  /**
   * Nothing was sent.
   *
   * @param advice what the caller can do where a retry does not help; else empty
   */
  ConnectionException(String method, String reason, String advice) {
    super(
        method,
        "no connection to the portal (" + reason + ")" + (advice.isEmpty() ? "" : ". " + advice),
        new Attempt(Failure.CONNECTION, false, !advice.isEmpty(), "", 0, false));
    this.reason = reason;
  }

  /**
   * What the transport said.
   *
   * @return name of its exception, such as {@code ConnectException}, or a few words, such as {@code
   *     proxy: HTTP 407}
   */
  public String reason() {
    return reason;
  }
}

package io.github.b24calllist;

/** The connection could not be made, or broke off, or the thread was interrupted meanwhile. */
public final class ConnectionException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** What the transport said. */
  private final String reason;

  /** Whether the portal may have received the request. */
  private final boolean sent;

  /** Whether a retry would fail in the same way. */
  private final boolean isHopeless;

  /** The connection broke off while the request was under way. */
  ConnectionException(String method, String reason) {
    super(method, "the connection broke off (" + reason + ")", null);
    this.reason = reason;
    sent = true;
    isHopeless = false;
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
        null);
    this.reason = reason;
    sent = false;
    isHopeless = !advice.isEmpty();
  }

  boolean isHopeless() {
    return isHopeless;
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

  /**
   * Whether the portal may have received the request.
   *
   * @return false where there never was a connection, so that nothing was executed
   */
  public boolean sent() {
    return sent;
  }
}

package io.github.b24calllist;

/** The connection could not be made, or broke off, or the thread was interrupted meanwhile. */
public final class ConnectionException extends CallListException {
  private static final long serialVersionUID = 1L;

  /** Name of the transport's exception. */
  private final String reason;

  /** Whether the portal may have received the request. */
  private final boolean sent;

  ConnectionException(String method, String reason, boolean sent) {
    super(
        method,
        (sent ? "the connection broke off (" : "no connection to the portal (") + reason + ")",
        null);
    this.reason = reason;
    this.sent = sent;
  }

  /**
   * What the transport said.
   *
   * @return name of its exception, such as {@code ConnectException}
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

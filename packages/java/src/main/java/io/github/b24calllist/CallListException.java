package io.github.b24calllist;

/**
 * Root of all errors of a call. Its subclasses say what happened. None holds a URL, a webhook's
 * code or a token, in no field, message or cause.
 */
public abstract sealed class CallListException extends RuntimeException
    permits PortalException,
        UnexpectedResponseException,
        ConnectionException,
        CallTimeoutException,
        PortalMovedException,
        UnstableListException,
        OutcomeUnknownException,
        SkippedException {
  private static final long serialVersionUID = 1L;

  /** The method's name on the wire. */
  private final String method;

  CallListException(String method, String message, CallListException cause) {
    super(method + ": " + message, cause);
    this.method = method;
  }

  /**
   * The method that was called.
   *
   * @return its name on the wire, such as {@code crm.calllist.add}
   */
  public final String method() {
    return method;
  }

  /** What happened, without the method before it. */
  final String what() {
    return getMessage().substring(method.length() + 2);
  }
}

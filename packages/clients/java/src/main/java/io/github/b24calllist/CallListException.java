package io.github.b24calllist;

/**
 * Root of all errors of a call. Its subclasses say what happened; {@link #executed} and {@link
 * #sent} say what that means for the call. None holds a URL, a webhook's code or a token, in no
 * field, message or cause.
 *
 * <pre>{@code
 * try {
 *   b24.update(UpdateParams.of(13, EntityType.CONTACT, List.of(9L, 17L), null));
 * } catch (CallListException e) {
 *   System.out.println(
 *       e.executed() == Executed.NO ? "The list is as it was." : "Read the list: it may have changed.");
 * }
 * }</pre>
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

  /** The outcome of the attempt that ended in this error. */
  private final Outcome outcome;

  /** Over all attempts so far. */
  private Executed executed;

  /** Over all attempts so far. */
  private boolean sent;

  /** An attempt ended in it; what that means for the call, the table says. */
  CallListException(String method, String message, Outcome.Attempt attempt) {
    super(method + ": " + message);
    this.method = method;
    outcome = attempt.outcome();
    executed = outcome.maybeExecuted() ? Executed.UNKNOWN : Executed.NO;
    sent = attempt.sent();
  }

  /** It follows from other errors, and ends the call. */
  CallListException(
      String method, String message, CallListException cause, Executed executed, boolean sent) {
    super(method + ": " + message, cause);
    this.method = method;
    outcome = Outcome.REJECTED;
    this.executed = executed;
    this.sent = sent;
  }

  /** What is known after the attempt that ended in this error, by itself. */
  final Outcome outcome() {
    return outcome;
  }

  /** Has it speak for the attempts of its call before this one, too; null where there are none. */
  final void addEarlier(CallListException earlier) {
    if (earlier == null) {
      return;
    }
    if (earlier.executed == Executed.UNKNOWN) {
      executed = Executed.UNKNOWN;
    }
    sent |= earlier.sent;
  }

  /** The call was not sent at all. */
  final void setUnsent() {
    sent = false;
  }

  /** Nothing was changed, even where it is not known what became of a request. */
  final void setUnwritten() {
    executed = Executed.NO;
  }

  /**
   * Whether the portal executed the call, over all its attempts.
   *
   * @return {@link Executed#NO} where it is certain that the call changed nothing
   */
  public final Executed executed() {
    return executed;
  }

  /**
   * Whether a request of the call, or a part of one, may have left this machine.
   *
   * @return false where it is certain that nothing was sent
   */
  public final boolean sent() {
    return sent;
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

package io.github.b24calllist;

/** A command of a batch that was not run, because one before it failed. The cause says why. */
public final class SkippedException extends CallListException {
  private static final long serialVersionUID = 1L;

  SkippedException(String method, CallListException cause, boolean sent) {
    super(
        method,
        "not run, since a command before it failed (" + cause.getMessage() + ")",
        cause,
        Executed.NO,
        sent);
  }

  @Override
  public synchronized CallListException getCause() {
    return (CallListException) super.getCause();
  }
}

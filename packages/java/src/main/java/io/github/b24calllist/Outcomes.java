package io.github.b24calllist;

import io.github.b24calllist.Outcome.Attempt;
import io.github.b24calllist.Outcome.Failure;
import java.util.Map;

/** Which outcome of the table an exception has; the table and its rules are the description's. */
final class Outcomes {
  private Outcomes() {}

  /** The outcome of an attempt that ended in this error. */
  static Outcome of(CallListException error) {
    if (error instanceof PortalException refusal) {
      return new Attempt(Failure.CODE, true, false, refusal.code(), refusal.status(), false)
          .outcome();
    }
    if (error instanceof UnexpectedResponseException page) {
      return new Attempt(Failure.PAGE, true, false, "", page.status(), page.isCut()).outcome();
    }
    if (error instanceof ConnectionException connection) {
      return new Attempt(
              Failure.CONNECTION, connection.sent(), connection.isHopeless(), "", 0, false)
          .outcome();
    }
    if (error instanceof CallTimeoutException) {
      return new Attempt(Failure.TIMEOUT, true, false, "", 0, false).outcome();
    }
    return error instanceof PortalMovedException ? Outcome.MOVED : Outcome.REJECTED;
  }

  /** Whether a call does no harm when executed twice; a batch, whether each command does none. */
  static boolean isRepeatable(String method, Map<String, ?> params) {
    if (!method.equals("batch")) {
      return Outcome.REPEATABLE.contains(method);
    }
    return Wire.toMap(params.get("cmd")).values().stream()
        .allMatch(command -> Outcome.REPEATABLE.contains(command.toString().split("\\?", 2)[0]));
  }

  /** The error to throw: one that says so where it is unknown what the portal did. */
  static CallListException told(
      CallListException error, String method, Map<String, Object> params) {
    return of(error).maybeExecuted() && !isRepeatable(method, params)
        ? new OutcomeUnknownException(method, error, params)
        : error;
  }
}

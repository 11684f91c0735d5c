package io.github.b24calllist;

import java.util.Map;

/** Which calls may be executed twice, and the error to throw for one that may not. */
final class Outcomes {
  private Outcomes() {}

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
    return error.executed() == Executed.UNKNOWN && !isRepeatable(method, params)
        ? new OutcomeUnknownException(method, error, params)
        : error;
  }
}

package io.github.b24calllist;

import java.util.Map;

/**
 * The call changes something that must not be changed twice, and nobody knows whether the portal
 * did it. The cause says what happened. Look with {@code list}, newest first, before you repeat it.
 */
public final class OutcomeUnknownException extends CallListException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> params;

  OutcomeUnknownException(String method, CallListException cause, Map<String, Object> params) {
    super(
        method,
        "it is not known whether the portal did it. Look with crm.calllist.list, newest first, "
            + "before you repeat it. What happened: "
            + cause.what(),
        cause,
        Executed.UNKNOWN,
        true);
    this.params = Wire.copyOf(params);
  }

  /**
   * What was sent, without credentials.
   *
   * @return parameters by their names on the wire
   */
  public Map<String, Object> params() {
    return params;
  }

  @Override
  public synchronized CallListException getCause() {
    return (CallListException) super.getCause();
  }
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

/** The four call statuses that every portal has at first. Portals can send others. */
public final class StatusCode {
  /** {@code IN_WORK}. */
  public static final String IN_WORK = "IN_WORK";

  /** {@code SUCCESS}. */
  public static final String SUCCESS = "SUCCESS";

  /** {@code WRONG_NUMBER}. */
  public static final String WRONG_NUMBER = "WRONG_NUMBER";

  /** {@code STOP_CALLING}. */
  public static final String STOP_CALLING = "STOP_CALLING";

  private StatusCode() {}
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;

/**
 * Which participants.
 *
 * <p>It never changes, and keeps copies of lists and maps.
 */
public final class ParticipantFilter extends Params {
  private ParticipantFilter(Map<String, Object> values) {
    super(values);
  }

  /**
   * With everything left out.
   *
   * @return the parameters
   */
  public static ParticipantFilter of() {
    return new ParticipantFilter(Map.of());
  }

  /**
   * The same parameters with this {@code STATUS}.
   *
   * @param status {@code STATUS}. Only participants with this call status, spelled exactly this
   *     way; all when left out.
   * @return changed parameters
   */
  public ParticipantFilter withStatus(String status) {
    return new ParticipantFilter(with("STATUS", status));
  }

  /**
   * {@code STATUS}.
   *
   * @return the value, or null
   */
  public String status() {
    return value("STATUS");
  }
}

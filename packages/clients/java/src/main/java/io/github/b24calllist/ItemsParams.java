// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters of crm.calllist.items.get.
 *
 * @param listId {@code LIST_ID}. Id of the call list.
 * @param filter {@code FILTER}. The only key that is read is {@code STATUS}, in uppercase. {@code
 *     {"status":"SUCCESS"}} is ignored, and every participant is returned. Null when left out.
 * @param start {@code start}. How many rows to skip before the first row of the response; pages
 *     hold 50, so 0, 50, 100 and so on. Lowercase only: {@code START} is ignored. Null when left
 *     out.
 */
public record ItemsParams(long listId, ParticipantFilter filter, Long start) {
  /**
   * Checks the ids.
   *
   * @param listId {@code LIST_ID}
   * @param filter {@code FILTER}
   * @param start {@code start}
   * @throws IllegalArgumentException when an id is not above 0; the message shows a right one
   */
  public ItemsParams {
    Wire.id(listId, "listId");
  }

  /**
   * The parameters that must be there; the others are left out.
   *
   * @param listId {@code LIST_ID}
   * @return the parameters
   */
  public static ItemsParams of(long listId) {
    return new ItemsParams(listId, null, null);
  }

  /**
   * The same parameters with this {@code FILTER}.
   *
   * @param filter {@code FILTER}, or null to leave it out
   * @return new parameters
   */
  public ItemsParams withFilter(ParticipantFilter filter) {
    return new ItemsParams(listId, filter, start);
  }

  /**
   * The same parameters with this {@code start}.
   *
   * @param start {@code start}, or null to leave it out
   * @return new parameters
   */
  public ItemsParams withStart(Long start) {
    return new ItemsParams(listId, filter, start);
  }

  Map<String, Object> toWire() {
    var wire = new LinkedHashMap<String, Object>();
    Wire.put(wire, "LIST_ID", listId);
    Wire.put(wire, "FILTER", filter == null ? null : filter.toWire());
    Wire.put(wire, "start", start);
    return wire;
  }
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters of crm.calllist.items.get.
 *
 * <p>It never changes, and keeps copies of lists and maps.
 */
public final class ItemsParams extends Params {
  private ItemsParams(Map<String, Object> values) {
    super(values);
  }

  /**
   * With what must be named; the rest is left out.
   *
   * @param listId {@code LIST_ID}. Id of the call list.
   * @return the parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public static ItemsParams of(long listId) {
    var values = new LinkedHashMap<String, Object>();
    Wire.put(values, "LIST_ID", Wire.id(listId, "listId"));
    return new ItemsParams(values);
  }

  /**
   * The same parameters with this {@code FILTER}.
   *
   * @param filter {@code FILTER}. Which participants.
   * @return changed parameters
   */
  public ItemsParams withFilter(ParticipantFilter filter) {
    return new ItemsParams(with("FILTER", filter));
  }

  /**
   * The same parameters with this {@code start}.
   *
   * @param start {@code start}. How many rows to skip, 0 when left out; a page holds 50. Null when
   *     left out.
   * @return changed parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public ItemsParams withStart(Long start) {
    return new ItemsParams(with("start", Wire.atLeast(0, start, "start")));
  }

  /**
   * {@code LIST_ID}.
   *
   * @return the value
   */
  public long listId() {
    return value("LIST_ID");
  }

  /**
   * {@code FILTER}.
   *
   * @return the value, or null
   */
  public ParticipantFilter filter() {
    return value("FILTER");
  }

  /**
   * {@code start}.
   *
   * @return the value, or null
   */
  public Long start() {
    return value("start");
  }
}

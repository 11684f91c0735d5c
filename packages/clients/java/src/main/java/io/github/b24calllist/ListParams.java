// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of crm.calllist.list. All may be left out.
 *
 * @param select {@code SELECT}. Fields to return; all five if left out. Never an empty array, which
 *     returns rows of {@code {"1":"1"}}. Null when left out.
 * @param filter {@code FILTER}. Conditions that a list must all meet. Each key is an operator and a
 *     field: none or {@code =}: equal; with an array: one of these; with 0 (or null): not set.
 *     {@code !} or {@code !=}: not equal; with an array: none of these; with 0 (or null): set. Rows
 *     where the field is not set never pass {@code !5}. {@code >} {@code >=} {@code <} {@code <=}:
 *     greater, greater or equal, less, less or equal. {@code @}: one of an array. {@code !@}: none
 *     of an array.
 * @param order {@code ORDER}. Sorting: field to direction, the first key first. Field names in
 *     uppercase: {@code {"id":"DESC"}} sorts ascending. Without ORDER the portal sorts by nothing;
 *     ask for {@code {"ID":"ASC"}} when you read page by page. Null when left out.
 * @param start {@code start}. How many rows to skip before the first row of the response; pages
 *     hold 50. -1 means all rows in one response, unlike in other Bitrix24 methods. Lowercase only:
 *     {@code START} is ignored. Null when left out.
 */
public record ListParams(
    List<String> select, Map<String, ?> filter, Map<String, String> order, Long start) {
  /**
   * Copies lists and maps, so that changing them later changes nothing here.
   *
   * @param select {@code SELECT}
   * @param filter {@code FILTER}
   * @param order {@code ORDER}
   * @param start {@code start}
   * @throws IllegalArgumentException when a list holds a null; the message shows a right one
   */
  public ListParams {
    select = select == null ? null : Wire.checked(select, "select", "List.of(\"ID\")");
    filter = filter == null ? null : Wire.copyOf(filter);
    order = order == null ? null : Wire.copyOf(order);
  }

  /**
   * All parameters are left out.
   *
   * @return the parameters
   */
  public static ListParams of() {
    return new ListParams(null, null, null, null);
  }

  /**
   * The same parameters with this {@code SELECT}.
   *
   * @param select {@code SELECT}, or null to leave it out
   * @return new parameters
   */
  public ListParams withSelect(List<String> select) {
    return new ListParams(select, filter, order, start);
  }

  /**
   * The same parameters with this {@code FILTER}.
   *
   * @param filter {@code FILTER}, or null to leave it out
   * @return new parameters
   */
  public ListParams withFilter(Map<String, ?> filter) {
    return new ListParams(select, filter, order, start);
  }

  /**
   * The same parameters with this {@code ORDER}.
   *
   * @param order {@code ORDER}, or null to leave it out
   * @return new parameters
   */
  public ListParams withOrder(Map<String, String> order) {
    return new ListParams(select, filter, order, start);
  }

  /**
   * The same parameters with this {@code start}.
   *
   * @param start {@code start}, or null to leave it out
   * @return new parameters
   */
  public ListParams withStart(Long start) {
    return new ListParams(select, filter, order, start);
  }

  Map<String, Object> toWire() {
    var wire = new LinkedHashMap<String, Object>();
    Wire.put(wire, "SELECT", select);
    Wire.put(wire, "FILTER", filter);
    Wire.put(wire, "ORDER", order);
    Wire.put(wire, "start", start);
    return wire;
  }
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.List;
import java.util.Map;

/**
 * Parameters of crm.calllist.list.
 *
 * <p>It never changes, and keeps copies of lists and maps.
 */
public final class ListParams extends Params {
  private ListParams(Map<String, Object> values) {
    super(values);
  }

  /**
   * With everything left out.
   *
   * @return the parameters
   */
  public static ListParams of() {
    return new ListParams(Map.of());
  }

  /**
   * The same parameters with this {@code SELECT}.
   *
   * @param select {@code SELECT}. Fields to return ({@code ID}, {@code DATE_CREATE}, {@code
   *     CREATED_BY_ID}, {@code WEBFORM_ID}, {@code ENTITY_TYPE_ID}); all when left out.
   * @return changed parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public ListParams withSelect(List<String> select) {
    return new ListParams(
        with("SELECT", select == null ? null : Wire.checked(select, "select", "List.of(\"ID\")")));
  }

  /**
   * The same parameters with this {@code FILTER}.
   *
   * @param filter {@code FILTER}. Conditions that a list must all meet: operator and field to
   *     value. An operator is nothing or {@code =}, {@code !}, {@code >}, {@code >=}, {@code <},
   *     {@code <=}, {@code @} for one of several, or {@code !@} for none of several; a field is
   *     {@code ID}, {@code CREATED_BY_ID}, {@code WEBFORM_ID} or {@code ENTITY_TYPE_ID} (3 contact,
   *     4 company). {@code null} means "not set". Never an empty list under {@code @} or {@code
   *     !@}: HTTP 500.
   * @return changed parameters
   */
  public ListParams withFilter(Map<String, ?> filter) {
    return new ListParams(with("FILTER", filter == null ? null : Wire.copyOf(filter)));
  }

  /**
   * The same parameters with this {@code ORDER}.
   *
   * @param order {@code ORDER}. Sorting: field to direction, the first key first, in uppercase.
   *     Without it, the portal does not sort. Null when left out.
   * @return changed parameters
   */
  public ListParams withOrder(Map<String, String> order) {
    return new ListParams(with("ORDER", order == null ? null : Wire.copyOf(order)));
  }

  /**
   * The same parameters with this {@code start}.
   *
   * @param start {@code start}. How many rows to skip, 0 when left out; a page holds 50. -1 returns
   *     all rows in one response. Null when left out.
   * @return changed parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public ListParams withStart(Long start) {
    return new ListParams(with("start", Wire.atLeast(-1, start, "start")));
  }

  /**
   * {@code SELECT}.
   *
   * @return the value, or null
   */
  public List<String> select() {
    return value("SELECT");
  }

  /**
   * {@code FILTER}.
   *
   * @return the value, or null
   */
  public Map<String, ?> filter() {
    return value("FILTER");
  }

  /**
   * {@code ORDER}.
   *
   * @return the value, or null
   */
  public Map<String, String> order() {
    return value("ORDER");
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

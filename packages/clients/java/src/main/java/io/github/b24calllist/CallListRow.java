// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;

/**
 * A call list as crm.calllist.list returns it. Only the selected fields are there; the type's name
 * ({@code ENTITY_TYPE}) never is.
 *
 * @param id {@code ID}. A whole number. Null when left out.
 * @param dateCreate {@code DATE_CREATE}. Date and time as {@code YYYY-MM-DD hh:mm:ss} in the time
 *     zone of the portal's server. The zone is not in the value; the offset in {@code
 *     time.date_start} is that of today, which differs from it across a change to or from summer
 *     time. Null when left out.
 * @param createdById {@code CREATED_BY_ID}. A whole number, or null.
 * @param webformId {@code WEBFORM_ID}. A whole number, or null.
 * @param entityTypeId {@code ENTITY_TYPE_ID}. A whole number, or null.
 */
public record CallListRow(
    Long id, String dateCreate, Long createdById, Long webformId, Long entityTypeId) {
  static CallListRow fromWire(Map<String, ?> wire) {
    return new CallListRow(
        Wire.longOf(wire, "ID"),
        Wire.textOf(wire, "DATE_CREATE"),
        Wire.longOf(wire, "CREATED_BY_ID"),
        Wire.longOf(wire, "WEBFORM_ID"),
        Wire.longOf(wire, "ENTITY_TYPE_ID"));
  }
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;

/**
 * A call list as crm.calllist.list returns it. Only the selected fields are there; the type's name
 * ({@code ENTITY_TYPE}) never is.
 *
 * @param id {@code ID}. Id of the call list. Null when left out.
 * @param dateCreate {@code DATE_CREATE}. Date and time as {@code YYYY-MM-DD hh:mm:ss} in the time
 *     zone of the portal's server. The zone is not in the value; the offset in {@code
 *     time.date_start} is that of today, which differs from it across a change to or from summer
 *     time. Null when left out.
 * @param createdById {@code CREATED_BY_ID}. Id of the user who created the list; {@code null} where
 *     the portal does not say.
 * @param webformId {@code WEBFORM_ID}. Id of the CRM form that the operator fills in during the
 *     call; {@code null} for none.
 * @param entityTypeId {@code ENTITY_TYPE_ID}. Number of the entity type: 3 contact, 4 company,
 *     others in lists created in the portal's own pages; {@code null} where the list has none.
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

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;

/**
 * A call list as crm.calllist.get returns it. The number of participants is not among its fields.
 *
 * @param id {@code ID}. A whole number.
 * @param dateCreate {@code DATE_CREATE}. Date and time as {@code YYYY-MM-DD hh:mm:ss} in the time
 *     zone of the portal's server. The zone is not in the value; the offset in {@code
 *     time.date_start} is that of today, which differs from it across a change to or from summer
 *     time.
 * @param createdById {@code CREATED_BY_ID}. A whole number, or null.
 * @param webformId {@code WEBFORM_ID}. A whole number, or null.
 * @param entityTypeId {@code ENTITY_TYPE_ID}. A whole number, or null.
 * @param entityType {@code ENTITY_TYPE}. Name of an entity type. An open set; an empty string where
 *     the list has no type (very old lists).
 */
public record CallList(
    long id,
    String dateCreate,
    Long createdById,
    Long webformId,
    Long entityTypeId,
    String entityType) {
  static CallList fromWire(Map<String, ?> wire) {
    return new CallList(
        Wire.requiredLong(wire, "ID"),
        Wire.textOf(wire, "DATE_CREATE"),
        Wire.longOf(wire, "CREATED_BY_ID"),
        Wire.longOf(wire, "WEBFORM_ID"),
        Wire.longOf(wire, "ENTITY_TYPE_ID"),
        Wire.textOf(wire, "ENTITY_TYPE"));
  }
}

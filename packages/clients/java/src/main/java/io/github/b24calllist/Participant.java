// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;

/**
 * A participant of a call list.
 *
 * @param id {@code ID}. Id of the contact or company.
 * @param status {@code STATUS}. Code of a call status. An open set, since each portal can add its
 *     own (generated codes look like {@code UC_A1B2C3}).
 * @param entityTypeId {@code ENTITY_TYPE}. Number of an entity type. 3 is a contact, 4 a company; 1
 *     (lead), 2 (deal), 5 (invoice) and 7 (quote) come from lists created in the portal's own
 *     pages. An open set.
 */
public record Participant(long id, String status, Long entityTypeId) {
  static Participant fromWire(Map<String, ?> wire) {
    return new Participant(
        Wire.requiredLong(wire, "ID"),
        Wire.textOf(wire, "STATUS"),
        Wire.longOf(wire, "ENTITY_TYPE"));
  }
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;

/**
 * A call status from the portal's dictionary.
 *
 * @param id {@code ID}. Id of the entry in this portal's dictionary. It differs from portal to
 *     portal.
 * @param name {@code NAME}. Name shown to people, in the portal's language; administrators can
 *     change it.
 * @param sort {@code SORT}. Place in the order, smallest first.
 * @param statusId {@code STATUS_ID}. Code of a call status. An open set, since each portal can add
 *     its own (generated codes look like {@code UC_A1B2C3}).
 */
public record CallStatus(long id, String name, Long sort, String statusId) {
  static CallStatus fromWire(Map<String, ?> wire) {
    return new CallStatus(
        Wire.requiredLong(wire, "ID"),
        Wire.textOf(wire, "NAME"),
        Wire.longOf(wire, "SORT"),
        Wire.textOf(wire, "STATUS_ID"));
  }
}

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The only key that is read is {@code STATUS}, in uppercase. {@code {"status":"SUCCESS"}} is
 * ignored, and every participant is returned.
 *
 * @param status {@code STATUS}. Code of a call status. An open set, since each portal can add its
 *     own (generated codes look like {@code UC_A1B2C3}). Null when left out.
 */
public record ParticipantFilter(String status) {
  Map<String, Object> toWire() {
    var wire = new LinkedHashMap<String, Object>();
    Wire.put(wire, "STATUS", status);
    return wire;
  }
}

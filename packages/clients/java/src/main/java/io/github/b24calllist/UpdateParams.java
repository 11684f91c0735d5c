// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of crm.calllist.update.
 *
 * @param listId {@code LIST_ID}. Id of the call list.
 * @param entityType {@code ENTITY_TYPE}. The kind of records that the list calls, spelled exactly
 *     this way: {@code contact}, {@code Contact}, {@code " CONTACT"} and the short forms {@code C}
 *     and {@code CO} pass the first check and then stop the portal with HTTP 500.
 * @param entities {@code ENTITIES}. Ids of contacts or companies, each once, in the order they are
 *     to be called. All must exist, or the call is rejected; of those that exist, the ones that the
 *     caller may not read are dropped silently. REST sets no upper bound (the limit of 500 in the
 *     portal's pages does not apply).
 * @param webformId {@code WEBFORM_ID}. Id of the CRM form that the operator fills in during the
 *     call, or null for none. Not 0, not "0", not an empty string.
 */
public record UpdateParams(long listId, String entityType, List<Long> entities, Long webformId) {
  /**
   * Copies lists and maps, so that changing them later changes nothing here.
   *
   * @param listId {@code LIST_ID}
   * @param entityType {@code ENTITY_TYPE}
   * @param entities {@code ENTITIES}
   * @param webformId {@code WEBFORM_ID}
   * @throws IllegalArgumentException when {@code entities} is null, or a list holds a null, or
   *     {@code entityType} is not {@code CONTACT} or {@code COMPANY}, or an id is not above 0; the
   *     message shows a right one
   */
  public UpdateParams {
    Wire.id(listId, "listId");
    Wire.oneOf(entityType, "entityType", List.of("CONTACT", "COMPANY"));
    entities = Wire.ids(entities, "entities");
    Wire.optionalId(webformId, "webformId");
  }

  /**
   * The parameters that must be there; the others are left out.
   *
   * @param listId {@code LIST_ID}
   * @param entityType {@code ENTITY_TYPE}
   * @param entities {@code ENTITIES}
   * @param webformId {@code WEBFORM_ID}
   * @return the parameters
   */
  public static UpdateParams of(
      long listId, String entityType, List<Long> entities, Long webformId) {
    return new UpdateParams(listId, entityType, entities, webformId);
  }

  Map<String, Object> toWire() {
    var wire = new LinkedHashMap<String, Object>();
    Wire.put(wire, "LIST_ID", listId);
    Wire.put(wire, "ENTITY_TYPE", entityType);
    Wire.put(wire, "ENTITIES", entities);
    Wire.put(wire, "WEBFORM_ID", webformId);
    return wire;
  }
}

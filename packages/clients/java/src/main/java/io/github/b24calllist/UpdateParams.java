// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of crm.calllist.update.
 *
 * <p>It never changes, and keeps copies of lists and maps.
 */
public final class UpdateParams extends Params {
  private UpdateParams(Map<String, Object> values) {
    super(values);
  }

  /**
   * With what must be named; the rest is left out.
   *
   * @param listId {@code LIST_ID}. Id of the call list.
   * @param entityType {@code ENTITY_TYPE}. What the list calls, spelled exactly this way.
   * @param entities {@code ENTITIES}. Ids of contacts or companies, each once, in the order they
   *     are to be called. All must exist, or the call is rejected; of those that exist, the ones
   *     that the caller may not read are dropped silently. REST sets no upper bound (the limit of
   *     500 in the portal's pages does not apply).
   * @param webformId {@code WEBFORM_ID}. Id of the CRM form that the operator fills in during the
   *     call; {@code null} removes the one that the list has.
   * @return the parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public static UpdateParams of(
      long listId, String entityType, List<Long> entities, Long webformId) {
    var values = new LinkedHashMap<String, Object>();
    Wire.put(values, "LIST_ID", Wire.id(listId, "listId"));
    Wire.put(values, "ENTITY_TYPE", Wire.oneOf(entityType, "entityType", "CONTACT", "COMPANY"));
    Wire.put(values, "ENTITIES", Wire.ids(entities, "entities"));
    Wire.put(values, "WEBFORM_ID", Wire.optionalId(webformId, "webformId"));
    return new UpdateParams(values);
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
   * {@code ENTITY_TYPE}.
   *
   * @return the value
   */
  public String entityType() {
    return value("ENTITY_TYPE");
  }

  /**
   * {@code ENTITIES}.
   *
   * @return the value
   */
  public List<Long> entities() {
    return value("ENTITIES");
  }

  /**
   * {@code WEBFORM_ID}.
   *
   * @return the value, or null
   */
  public Long webformId() {
    return value("WEBFORM_ID");
  }
}

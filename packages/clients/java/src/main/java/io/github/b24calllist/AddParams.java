// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of crm.calllist.add.
 *
 * <p>It never changes, and keeps copies of lists and maps.
 */
public final class AddParams extends Params {
  private AddParams(Map<String, Object> values) {
    super(values);
  }

  /**
   * With what must be named; the rest is left out.
   *
   * @param entityType {@code ENTITY_TYPE}. What the list calls, spelled exactly this way.
   * @param entities {@code ENTITIES}. Ids of contacts or companies, each once, in the order they
   *     are to be called. All must exist, or the call is rejected; of those that exist, the ones
   *     that the caller may not read are dropped silently. REST sets no upper bound (the limit of
   *     500 in the portal's pages does not apply).
   * @return the parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public static AddParams of(String entityType, List<Long> entities) {
    var values = new LinkedHashMap<String, Object>();
    Wire.put(values, "ENTITY_TYPE", Wire.oneOf(entityType, "entityType", "CONTACT", "COMPANY"));
    Wire.put(values, "ENTITIES", Wire.ids(entities, "entities"));
    return new AddParams(values);
  }

  /**
   * The same parameters with this {@code WEBFORM_ID}.
   *
   * @param webformId {@code WEBFORM_ID}. Id of the CRM form that the operator fills in during the
   *     call; none when left out.
   * @return changed parameters
   * @throws IllegalArgumentException for a wrong value; the message shows a right one
   */
  public AddParams withWebformId(Long webformId) {
    return new AddParams(with("WEBFORM_ID", Wire.optionalId(webformId, "webformId")));
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

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

/** What a new list calls. */
public final class EntityType {
  /** {@code CONTACT}. */
  public static final String CONTACT = "CONTACT";

  /** {@code COMPANY}. */
  public static final String COMPANY = "COMPANY";

  private EntityType() {}
}

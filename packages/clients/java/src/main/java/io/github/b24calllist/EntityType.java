// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

/** What the list calls, spelled exactly this way. */
public final class EntityType {
  /** {@code CONTACT}. */
  public static final String CONTACT = "CONTACT";

  /** {@code COMPANY}. */
  public static final String COMPANY = "COMPANY";

  private EntityType() {}
}

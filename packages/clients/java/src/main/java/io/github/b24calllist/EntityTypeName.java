// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

/**
 * Names of entity types that portals are known to send. Lists created in the portal's own pages may
 * hold more than contacts and companies. Portals can send others.
 */
public final class EntityTypeName {
  /** {@code CONTACT}. */
  public static final String CONTACT = "CONTACT";

  /** {@code COMPANY}. */
  public static final String COMPANY = "COMPANY";

  /** {@code LEAD}. */
  public static final String LEAD = "LEAD";

  /** {@code DEAL}. */
  public static final String DEAL = "DEAL";

  /** {@code QUOTE}. */
  public static final String QUOTE = "QUOTE";

  /** {@code INVOICE}. */
  public static final String INVOICE = "INVOICE";

  private EntityTypeName() {}
}

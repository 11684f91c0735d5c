// Generated from spec/dist/errors.json and pom.xml by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.Map;
import java.util.Set;

/** What the description says about error codes. */
final class Catalogue {
  /** Version of this client. */
  static final String CLIENT_VERSION = "0.1.0";

  /** HTTP status of codes that say more than "the request is wrong", as in a batch. */
  static final Map<String, Integer> STATUS_OF_CODE =
      Map.ofEntries(
          Map.entry("ACCESS_ERROR", 403),
          Map.entry("NO_AUTH_FOUND", 401),
          Map.entry("INVALID_REQUEST", 401),
          Map.entry("INVALID_CREDENTIALS", 401),
          Map.entry("insufficient_scope", 401),
          Map.entry("OVERLOAD_LIMIT", 401),
          Map.entry("ACCESS_DENIED", 401),
          Map.entry("expired_token", 401),
          Map.entry("invalid_token", 401),
          Map.entry("invalid_client", 401),
          Map.entry("ERROR_OAUTH", 401),
          Map.entry("APPLICATION_NOT_FOUND", 401),
          Map.entry("PAYMENT_REQUIRED", 401),
          Map.entry("authorization_error", 401),
          Map.entry("user_access_error", 401),
          Map.entry("CONNECTION_ERROR", 401),
          Map.entry("verification_needed", 401),
          Map.entry("PORTAL_DELETED", 403),
          Map.entry("ERROR_METHOD_NOT_FOUND", 404),
          Map.entry("OPERATION_TIME_LIMIT", 429),
          Map.entry("QUERY_LIMIT_EXCEEDED", 503));

  /** The page of the site that says of every code what it means. */
  static final String ERRORS_PAGE = "https://b24-calllist.github.io/b24-calllist/errors.html";

  /** Codes after which nobody knows whether the portal had already done something. */
  static final Set<String> MAYBE_EXECUTED = Set.of("INTERNAL_SERVER_ERROR", "ERROR_CORE");

  private Catalogue() {}
}

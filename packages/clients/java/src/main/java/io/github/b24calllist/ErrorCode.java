// Generated from spec/dist/errors.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

/**
 * Codes of portals' refusals that are known, to compare with {@link PortalException#code()}. An
 * open set: portals can send others.
 */
public final class ErrorCode {
  /**
   * A required parameter is missing, or one has a form the method cannot read. Compare the request
   * with the description of the method; parameters sent as JSON need the header {@code
   * Content-Type: application/json}, or they are dropped silently.
   */
  public static final String ERROR_ARGUMENT = "ERROR_ARGUMENT";

  /**
   * SELECT, FILTER or ORDER names a field that call lists do not have. Older portals send the JSON
   * number 100. Use ID, DATE_CREATE, CREATED_BY_ID, WEBFORM_ID or ENTITY_TYPE_ID.
   */
  public static final String UNKNOWN_FIELD = "100";

  /**
   * ENTITY_TYPE is not CONTACT or COMPANY, or it is not the type of the list that is being updated.
   * Send CONTACT or COMPANY, in exactly these letters; for an update, the type the list was made
   * with (ENTITY_TYPE of crm.calllist.get).
   */
  public static final String ENTITY_TYPE_ERROR = "ENTITY_TYPE_ERROR";

  /**
   * ENTITIES is not an array or is empty. In an update, also, an id in it does not exist, or it
   * names an id twice. Send a JSON array in which every id exists and appears once; one wrong id is
   * enough to reject the call. An update cannot empty a list. The portal does not say which id is
   * wrong: leave out participants whose record was deleted ({@code crm.calllist.items.get} still
   * returns them to administrators), and see ENTITY_ERROR for how to find the others.
   */
  public static final String ENTITIES_ERROR = "ENTITIES_ERROR";

  /**
   * An id in ENTITIES does not exist, or ENTITIES names an id twice. Every id must exist and appear
   * once; one wrong id is enough to reject the call. The portal does not say which id is wrong. To
   * find out, read the ids with {@code crm.item.list}, or test each one in a batch of {@code
   * crm.calllist.add} commands with one id and a WEBFORM_ID that does not exist, such as
   * 2147483647. Nothing is created: a usable id ends in WEBFORM_ERROR, an unknown one in
   * ENTITY_ERROR, one that you may not read in ACCESS_ERROR.
   */
  public static final String ENTITY_ERROR = "ENTITY_ERROR";

  /**
   * No CRM form has the id in WEBFORM_ID. Send the id of an existing form, or null for none. 0,
   * false and "0" are not "none".
   */
  public static final String WEBFORM_ERROR = "WEBFORM_ERROR";

  /**
   * No such call list, or the caller may not read lists of its type. Check the id with
   * crm.calllist.list, and the caller's rights with the portal's administrator. The portal does not
   * distinguish the two cases.
   */
  public static final String LIST_ID_ERROR = "LIST_ID_ERROR";

  /**
   * FILTER.STATUS is not one of the portal's present call statuses. Take the codes from STATUS_ID
   * of crm.calllist.statuslist; they are compared letter by letter.
   */
  public static final String STATUS_ERROR = "STATUS_ERROR";

  /**
   * From crm.calllist.items.get: the page is empty, since the list ends before it, no participant
   * has the status, an update has emptied the list, or the caller may not read any participant on
   * the page. From crm.calllist.add: the caller may not read any of the records. From
   * crm.calllist.update: the caller may not read records of this type at all. For items.get, treat
   * it as "nothing on this page" first. Otherwise give the webhook's or token's user the right to
   * read these contacts or companies.
   */
  public static final String ACCESS_ERROR = "ACCESS_ERROR";

  /**
   * The request carries no credentials the portal can see. Check the webhook URL, or send the
   * access token as {@code auth} in a JSON body with {@code Content-Type: application/json} over
   * POST; in a GET or in a body the portal cannot parse it is not seen.
   */
  public static final String NO_AUTH_FOUND = "NO_AUTH_FOUND";

  /** A webhook was called over plain http. Use https. */
  public static final String INVALID_REQUEST = "INVALID_REQUEST";

  /**
   * The webhook is unknown, blocked or deleted, or belongs to another or a dismissed user. Look the
   * webhook up in the portal (Developer resources) and create a new one if necessary. A retry does
   * not help.
   */
  public static final String INVALID_CREDENTIALS = "INVALID_CREDENTIALS";

  /**
   * The webhook or the token lacks the scope {@code crm}. Add the CRM permission to the webhook, or
   * to the application and have it installed again.
   */
  public static final String INSUFFICIENT_SCOPE = "insufficient_scope";

  /**
   * Bitrix24 has blocked this webhook or portal by hand because of overload. Stop calling and write
   * to Bitrix24 support. Neither waiting nor a retry lifts the block.
   */
  public static final String OVERLOAD_LIMIT = "OVERLOAD_LIMIT";

  /**
   * The portal's plan does not include REST. (With HTTP 403 the same code means something else,
   * which call lists do not send.) The portal needs a plan or a subscription with REST.
   */
  public static final String ACCESS_DENIED = "ACCESS_DENIED";

  /**
   * The access token is older than an hour. Refresh it once at the token endpoint, store both new
   * tokens, and retry the call.
   */
  public static final String EXPIRED_TOKEN = "expired_token";

  /**
   * The portal does not know this access token. A webhook URL with an {@code auth} parameter beside
   * it ends here, too, since the token wins. Send either a webhook URL or a token, not both;
   * otherwise authorise again.
   */
  public static final String INVALID_TOKEN = "invalid_token";

  /**
   * The token looks like one but is not valid on this portal. Sent without a description. Authorise
   * again.
   */
  public static final String INVALID_CLIENT = "invalid_client";

  /** The application was removed from the portal. Have it installed again. */
  public static final String ERROR_OAUTH = "ERROR_OAUTH";

  /** The application is switched off on this portal. Ask the portal's administrator. */
  public static final String APPLICATION_NOT_FOUND = "APPLICATION_NOT_FOUND";

  /**
   * The application's subscription on this portal has ended. The portal's owner has to renew it.
   */
  public static final String PAYMENT_REQUIRED = "PAYMENT_REQUIRED";

  /** The token's user is dismissed or blocked. Authorise again as an active user. */
  public static final String AUTHORIZATION_ERROR = "authorization_error";

  /**
   * The application is installed, but this user was not given access to it. Ask the portal's
   * administrator to grant it.
   */
  public static final String USER_ACCESS_ERROR = "user_access_error";

  /** The portal could not reach the authorisation server to check the token. Try again later. */
  public static final String CONNECTION_ERROR = "CONNECTION_ERROR";

  /** The portal's licence check failed. Ask the portal's administrator. */
  public static final String VERIFICATION_NEEDED = "verification_needed";

  /** The portal is closed or deleted. Stop calling it. */
  public static final String PORTAL_DELETED = "PORTAL_DELETED";

  /**
   * There is no such method. This is decided before authorisation, so it also hides a wrong secret.
   * Check the spelling and the URL; a wrong number of path segments ends here, too.
   */
  public static final String ERROR_METHOD_NOT_FOUND = "ERROR_METHOD_NOT_FOUND";

  /**
   * The operating-time quota of this method, for this webhook or application, is exhausted. Wait
   * until {@code time.operating_reset_at} of the last response of this method, then continue more
   * slowly.
   */
  public static final String OPERATION_TIME_LIMIT = "OPERATION_TIME_LIMIT";

  /**
   * The portal's code stopped on an error. With call lists the usual causes are an ENTITY_TYPE that
   * is not exactly CONTACT or COMPANY, a WEBFORM_ID that is not a number, and SELECT or FILTER of
   * the wrong type. Check these first; the same request gets the same response. On-premise portals
   * return an HTML error page instead.
   */
  public static final String INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR";

  /**
   * The database rejected the query, or a field path cannot be followed (HTTP 400). In {@code
   * list}, do not send an empty array under {@code @} or {@code !@}; in {@code update}, send ids as
   * plain numbers. An update that ends this way may already have changed the web form.
   */
  public static final String ERROR_CORE = "ERROR_CORE";

  /**
   * Too many requests from this address to this portal. The bucket holds 50 and leaks 2 a second
   * (Enterprise 250 and 5). Slow down and retry; nothing was executed. A batch counts as one
   * request.
   */
  public static final String QUERY_LIMIT_EXCEEDED = "QUERY_LIMIT_EXCEEDED";

  /**
   * A batch holds more than 50 commands. The first 50 ran, this one did not. Send the rest in
   * another batch.
   */
  public static final String ERROR_BATCH_LENGTH_EXCEEDED = "ERROR_BATCH_LENGTH_EXCEEDED";

  /**
   * This method may not be called inside a batch ({@code batch}, {@code upload}, {@code download}).
   * Call it on its own.
   */
  public static final String ERROR_BATCH_METHOD_NOT_ALLOWED = "ERROR_BATCH_METHOD_NOT_ALLOWED";

  private ErrorCode() {}
}

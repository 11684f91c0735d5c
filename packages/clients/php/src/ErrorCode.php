<?php

// Generated from spec/dist/errors.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList;

/** Error codes that portals are known to send. They may send others. */
final class ErrorCode
{
    /** A required parameter is missing, or one has a form the method cannot read. */
    public const ERROR_ARGUMENT = 'ERROR_ARGUMENT';
    /** SELECT, FILTER or ORDER names a field that call lists do not have. Older portals send the JSON number 100. */
    public const UNKNOWN_FIELD = '100';
    /** ENTITY_TYPE is not CONTACT or COMPANY, or it is not the type of the list that is being updated. */
    public const ENTITY_TYPE_ERROR = 'ENTITY_TYPE_ERROR';
    /**
     * ENTITIES is not an array or is empty. In an update, also, an id in it does not exist, or it names an id twice.
     */
    public const ENTITIES_ERROR = 'ENTITIES_ERROR';
    /** An id in ENTITIES does not exist, or ENTITIES names an id twice. */
    public const ENTITY_ERROR = 'ENTITY_ERROR';
    /** No CRM form has the id in WEBFORM_ID. */
    public const WEBFORM_ERROR = 'WEBFORM_ERROR';
    /** No such call list, or the caller may not read lists of its type. */
    public const LIST_ID_ERROR = 'LIST_ID_ERROR';
    /** FILTER.STATUS is not one of the portal's present call statuses. */
    public const STATUS_ERROR = 'STATUS_ERROR';
    /**
     * From crm.calllist.items.get: the page is empty, since the list ends before it, no participant has the status, an
     * update has emptied the list, or the caller may not read any participant on the page. From crm.calllist.add: the
     * caller may not read any of the records. From crm.calllist.update: the caller may not read records of this type
     * at all.
     */
    public const ACCESS_ERROR = 'ACCESS_ERROR';
    /** The request carries no credentials the portal can see. */
    public const NO_AUTH_FOUND = 'NO_AUTH_FOUND';
    /** A webhook was called over plain http. */
    public const INVALID_REQUEST = 'INVALID_REQUEST';
    /** The webhook is unknown, blocked or deleted, or belongs to another or a dismissed user. */
    public const INVALID_CREDENTIALS = 'INVALID_CREDENTIALS';
    /** The webhook or the token lacks the scope `crm`. */
    public const INSUFFICIENT_SCOPE = 'insufficient_scope';
    /** Bitrix24 has blocked this webhook or portal by hand because of overload. */
    public const OVERLOAD_LIMIT = 'OVERLOAD_LIMIT';
    /**
     * The portal's plan does not include REST. (With HTTP 403 the same code means something else, which call lists do
     * not send.)
     */
    public const ACCESS_DENIED = 'ACCESS_DENIED';
    /** The access token is older than an hour. */
    public const EXPIRED_TOKEN = 'expired_token';
    /**
     * The portal does not know this access token. A webhook URL with an `auth` parameter beside it ends here, too,
     * since the token wins.
     */
    public const INVALID_TOKEN = 'invalid_token';
    /** The token looks like one but is not valid on this portal. Sent without a description. */
    public const INVALID_CLIENT = 'invalid_client';
    /** The application was removed from the portal. */
    public const ERROR_OAUTH = 'ERROR_OAUTH';
    /** The application is switched off on this portal. */
    public const APPLICATION_NOT_FOUND = 'APPLICATION_NOT_FOUND';
    /** The application's subscription on this portal has ended. */
    public const PAYMENT_REQUIRED = 'PAYMENT_REQUIRED';
    /** The token's user is dismissed or blocked. */
    public const AUTHORIZATION_ERROR = 'authorization_error';
    /** The application is installed, but this user was not given access to it. */
    public const USER_ACCESS_ERROR = 'user_access_error';
    /** The portal could not reach the authorisation server to check the token. */
    public const CONNECTION_ERROR = 'CONNECTION_ERROR';
    /** The portal's licence check failed. */
    public const VERIFICATION_NEEDED = 'verification_needed';
    /** The portal is closed or deleted. */
    public const PORTAL_DELETED = 'PORTAL_DELETED';
    /** There is no such method. This is decided before authorisation, so it also hides a wrong secret. */
    public const ERROR_METHOD_NOT_FOUND = 'ERROR_METHOD_NOT_FOUND';
    /** The operating-time quota of this method, for this webhook or application, is exhausted. */
    public const OPERATION_TIME_LIMIT = 'OPERATION_TIME_LIMIT';
    /**
     * The portal's code stopped on an error. With call lists the usual causes are an ENTITY_TYPE that is not exactly
     * CONTACT or COMPANY, a WEBFORM_ID that is not a number, and SELECT or FILTER of the wrong type.
     */
    public const INTERNAL_SERVER_ERROR = 'INTERNAL_SERVER_ERROR';
    /** The database rejected the query, or a field path cannot be followed (HTTP 400). */
    public const ERROR_CORE = 'ERROR_CORE';
    /**
     * Too many requests from this address to this portal. The bucket holds 50 and leaks 2 a second (Enterprise 250 and
     * 5).
     */
    public const QUERY_LIMIT_EXCEEDED = 'QUERY_LIMIT_EXCEEDED';
    /** A batch holds more than 50 commands. The first 50 ran, this one did not. */
    public const ERROR_BATCH_LENGTH_EXCEEDED = 'ERROR_BATCH_LENGTH_EXCEEDED';
    /** This method may not be called inside a batch (`batch`, `upload`, `download`). */
    public const ERROR_BATCH_METHOD_NOT_ALLOWED = 'ERROR_BATCH_METHOD_NOT_ALLOWED';
}

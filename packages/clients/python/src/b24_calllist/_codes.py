# Generated from spec/dist/errors.json and package.json by `npm run generate`. Do not edit.
"""Error codes that portals are known to send, and what the client has to know about them."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = "0.0.0"
"""Version of this package."""

SPEC_VERSION: Final = "0.0.0"
"""Version of the description that this package was made from."""


class ErrorCode:
    """Codes of `PortalError.code`, as far as they are known. An open set: portals send others, too."""

    ERROR_ARGUMENT: Final = "ERROR_ARGUMENT"
    """A required parameter is missing, or one has a form the method cannot read."""
    UNKNOWN_FIELD: Final = "100"
    """SELECT, FILTER or ORDER names a field that call lists do not have. Older portals send the JSON number 100."""
    ENTITY_TYPE_ERROR: Final = "ENTITY_TYPE_ERROR"
    """ENTITY_TYPE is not CONTACT or COMPANY, or it is not the type of the list that is being updated."""
    ENTITIES_ERROR: Final = "ENTITIES_ERROR"
    """ENTITIES is not an array or is empty. In an update, also, an id in it does not exist, or it names an id
    twice.
    """
    ENTITY_ERROR: Final = "ENTITY_ERROR"
    """An id in ENTITIES does not exist, or ENTITIES names an id twice."""
    WEBFORM_ERROR: Final = "WEBFORM_ERROR"
    """No CRM form has the id in WEBFORM_ID."""
    LIST_ID_ERROR: Final = "LIST_ID_ERROR"
    """No such call list, or the caller may not read lists of its type."""
    STATUS_ERROR: Final = "STATUS_ERROR"
    """FILTER.STATUS is not one of the portal's present call statuses."""
    ACCESS_ERROR: Final = "ACCESS_ERROR"
    """From crm.calllist.items.get: the page is empty, since the list ends before it, no participant has the status,
    an update has emptied the list, or the caller may not read any participant on the page. From
    crm.calllist.add: the caller may not read any of the records. From crm.calllist.update: the caller may not
    read records of this type at all.
    """
    NO_AUTH_FOUND: Final = "NO_AUTH_FOUND"
    """The request carries no credentials the portal can see."""
    INVALID_REQUEST: Final = "INVALID_REQUEST"
    """A webhook was called over plain http."""
    INVALID_CREDENTIALS: Final = "INVALID_CREDENTIALS"
    """The webhook is unknown, blocked or deleted, or belongs to another or a dismissed user."""
    INSUFFICIENT_SCOPE: Final = "insufficient_scope"
    """The webhook or the token lacks the scope `crm`."""
    OVERLOAD_LIMIT: Final = "OVERLOAD_LIMIT"
    """Bitrix24 has blocked this webhook or portal by hand because of overload."""
    ACCESS_DENIED: Final = "ACCESS_DENIED"
    """The portal's plan does not include REST. (With HTTP 403 the same code means something else, which call lists
    do not send.)
    """
    EXPIRED_TOKEN: Final = "expired_token"
    """The access token is older than an hour."""
    INVALID_TOKEN: Final = "invalid_token"
    """The portal does not know this access token. A webhook URL with an `auth` parameter beside it ends here, too,
    since the token wins.
    """
    INVALID_CLIENT: Final = "invalid_client"
    """The token looks like one but is not valid on this portal. Sent without a description."""
    ERROR_OAUTH: Final = "ERROR_OAUTH"
    """The application was removed from the portal."""
    APPLICATION_NOT_FOUND: Final = "APPLICATION_NOT_FOUND"
    """The application is switched off on this portal."""
    PAYMENT_REQUIRED: Final = "PAYMENT_REQUIRED"
    """The application's subscription on this portal has ended."""
    AUTHORIZATION_ERROR: Final = "authorization_error"
    """The token's user is dismissed or blocked."""
    USER_ACCESS_ERROR: Final = "user_access_error"
    """The application is installed, but this user was not given access to it."""
    CONNECTION_ERROR: Final = "CONNECTION_ERROR"
    """The portal could not reach the authorisation server to check the token."""
    VERIFICATION_NEEDED: Final = "verification_needed"
    """The portal's licence check failed."""
    PORTAL_DELETED: Final = "PORTAL_DELETED"
    """The portal is closed or deleted."""
    ERROR_METHOD_NOT_FOUND: Final = "ERROR_METHOD_NOT_FOUND"
    """There is no such method. This is decided before authorisation, so it also hides a wrong secret."""
    OPERATION_TIME_LIMIT: Final = "OPERATION_TIME_LIMIT"
    """The operating-time quota of this method, for this webhook or application, is exhausted."""
    INTERNAL_SERVER_ERROR: Final = "INTERNAL_SERVER_ERROR"
    """The portal's code stopped on an error. With call lists the usual causes are an ENTITY_TYPE that is not
    exactly CONTACT or COMPANY, a WEBFORM_ID that is not a number, and SELECT or FILTER of the wrong type.
    """
    ERROR_CORE: Final = "ERROR_CORE"
    """The database rejected the query, or a field path cannot be followed (HTTP 400)."""
    QUERY_LIMIT_EXCEEDED: Final = "QUERY_LIMIT_EXCEEDED"
    """Too many requests from this address to this portal. The bucket holds 50 and leaks 2 a second (Enterprise 250
    and 5).
    """
    ERROR_BATCH_LENGTH_EXCEEDED: Final = "ERROR_BATCH_LENGTH_EXCEEDED"
    """A batch holds more than 50 commands. The first 50 ran, this one did not."""
    ERROR_BATCH_METHOD_NOT_ALLOWED: Final = "ERROR_BATCH_METHOD_NOT_ALLOWED"
    """This method may not be called inside a batch (`batch`, `upload`, `download`)."""


STATUS_OF_CODE: Mapping[str, int] = {
    "ACCESS_ERROR": 403,
    "NO_AUTH_FOUND": 401,
    "INVALID_REQUEST": 401,
    "INVALID_CREDENTIALS": 401,
    "insufficient_scope": 401,
    "OVERLOAD_LIMIT": 401,
    "ACCESS_DENIED": 401,
    "expired_token": 401,
    "invalid_token": 401,
    "invalid_client": 401,
    "ERROR_OAUTH": 401,
    "APPLICATION_NOT_FOUND": 401,
    "PAYMENT_REQUIRED": 401,
    "authorization_error": 401,
    "user_access_error": 401,
    "CONNECTION_ERROR": 401,
    "verification_needed": 401,
    "PORTAL_DELETED": 403,
    "ERROR_METHOD_NOT_FOUND": 404,
    "OPERATION_TIME_LIMIT": 429,
    "QUERY_LIMIT_EXCEEDED": 503,
}
"""The HTTP status of codes that say more than "the request is wrong", also in a response with 200."""

ERRORS_PAGE: Final = "https://b24-calllist.github.io/b24-calllist/errors.html"
"""The page of the site that says what each code means."""

MAYBE_EXECUTED: frozenset[str] = frozenset({"INTERNAL_SERVER_ERROR", "ERROR_CORE"})
"""Codes after which the call may or may not have been executed."""

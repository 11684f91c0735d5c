"""What an answer becomes when it is not a good one."""

import pickle

import pytest
from support import Both, Portal, Reply, json_reply, page, raised, refusal

from b24_calllist import (
    AccessError,
    AuthError,
    CallListError,
    ErrorCode,
    Failure,
    LimitError,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    PortalMovedError,
    PortalTimeoutError,
    Response,
    Retry,
    UnexpectedResponseError,
)

ONCE = Retry(attempts=1)


def error_of(reply: Reply, both: Both) -> CallListError:
    client = both.client(Portal([reply]), retry=ONCE)
    with pytest.raises(CallListError) as caught:
        client.get(13)
    return caught.value


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "LIST_ID_ERROR", PortalError),
        (401, "NO_AUTH_FOUND", AuthError),
        (403, "ACCESS_ERROR", AccessError),
        (404, "ERROR_METHOD_NOT_FOUND", PortalError),
        (429, "OPERATION_TIME_LIMIT", LimitError),
        (500, "INTERNAL_SERVER_ERROR", PortalError),
        (503, "QUERY_LIMIT_EXCEEDED", LimitError),
        (400, "SOMETHING_NEW", PortalError),
        (200, "LIST_ID_ERROR", PortalError),
        (200, "expired_token", AuthError),
        (200, "ACCESS_ERROR", AccessError),
        (200, "SOMETHING_NEW", PortalError),
        (400, "ACCESS_ERROR", PortalError),
    ],
)
def test_a_refusal_has_a_class_by_its_status(both: Both, status: int, code: str, kind: type[PortalError]) -> None:
    error = error_of(refusal(status, code, 'Что-то "новое"'), both)
    assert type(error) is kind
    assert isinstance(error, PortalError)
    assert (error.method, error.status, error.code) == ("crm.calllist.get", status, code)
    assert error.description == 'Что-то "новое"'
    assert str(error) == f'crm.calllist.get: {code}: Что-то "новое" (HTTP {status})'


def test_known_codes_are_constants_and_unknown_ones_stay_as_they_are(both: Both) -> None:
    error = error_of(refusal(400, "LIST_ID_ERROR"), both)
    assert isinstance(error, PortalError)
    assert error.code == ErrorCode.LIST_ID_ERROR


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        ({"error": 100, "error_description": "x"}, "100", "100: x (HTTP 400)"),
        ({"error": "", "error_description": "Not found"}, "", "Not found (HTTP 400)"),
        ({"error": "invalid_client"}, "invalid_client", "invalid_client (HTTP 400)"),
        ({"error": "", "error_description": None}, "", "refused without a code (HTTP 400)"),
    ],
)
def test_codes_are_numbers_or_empty_too(both: Both, body: object, code: str, text: str) -> None:
    error = error_of(json_reply(body, 400), both)
    assert isinstance(error, PortalError)
    assert error.code == code
    assert str(error) == f"crm.calllist.get: {text}"


def test_a_code_that_is_half_a_character_has_an_address_too(both: Both) -> None:
    error = error_of(json_reply({"error": "\ud800"}, 400), both)
    assert isinstance(error, PortalError)
    assert error.doc_url.endswith("errors.html#%EF%BF%BD")


@pytest.mark.parametrize(
    ("code", "anchor"),
    [
        ("LIST_ID_ERROR", "LIST_ID_ERROR"),
        ("", "empty-code"),
        ("it's (odd)!*/", "it's%20(odd)!*%2F"),
        ("\ud800", "%3F"),
    ],
)
def test_an_error_has_the_address_of_the_page_on_its_code(code: str, anchor: str) -> None:
    error = PortalError("crm.calllist.get", status=400, code=code)
    assert error.doc_url == f"https://b24-calllist.github.io/b24-calllist/errors.html#{anchor}"
    assert (error.description, error.argument, error.ids) == ("", "", ())


def test_some_refusals_name_the_argument(both: Both) -> None:
    error = error_of(json_reply({"error": "ERROR_ARGUMENT", "argument": "order"}, 400), both)
    assert isinstance(error, PortalError)
    assert error.argument == "order"


@pytest.mark.parametrize(
    ("reply", "status", "content_type", "excerpt"),
    [
        (page(403, "<html>" + "x" * 300), 403, "text/html", "<html>" + "x" * 194),
        (page(404, "gone", ""), 404, "", "gone"),
        (Response(404, {}, b"Xgone"), 404, "", "Xgone"),
        (json_reply({"result": 1}, 400), 400, "application/json", '{"result": 1}'),
        (json_reply({"result": 1}, 599), 599, "application/json", '{"result": 1}'),
        (page(200, "<html>login"), 200, "text/html", "<html>login"),
        (page(200, ""), 200, "text/html", ""),
        (page(200, '{"result": {"ID"', "application/json"), 200, "application/json", '{"result": {"ID"'),
        (page(200, "[" * 100_000, "application/json"), 200, "application/json", "[" * 200),
        (json_reply([]), 200, "application/json", "[]"),
        (json_reply({"neither": 1}), 200, "application/json", '{"neither": 1}'),
        (json_reply({"error": True}), 200, "application/json", '{"error": true}'),
        (json_reply({"result": 1}, 404), 404, "application/json", '{"result": 1}'),
    ],
)
def test_what_no_portal_sends_is_an_unexpected_response(
    both: Both, reply: Reply, status: int, content_type: str, excerpt: str
) -> None:
    error = error_of(reply, both)
    assert isinstance(error, UnexpectedResponseError)
    assert (error.status, error.content_type, error.excerpt) == (status, content_type, excerpt)
    assert error.problem == ""


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308, 399])
@pytest.mark.parametrize(
    ("location", "host"),
    [
        ("https://new.bitrix24.com/rest/1/s3cretc0de8h1d3m/crm.calllist.get", "new.bitrix24.com"),
        ("https://new.bitrix24.com:443/", "new.bitrix24.com"),
        ("http://new.bitrix24.com:80/", "new.bitrix24.com"),
        ("https://new.bitrix24.com:80/", "new.bitrix24.com:80"),
        ("http://new.bitrix24.com:443/", "new.bitrix24.com:443"),
        ("http://127.0.0.1:4000/x", "127.0.0.1:4000"),
        ("https://[::1]:4000/x", "[::1]:4000"),
        ("https://foo.bitrix24.com-evil.net/", "foo.bitrix24.com-evil.net"),
        ("https://example.bitrix24.com:s3cretc0de8h1d3m@evil.example/", "evil.example"),
        ("https://evil.example:70000/", ""),
        ("/login/", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_a_redirect_is_never_followed(both: Both, status: int, location: str, host: str) -> None:
    reply = json_reply({"result": 1}, status, location=location)
    error = error_of(reply, both)
    assert isinstance(error, PortalMovedError)
    assert (error.status, error.host) == (status, host)
    where = f" to {host}" if host else ""
    assert str(error) == f"crm.calllist.get: the portal redirects{where}: it has a new address, or is closed"


def test_no_connection(both: Both) -> None:
    error = error_of(Failure("unreachable", "Connection refused"), both)
    assert isinstance(error, PortalConnectionError)
    assert isinstance(error, ConnectionError)
    assert (error.reason, error.sent, error.permanent) == ("Connection refused", False, False)
    assert str(error) == "crm.calllist.get: no connection to the portal (Connection refused)"


def test_no_connection_that_a_retry_could_make(both: Both) -> None:
    portal = Portal([Failure("blocked", "the certificate is not trusted")])
    client = both.client(portal)
    error = raised(PortalConnectionError, lambda: client.get(13))
    assert (error.sent, error.permanent) == (False, True)
    assert len(portal.requests) == 1


def test_a_connection_that_breaks_off(both: Both) -> None:
    error = error_of(Failure("broken"), both)
    assert isinstance(error, PortalConnectionError)
    assert error.sent
    assert str(error) == "crm.calllist.get: the connection to the portal broke off"


def test_no_answer_in_time(both: Both) -> None:
    client = both.client(Portal([Failure("late")]), retry=ONCE, timeout=2.5)
    error = raised(PortalTimeoutError, lambda: client.get(13))
    assert isinstance(error, TimeoutError)
    assert (error.timeout, error.sent) == (2.5, True)
    assert str(error) == "crm.calllist.get: no response within 2.5 s"


def test_an_open_outcome_tells_its_cause_and_what_was_sent(both: Both) -> None:
    client = both.client(Portal([Failure("broken", "reset")]))
    error = raised(OutcomeUnknownError, lambda: client.add("CONTACT", [9]))
    assert isinstance(error.cause, PortalConnectionError)
    assert error.__cause__ is error.cause
    assert error.params == {"ENTITY_TYPE": "CONTACT", "ENTITIES": [9]}
    assert str(error) == (
        "crm.calllist.add: it is not known whether the portal did it. Look with list, newest first, before you repeat "
        "it. What happened: the connection to the portal broke off (reset)"
    )


@pytest.mark.parametrize(
    "reply",
    [refusal(400, "LIST_ID_ERROR"), refusal(503, "OVERLOAD_LIMIT"), page(404), Failure("broken", "x"), Failure("late")],
)
def test_errors_travel_between_processes(reply: Reply) -> None:
    client = Both(None).client(Portal([reply]), retry=ONCE)
    with pytest.raises(CallListError) as caught:
        client.add("CONTACT", [9])
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is type(caught.value)
    assert str(copy) == str(caught.value)
    assert copy.__dict__.keys() == caught.value.__dict__.keys()
    assert str(copy.__cause__) == str(caught.value.__cause__)


def test_names_in_tracebacks_can_be_imported() -> None:
    assert f"{PortalError.__module__}.{PortalError.__qualname__}" == "b24_calllist.PortalError"

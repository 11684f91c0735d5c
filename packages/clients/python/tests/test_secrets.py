"""No secret is in what people print, log or send to a tracker."""

import copy
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable, Iterator

import anyio
import pytest
from servers import Raw, http
from support import CODE, TOKEN, WEBHOOK, Both, Portal, Reply, json_reply, page, refusal

from b24_calllist import (
    AsyncClient,
    CallListError,
    Client,
    Command,
    Failure,
    OAuth,
    Retry,
    UnexpectedResponseError,
    commands,
)

SECRETS = [CODE, TOKEN, "t0ken-s3cret-2"]
ONCE = Retry(attempts=1)
ADDRESS = f"{WEBHOOK}crm.calllist.add"


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def attribute(thing: object, name: str) -> object:
    try:
        return getattr(thing, name)
    except Exception as error:  # noqa: BLE001 - a property of a library's object
        return error


def dumped(thing: object) -> str:
    inside = [attribute(thing, name) for name in dir(thing) if not name.startswith("__")]
    return "\n".join(
        [
            *(str(thing), repr(thing), f"{thing}", pprint.pformat(getattr(thing, "__dict__", ""))),
            *(f"{one!r} {getattr(one, '__dict__', '')}" for one in inside),
            *(repr(attribute(one, name)) for one in inside for name in dir(one) if not name.startswith("__")),
        ]
    )


def variables_of(error: BaseException) -> str:
    """What trackers show of the functions of this package that an error went through."""
    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    return "\n".join(str(frame.locals) for frame in frames if "b24_calllist" in frame.filename)


def assert_clean(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("auth", [WEBHOOK, OAuth("example.bitrix24.com", TOKEN, renew=lambda: TOKEN)])
def test_a_client_shows_its_portal_and_no_secret(kind: type[Client] | type[AsyncClient], auth: str | OAuth) -> None:
    client = kind(auth)
    assert repr(client) == f"<{kind.__name__} for example.bitrix24.com>"
    assert_clean(dumped(client))
    for attribute in vars(client).values():
        assert_clean(dumped(attribute))


def test_credentials_and_requests_show_no_secret() -> None:
    assert_clean(dumped(str(OAuth("example.bitrix24.com", TOKEN))))
    portal = Portal([json_reply({"result": []})])
    Both(None).client(portal, WEBHOOK).statuses()
    assert_clean(repr(portal.requests))
    portal = Portal([json_reply({"result": [], "echo": TOKEN})])
    Both(None).client(portal, OAuth("example.bitrix24.com", TOKEN)).statuses()
    assert_clean(repr(portal.requests))


@pytest.mark.parametrize("copying", [pickle.dumps, copy.deepcopy, copy.copy])
def test_a_secret_is_not_written_down(copying: Callable[[object], object]) -> None:
    portal = Portal([json_reply({"result": []})])
    Both(None).client(portal, WEBHOOK).statuses()
    secret = portal.requests[0].secret_url
    assert f"{secret} {secret!r}" == "*** ***"
    with pytest.raises(TypeError, match=r"^a secret is not pickled$"):
        copying(secret)


@pytest.mark.parametrize("copying", [pickle.dumps, copy.deepcopy])
def test_a_client_is_not_written_down(copying: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        copying(Client(WEBHOOK))


ECHOES: dict[str, Reply] = {
    "code": refusal(400, f"X{CODE}"),
    "description": refusal(400, "LIST_ID_ERROR", f"Cannot read /rest/1/{CODE}/ with {TOKEN}"),
    "argument": json_reply({"error": "ERROR_ARGUMENT", "argument": f"{CODE}{TOKEN}"}, 400),
    "page": page(502, f"<html>Cannot POST {ADDRESS} with {TOKEN}</html>"),
    "escaped page": page(502, ADDRESS.replace("/", "\\/") + TOKEN),
    "page, encoded": page(502, ADDRESS.replace("/", "%2F") + " " + TOKEN),
    "content type": page(404, "x", f"text/{CODE}{TOKEN}"),
    "redirect": json_reply({}, 302, location=f"https://{CODE}.example/{TOKEN}"),
    "reason": Failure("broken", f"cannot read {ADDRESS} {TOKEN}"),
    "reason, never sent": Failure("unreachable", f"cannot read {ADDRESS} {TOKEN}"),
    "batch's error": json_reply({"result": {"result": [], "result_error": {"c0": {"error": f"{CODE}{TOKEN}"}}}}),
}


@pytest.mark.parametrize("reply", ECHOES.values(), ids=ECHOES.keys())
@pytest.mark.parametrize("auth", [WEBHOOK, OAuth("example.bitrix24.com", TOKEN)], ids=["webhook", "token"])
def test_an_error_shows_no_secret_even_if_the_portal_does(both: Both, reply: Reply, auth: str | OAuth) -> None:
    secret = CODE if auth == WEBHOOK else TOKEN
    client = both.client(Portal([reply]), auth, retry=ONCE)
    with pytest.raises(CallListError) as caught:
        client.add("CONTACT", [9])
    shown = "\n".join(
        [*traceback.format_exception(caught.value), *(f"{dumped(one)} {one.args}" for one in chain_of(caught.value))]
    )
    assert secret not in shown
    assert secret not in variables_of(caught.value)


def test_errors_inside_a_batch_show_no_secret(both: Both) -> None:

    client = both.client(Portal([ECHOES["batch's error"]]))
    entry = client.batch([commands.get(13)])[0]
    assert CODE not in f"{entry!r} {entry.error} {dumped(entry.error)}"


def test_somebody_elses_webhook_is_masked_too(both: Both) -> None:
    client = both.client(Portal([refusal(400, "X", "see https://other.bitrix24.com/rest/7/an0thers3cret/x")]))
    with pytest.raises(CallListError, match=r"/rest/7/\*\*\*/x"):
        client.get(13)


def test_what_was_sent_is_told_without_credentials(both: Both) -> None:
    client = both.client(Portal([Failure("broken")]), OAuth("example.bitrix24.com", TOKEN))
    with pytest.raises(CallListError) as caught:
        client.add("CONTACT", [9])
    assert_clean(repr(vars(caught.value)))


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_the_http_library_logs_no_secret_and_leaves_none_in_errors(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = Raw(
        lambda connection, count: connection.sendall(http({"result": []})) if count == 1 else connection.close()
    )
    auth = OAuth(f"http://{server.host}", TOKEN)
    for credentials in (server.url, auth):
        server.requests.clear()
        with pytest.raises(CallListError) as caught:
            _two_calls(kind, credentials)
        for error in chain_of(caught.value):
            assert_clean(dumped(error))
            assert type(error).__module__.startswith("b24_calllist")
    server.close()
    with pytest.raises(CallListError) as caught:
        _two_calls(kind, server.url)
    assert [type(error).__module__.split(".")[0] for error in chain_of(caught.value)] == ["b24_calllist"]
    text = "\n".join(f"{record.name} {record.getMessage()} {record.args}" for record in caplog.records)
    assert "httpcore2" in text
    assert_clean(text)


def test_the_log_does_not_show_where_a_renamed_portal_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    moved = http({}, "302 Found", Location=f"https://new.bitrix24.com/rest/1/{CODE}/crm.calllist.get")
    server = Raw(lambda connection, _: connection.sendall(moved))
    with pytest.raises(CallListError, match=r"new\.bitrix24\.com"), Client(server.url) as client:
        client.get(13)
    server.close()
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "new.bitrix24.com/rest/1/***/crm.calllist.get" in text
    assert_clean(text)


def _two_calls(kind: str, auth: str | OAuth) -> None:

    if kind == "sync":
        with Client(auth, retry=ONCE) as client:
            client.statuses()
            client.get(13)
        return

    async def main() -> None:
        async with AsyncClient(auth, retry=ONCE) as client:
            await client.statuses()
            await client.get(13)

    anyio.run(main)


def test_an_excerpt_shows_no_address_of_anybody(both: Both) -> None:
    text = "see https%3A%2F%2Fother.example%2Frest%2F7%2Fan0thers3cret and https://a.example/rest/8/an0thers3cret/x."
    client = both.client(Portal([page(404, text)]))
    with pytest.raises(UnexpectedResponseError) as caught:
        client.get(13)
    assert caught.value.excerpt == "see *** and ***"


def test_a_call_that_cannot_be_written_shows_no_token(both: Both) -> None:
    client = both.client(Portal([]), OAuth("example.bitrix24.com", TOKEN))
    for wrong, kind in ((float("nan"), ValueError), (object(), TypeError)):
        with pytest.raises(kind, match="JSON") as caught:
            client.call(Command("crm.calllist.get", {"ID": wrong}, repr))
        assert variables_of(caught.value)
        assert_clean(variables_of(caught.value) + str(caught.value))


def test_a_token_stays_a_secret_after_it_was_replaced(both: Both) -> None:
    expired = refusal(401, "expired_token")
    echo = refusal(401, "invalid_token", f"neither {TOKEN} nor t0ken-s3cret-2")
    client = both.client(Portal([expired, echo]), OAuth("example.bitrix24.com", TOKEN, renew=lambda: "t0ken-s3cret-2"))
    with pytest.raises(CallListError, match=r"neither \*\*\* nor \*\*\*"):
        client.get(13)


@pytest.mark.parametrize("echo", ["s3cret%20c0de8h1d3m", "s3cret c0de8h1d3m"])
def test_a_code_is_masked_as_it_was_given_and_as_it_is_read(echo: str) -> None:
    url = "https://example.bitrix24.com/rest/1/s3cret%20c0de8h1d3m/"
    client = Both(None).client(Portal([refusal(400, "X", f"no {echo}")]), url)
    with pytest.raises(CallListError, match=r"no \*\*\* \(HTTP"):
        client.get(13)

"""Responses as portals and what stands before them really send them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support import CODE, TOKEN, Both, Portal, Reply, json_reply, page, raised, refusal, result

from b24_calllist import (
    AuthError,
    Client,
    Command,
    LimitError,
    OAuth,
    OutcomeUnknownError,
    PortalError,
    Response,
    Retry,
    UnexpectedResponseError,
    _answer,
    commands,
)

ADD = commands.add("CONTACT", [9])
GET = commands.get(13)
UPDATE = commands.update(13, "CONTACT", [9], webform_id=None)
ONCE = Retry(attempts=1)
JSON = {"content-type": "application/json"}
WARNING = "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/home/bitrix/www/init.php</b><br />\n"


def bytes_reply(body: bytes, status: int = 200) -> Response:
    return Response(status, JSON, body)


def client_of(*replies: Reply, **options: Any) -> tuple[Client, Portal]:
    portal = Portal(replies)
    return Both(None).client(portal, **options), portal


MARKS = [b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\r\n\xef\xbb\xbf \xef\xbb\xbf\n"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_byte_order_mark_does_not_matter_whatever_the_status(both: Both, mark: bytes) -> None:
    busy = bytes_reply(mark + b'{"error": "QUERY_LIMIT_EXCEEDED"}', 503)
    portal = Portal([busy, bytes_reply(mark + b'{"result": 51}')])
    assert both.client(portal).add("CONTACT", [9]) == 51
    client, _ = client_of(bytes_reply(mark + b'{"error": "LIST_ID_ERROR"}', 400))
    assert raised(PortalError, lambda: client.get(13)).code == "LIST_ID_ERROR"


def test_a_body_of_a_byte_order_mark_alone_is_an_empty_one() -> None:
    client, portal = client_of(bytes_reply(MARKS[0]), result({"ID": 13}))
    assert client.get(13).id == 13
    assert len(portal.requests) == 2


CP1251 = "Превышен лимит запросов".encode("cp1251")
HALF = "Превышен".encode()[:-1]


@pytest.mark.parametrize("text", [CP1251, HALF, b"\xff\xfe"])
def test_bytes_that_are_not_utf_8_do_not_hide_the_code(both: Both, text: bytes) -> None:
    body = b'{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "' + text + b'"}'
    portal = Portal([bytes_reply(body, 503), result(51)])
    assert both.client(portal).add("CONTACT", [9]) == 51
    client, _ = client_of(bytes_reply(body, 503), retry=ONCE)
    error = raised(LimitError, lambda: client.get(13))
    assert "\ufffd" in error.description


def test_an_expired_token_is_renewed_though_its_description_is_not_utf_8(both: Both) -> None:
    expired = bytes_reply(b'{"error": "expired_token", "error_description": "' + CP1251 + b'"}', 401)
    portal = Portal([expired, result([])])
    client = both.client(portal, OAuth("example.bitrix24.com", TOKEN, renew=lambda: "t0ken-s3cret-2"))
    client.statuses()
    assert portal.bodies[1]["auth"] == "t0ken-s3cret-2"


def test_a_result_may_hold_bytes_that_are_not_utf_8() -> None:
    client, _ = client_of(bytes_reply(b'{"result": [{"ID": 1, "NAME": "\xcf\xf0", "SORT": 10, "STATUS_ID": "A"}]}'))
    assert client.statuses()[0].name == "\ufffd\ufffd"


LIKE_504 = [page(408), page(408, ""), refusal(408, "Request Timeout")]
NOT_EXECUTED = [page(421), page(425), page(425, ""), refusal(421, "Misdirected Request")]


@pytest.mark.parametrize("reply", LIKE_504)
@pytest.mark.parametrize("command", [GET, UPDATE, commands.items(13), commands.list(), commands.statuses()])
def test_a_408_of_a_load_balancer_is_retried_where_it_does_no_harm(command: Command[object], reply: Reply) -> None:
    good = {GET.method: {"ID": 13}, UPDATE.method: True}.get(command.method, [])
    client, portal = client_of(reply, result(good))
    client.call(command)
    assert len(portal.requests) == 2


@pytest.mark.parametrize("reply", LIKE_504)
def test_a_408_of_a_load_balancer_leaves_open_whether_add_was_executed(both: Both, reply: Reply) -> None:
    portal = Portal([reply])
    raised(OutcomeUnknownError, lambda: both.client(portal).call(ADD))
    assert len(portal.requests) == 1


@pytest.mark.parametrize("reply", NOT_EXECUTED)
def test_421_and_425_are_retried_for_add_too(both: Both, reply: Reply) -> None:
    portal = Portal([reply, result(51)])
    assert both.client(portal).add("CONTACT", [9]) == 51


def test_421_for_ever_ends_without_an_open_outcome() -> None:
    client, portal = client_of(*[page(421)] * 5)
    raised(UnexpectedResponseError, lambda: client.call(ADD))
    assert len(portal.requests) == 5


@pytest.mark.parametrize(
    "text",
    [
        WARNING + '{"result": 51}',
        "\n" + WARNING + '{"result": {"ID": "13"}}',
        "\ufeff" + WARNING,
        "\nWarning: Undefined variable $x in /home/bitrix/www/init.php on line 3\n" + '{"result": 51}',
        "<?xml version='1.0'?><response/>",
        "[]",
    ],
)
def test_warnings_of_php_before_the_json_would_come_again(both: Both, text: str) -> None:
    portal = Portal([page(200, text, "application/json"), page(200, text, "application/json")])
    client = both.client(portal)
    error = raised(UnexpectedResponseError, lambda: client.get(13))
    assert error.excerpt == text.lstrip("\ufeff\n ").replace("\n", " ")[:200]
    open_ = raised(OutcomeUnknownError, lambda: client.add("CONTACT", [9]))
    assert isinstance(open_.cause, UnexpectedResponseError)
    assert portal.methods == ["crm.calllist.get", "crm.calllist.add"]


def test_a_body_that_is_larger_than_64_mib_would_come_again(both: Both) -> None:
    large = Response(200, JSON, b'{"result": 51}', too_large=True)
    portal = Portal([large, large])
    client = both.client(portal)
    error = raised(UnexpectedResponseError, lambda: client.get(13))
    assert (error.method, error.status, error.content_type) == ("crm.calllist.get", 200, "application/json")
    assert (error.problem, error.excerpt) == ("it is larger than 64 MiB", '{"result": 51}')
    raised(OutcomeUnknownError, lambda: client.add("CONTACT", [9]))
    assert len(portal.requests) == 2


def test_an_error_page_that_is_larger_than_64_mib_is_an_error_page() -> None:
    client, portal = client_of(Response(502, {}, b"<html>", too_large=True), result({"ID": 13}))
    assert client.get(13).id == 13
    assert len(portal.requests) == 2


@pytest.mark.parametrize("sign", ["{", "[", ","])
def test_a_body_has_so_many_signs_of_values_at_most(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_answer.MOST_VALUES, sign.encode(), 10)
    start, end = '{"result":{"ID":13,"X":"', '"}}'
    most = start + sign * (10 - start.count(sign)) + end
    client, _ = client_of(bytes_reply(most.encode()), bytes_reply(most.replace(end, sign + end).encode()))
    assert client.get(13).id == 13
    error = raised(UnexpectedResponseError, lambda: client.get(13))
    assert error.problem == "it holds too many values"


NO_RESULTS: dict[str, list[Any]] = {
    "crm.calllist.add": [False, None, True, "", [], {}, {"ID": "51"}, [51], "abc", "51abc", 0, -1, 1.5, "0"],
    "crm.calllist.update": [False, None, "", 0, "0", 2, [], {}, [True], "true", "Y", 1.5],
    "crm.calllist.get": [False, None, True, "", [], {}, "x", 13, [{"ID": "13"}], {"ID": None}, {"ID": []}],
    "crm.calllist.list": [False, None, True, "", "x", 13, [1], ["x"], [None], {"0": 1}, [{"ID": "x"}]],
    "crm.calllist.items.get": [False, None, True, "", "x", 13, [1], [[]], [{}], [None], {"0": 1}],
    "crm.calllist.statuslist": [False, None, True, "", "x", 13, [1], [[]], [{}], [None], {"0": 1}],
}
CASES = [(method, value) for method, values in NO_RESULTS.items() for value in values]
COMMANDS: dict[str, Command[Any]] = {
    one.method: one for one in (ADD, UPDATE, GET, commands.list(), commands.items(13), commands.statuses())
}


@pytest.mark.parametrize(("method", "value"), CASES, ids=lambda case: str(case)[:30])
def test_a_result_of_another_kind_is_an_error_that_shows_it(method: str, value: Any) -> None:
    client, portal = client_of(result(value))
    error = _unexpected(lambda: client.call(COMMANDS[method]), method)
    assert error.problem == f"result: {json.dumps(value, separators=(',', ':'))}"
    assert str(error).endswith(error.problem)
    assert len(portal.requests) == 1


@pytest.mark.parametrize(("method", "value"), CASES, ids=lambda case: str(case)[:30])
def test_a_result_of_another_kind_inside_a_batch(method: str, value: Any) -> None:
    client, _ = client_of(result({"result": {"c0": value}, "result_error": []}))
    entry = client.batch([COMMANDS[method]])[0]
    error = _unexpected(lambda: entry.result, method)
    assert error.problem == f"result: {json.dumps(value, separators=(',', ':'))}"


def _unexpected(call: Callable[[], object], method: str) -> UnexpectedResponseError:
    """The error; of `add` it is not known whether there is a list."""
    if method != "crm.calllist.add":
        return raised(UnexpectedResponseError, call)
    cause = raised(OutcomeUnknownError, call).cause
    assert isinstance(cause, UnexpectedResponseError)
    return cause


def test_a_long_result_is_cut_and_shows_no_secret() -> None:
    client, _ = client_of(result([f"https://example.bitrix24.com/rest/1/{CODE}/", "x" * 1000]))
    error = raised(UnexpectedResponseError, lambda: client.get(13))
    assert len(error.problem) < 80
    assert error.problem.endswith("…")
    assert CODE not in error.problem


@pytest.mark.parametrize(
    ("command", "row"),
    [
        (commands.list(), {"ID": "3"}),
        (commands.items(13), {"ID": 3, "STATUS": "IN_WORK", "ENTITY_TYPE": 3}),
        (commands.statuses(), {"ID": 3, "NAME": "x", "SORT": 1, "STATUS_ID": "A"}),
    ],
)
def test_rows_that_come_as_an_object_are_the_list_of_its_values(command: Command[list[Any]], row: object) -> None:
    rows = {"0": row, "2": row, "x": row}
    client, _ = client_of(result(rows), result({"result": {"c0": rows}, "result_error": []}))
    assert [one.id for one in client.call(command)] == [3, 3, 3]
    assert [one.id for one in client.batch([command])[0].result] == [3, 3, 3]


def test_whole_lists_read_rows_that_come_as_an_object() -> None:
    rows = {"0": {"ID": "1"}, "2": {"ID": "3"}}
    client, _ = client_of(result(rows))
    assert [row.id for row in client.iter_lists()] == [1, 3]


def test_an_auth_error_stays_one() -> None:
    client, _ = client_of(json_reply({"error": "NO_AUTH_FOUND"}, 401))
    raised(AuthError, lambda: client.get(13))

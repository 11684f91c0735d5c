"""Many commands with a request: what is sent, and what became of each."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from support import Both, Portal, Reply, json_reply, page, raised, refusal, result

from b24_calllist import (
    AccessError,
    AuthError,
    CallList,
    Command,
    Entry,
    Failure,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    SkippedError,
    UnexpectedResponseError,
    commands,
)

LIST = {"ID": "13", "ENTITY_TYPE": "CONTACT"}
ERROR = {"error": "LIST_ID_ERROR", "error_description": "Incorrect list id"}


def php(text: str) -> dict[str, Any]:
    """Reads a query as PHP's parse_str does, as far as clients write them."""
    found: dict[str, Any] = {}
    for pair in text.split("&"):
        name, _, value = (unquote(part.replace("+", " ")) for part in pair.partition("="))
        first, *keys = [name.split("[", 1)[0], *re.findall(r"\[(.*?)\]", name)]
        place = found
        for key, following in zip([first, *keys], keys, strict=False):
            place = place.setdefault(key, {})
            assert following != ""
        place[[first, *keys][-1]] = value
    return found


def answer(*outcomes: object) -> Reply:
    """The answer to a batch: of each command a result or `{"error": …}`; None for one that was passed over."""
    results = {f"c{i}": one for i, one in enumerate(outcomes) if one is not None and not _is_error(one)}
    errors = {f"c{i}": one for i, one in enumerate(outcomes) if _is_error(one)}
    maps: dict[str, object] = {
        "result": results or [],
        "result_error": errors or [],
        "result_time": [],
        "result_total": [],
    }
    return result(maps)


def _is_error(outcome: Any) -> bool:
    return isinstance(outcome, dict) and "error" in outcome


def numbered(body: Any) -> Reply:
    """Every command gives the list that it asks for."""
    found = {key: {"ID": text.split("=")[1]} for key, text in body["cmd"].items()}
    return result({"result": found, "result_error": []})


def test_commands_go_as_texts_in_one_request(both: Both) -> None:
    portal = Portal([answer([], LIST)])
    found = both.client(portal).batch({"statuses": commands.statuses(), "list": commands.get(13)})
    assert portal.methods == ["batch"]
    assert portal.bodies == [{"cmd": {"c0": "crm.calllist.statuslist", "c1": "crm.calllist.get?ID=13"}, "halt": 0}]
    assert list(found) == ["statuses", "list"]
    assert found["statuses"].ok
    assert found["statuses"].result == []
    assert isinstance(found["list"].result, CallList)


def test_any_number_by_position_50_with_a_request_in_order(both: Both) -> None:
    portal = Portal([numbered, numbered, numbered])
    found = both.client(portal).batch([commands.get(number) for number in range(1, 121)])
    assert [entry.result.id for entry in found] == list(range(1, 121))
    assert [len(body["cmd"]) for body in portal.bodies] == [50, 50, 20]


def test_none_is_none(both: Both) -> None:
    portal = Portal([])
    assert both.client(portal).batch([]) == []
    assert both.client(portal).batch({}) == {}


def test_one_that_fails_does_not_keep_the_others(both: Both) -> None:
    found = both.client(Portal([answer(LIST, ERROR, LIST)])).batch([commands.get(n) for n in (13, 99, 13)])
    assert [entry.ok for entry in found] == [True, False, True]
    error = raised(PortalError, lambda: found[1].result)
    assert error is found[1].error
    assert (error.method, error.status, error.code) == ("crm.calllist.get", 200, "LIST_ID_ERROR")


@pytest.mark.parametrize(
    ("code", "kind"), [("ACCESS_ERROR", AccessError), ("insufficient_scope", AuthError), ("NEW", PortalError)]
)
def test_an_error_inside_has_a_class_by_its_code(both: Both, code: str, kind: type) -> None:
    found = both.client(Portal([answer({"error": code, "error_description": ""})])).batch([commands.items(13)])
    assert type(found[0].error) is kind


@pytest.mark.parametrize(
    "maps",
    [
        {"result": {"c1": LIST}, "result_error": {"c0": ERROR}},
        {"result": {"c1": LIST}, "result_error": {"c0": ERROR}, "result_total": [], "result_next": {}},
    ],
)
def test_maps_come_as_objects(maps: object) -> None:
    found = Both(None).client(Portal([result(maps)])).batch([commands.get(1), commands.get(2)])
    assert [entry.ok for entry in found] == [False, True]


@pytest.mark.parametrize("odd", ["x", [], None, {"result": []}, {"result": 1, "result_error": []}])
def test_an_answer_that_is_no_batch_fails_each_command(both: Both, odd: object) -> None:
    found = both.client(Portal([result(odd)])).batch([commands.get(1), commands.add("CONTACT", [9])])
    assert [type(entry.error) for entry in found] == [UnexpectedResponseError, OutcomeUnknownError]


def test_php_numbers_a_list_that_is_no_map() -> None:
    # Keys begin with a letter, so this cannot be an answer to them: nothing is taken for what it is not.
    found = Both(None).client(Portal([result({"result": [LIST], "result_error": [ERROR]})])).batch([commands.get(1)])
    assert type(found[0].error) is UnexpectedResponseError


def test_a_command_without_a_trace_leaves_add_open(both: Both) -> None:
    found = both.client(Portal([answer(None, None)])).batch([commands.get(1), commands.add("CONTACT", [9])])
    assert [type(entry.error) for entry in found] == [UnexpectedResponseError, OutcomeUnknownError]


NO_PAGE = "crm.calllist.get: the response is not what a Bitrix24 portal sends (HTTP 200, no content type)"


@pytest.mark.parametrize(
    ("maps", "said"),
    [
        ({"result": [], "result_error": []}, f"{NO_PAGE}: there is neither a result nor an error for the command"),
        ({"result": {"c0": "odd"}, "result_error": []}, f'{NO_PAGE}: result: "odd"'),
        ({"result": [], "result_error": {"c0": "odd"}}, NO_PAGE),
    ],
)
def test_an_entry_says_what_is_wrong_with_it(maps: object, said: str) -> None:
    found = Both(None).client(Portal([result(maps)])).batch([commands.get(1)])[0].error
    assert isinstance(found, UnexpectedResponseError)
    assert str(found) == said
    assert (found.status, found.content_type, found.excerpt) == (200, "", "")


def test_behind_an_answer_that_is_no_batch_the_commands_say_why_they_were_skipped() -> None:
    client = Both(None).client(Portal([result("no batch")]))
    skipped = client.batch([commands.add("CONTACT", [9]), *[commands.get(13)] * 50])[-1].error
    assert isinstance(skipped, SkippedError)
    assert isinstance(skipped.cause, OutcomeUnknownError)
    assert skipped.cause.method == "batch"


def test_an_answer_that_is_no_batch_is_shown() -> None:
    found = Both(None).client(Portal([result("x")])).batch([commands.get(1)])[0].error
    assert isinstance(found, UnexpectedResponseError)
    assert str(found) == "batch: the response is not what a Bitrix24 portal sends (HTTP 200, application/json)"
    assert found.excerpt.startswith('{"result": "x"')


def test_a_command_without_a_trace_is_no_skipped_one_where_nothing_failed_before(both: Both) -> None:
    found = both.client(Portal([answer(None, ERROR, None)])).batch([commands.get(n) for n in (1, 2, 3)], halt=True)
    assert [type(entry.error) for entry in found] == [UnexpectedResponseError, PortalError, SkippedError]
    skipped = found[2].error
    assert isinstance(skipped, SkippedError)
    assert skipped.cause is found[0].error
    assert str(skipped) == f"crm.calllist.get: not run, since a command before it failed ({found[0].error})"


def test_without_halt_the_commands_behind_a_failure_go_on_in_later_requests(both: Both) -> None:
    portal = Portal(
        [
            answer(ERROR, *[LIST] * 49),
            lambda body: result({"result": dict.fromkeys(body["cmd"], LIST), "result_error": []}),
        ]
    )
    found = both.client(portal).batch([commands.get(number) for number in range(1, 52)])
    assert [entry.ok for entry in found] == [False, *[True] * 50]
    assert [body["halt"] for body in portal.bodies] == [0, 0]


def test_an_error_that_is_none_leaves_add_open(both: Both) -> None:
    odd = result({"result": [], "result_error": {"c0": "odd", "c1": None}})
    found = both.client(Portal([odd])).batch([commands.get(1), commands.add("CONTACT", [9])])
    assert [type(entry.error) for entry in found] == [UnexpectedResponseError, OutcomeUnknownError]


def test_halt_skips_what_comes_after_in_later_requests_too(both: Both) -> None:
    first = [LIST, ERROR, *[None] * 48]
    portal = Portal([answer(*first)])
    found = both.client(portal).batch([commands.get(n) for n in range(1, 161)], halt=True)
    assert portal.bodies[0]["halt"] == 1
    assert len(portal.requests) == 1
    assert found[0].ok
    assert [type(entry.error) for entry in found[1:]] == [PortalError, *[SkippedError] * 158]
    skipped = found[-1].error
    assert isinstance(skipped, SkippedError)
    assert skipped.cause is found[1].error


def test_a_request_without_an_answer_keeps_what_was_done_before(both: Both) -> None:
    portal = Portal([numbered, refusal(401, "NO_AUTH_FOUND")])
    found = both.client(portal).batch([commands.get(number) for number in range(1, 121)])
    assert [type(entry.error) for entry in (found[0], found[50], found[100])] == [type(None), AuthError, SkippedError]


AMBIGUOUS: list[Reply] = [Failure("broken"), Failure("late"), page(502), page(200, ""), refusal(500, "ERROR_CORE")]


@pytest.mark.parametrize("reply", AMBIGUOUS)
def test_a_batch_with_add_is_sent_once_and_only_add_is_open(both: Both, reply: Reply) -> None:
    portal = Portal([reply])
    found = both.client(portal).batch({"list": commands.get(13), "new": commands.add("CONTACT", [9])})
    assert len(portal.requests) == 1
    error = found["new"].error
    assert isinstance(error, OutcomeUnknownError)
    assert error.method == "crm.calllist.add"
    assert error.params == {"ENTITY_TYPE": "CONTACT", "ENTITIES": [9]}
    assert found["list"].error is error.cause


def test_a_batch_with_an_unknown_method_is_sent_once() -> None:
    portal = Portal([page(502)])
    found = Both(None).client(portal).batch([Command("crm.contact.add", {}, str)])
    assert type(found[0].error) is OutcomeUnknownError
    assert len(portal.requests) == 1


def test_a_batch_that_only_reads_is_sent_again(both: Both) -> None:
    portal = Portal([page(502), answer(LIST)])
    assert both.client(portal).batch([commands.get(13)])[0].ok
    assert portal.bodies[0] == portal.bodies[1]


def test_a_batch_that_was_not_executed_is_sent_again_with_add_too(both: Both) -> None:
    portal = Portal([refusal(503, "QUERY_LIMIT_EXCEEDED"), Failure("unreachable"), answer(51)])
    assert both.client(portal).batch([commands.add("CONTACT", [9])])[0].result == 51


def test_a_crash_inside_leaves_add_open(both: Both) -> None:
    found = both.client(Portal([answer({"error": "ERROR_CORE"})])).batch([commands.add("CONTACT", [9])])
    assert type(found[0].error) is OutcomeUnknownError


PARAMS = {
    "FILTER": {
        ">=ID": 14,
        "@ID": [3, 4],
        "!WEBFORM_ID": None,
        "=X": "A&B=C+D#E%20F?G",
        "Y": "Перезвонить «позже»",
        "<Z": True,
        "Q": '"\\\u2028\n',
    },
    "SELECT": ["ID"],
    "ORDER": {"ID": "DESC"},
    "NESTED": [[1, 2], [{"A": "b"}]],
    "NONE": None,
    "ZERO": 0,
    "MINUS": -1.5,
}


def test_php_reads_what_was_meant() -> None:
    portal = Portal([answer([])])
    Both(None).client(portal).batch([Command("crm.calllist.list", PARAMS, str)])
    method, query = portal.commands[0][0].split("?")
    assert method == "crm.calllist.list"
    assert php(query) == {
        "FILTER": {
            ">=ID": "14",
            "@ID": {"0": "3", "1": "4"},
            "!WEBFORM_ID": "",
            "=X": "A&B=C+D#E%20F?G",
            "Y": "Перезвонить «позже»",
            "<Z": "1",
            "Q": '"\\\u2028\n',
        },
        "SELECT": {"0": "ID"},
        "ORDER": {"ID": "DESC"},
        "NESTED": {"0": {"0": "1", "1": "2"}, "1": {"0": {"A": "b"}}},
        "ZERO": "0",
        "MINUS": "-1.5",
    }


def test_texts_are_encoded_as_rawurlencode_does() -> None:
    portal = Portal([answer([])])
    Both(None).client(portal).batch([commands.list(filter={">=ID": 14, "@ID": [3]}, order={"ID": "ASC"}, start=50)])
    assert portal.commands == [
        ["crm.calllist.list?FILTER%5B%3E%3DID%5D=14&FILTER%5B%40ID%5D%5B0%5D=3&ORDER%5BID%5D=ASC&start=50"]
    ]
    portal = Portal([answer([])])
    Both(None).client(portal).batch([commands.items(13, status="a b+c~d-e_f.g/ё")])
    assert portal.commands[0][0].endswith("FILTER%5BSTATUS%5D=a%20b%2Bc~d-e_f.g%2F%D1%91")


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"FILTER": {"@ID": []}}, "FILTER[@ID] is empty"),
        ({"FILTER": {}}, "FILTER is empty"),
        ({"FILTER": {"@ID": range(2)}}, "FILTER[@ID] is neither text nor number"),
        ({"ENTITIES": list(range(1001))}, "1001 values are more than the 1000"),
        ({"ID": "$result[new]"}, "looks like a reference"),
        ({"ID": "a $RESULT[new]"}, "looks like a reference"),
        ({"FILTER": {"a]": 1}}, "cannot carry the name"),
        ({"FILTER": {"a": {"b": object()}}}, "FILTER[a][b] is neither text nor number"),
        ({"a b": 1}, "cannot carry the name"),
        ({"": 1}, "cannot carry the name"),
    ],
)
def test_what_a_query_cannot_carry_is_refused_before_anything_is_sent(
    both: Both, params: dict[str, object], why: str
) -> None:
    portal = Portal([])
    client = both.client(portal)
    bad = Command("crm.calllist.list", params, str)
    error = str(raised(ValueError, lambda: client.batch([commands.statuses(), bad])))
    assert error.startswith("batch: crm.calllist.list: ")
    assert why in error


def test_as_many_values_as_php_reads_and_names_with_slashes_are_carried() -> None:
    portal = Portal([answer([])])
    params = {"ENTITIES": list(range(999)), "a/b": 1}
    Both(None).client(portal).batch([Command("crm.calllist.list", params, str)])
    assert portal.commands[0][0].count("=") == 1000
    assert portal.commands[0][0].endswith("&a%2Fb=1")


def test_an_entry_says_whether_it_is_one() -> None:
    entry: Entry[int] = Entry(None, 5)
    assert (entry.ok, entry.result, entry.error) == (True, 5, None)
    failed: Entry[int] = Entry(PortalConnectionError("m", reason="x", sent=True))
    assert not failed.ok
    raised(PortalConnectionError, lambda: failed.result)


def test_a_result_of_another_shape_is_the_error_of_its_command(both: Both) -> None:
    portal = Portal([json_reply({"result": {"result": {"c0": "odd", "c1": LIST}, "result_error": []}})])
    found = both.client(portal).batch([commands.get(1), commands.get(2)])
    assert [type(entry.error) for entry in found] == [UnexpectedResponseError, type(None)]


def test_a_status_that_is_null_is_not_a_status() -> None:
    portal = Portal([answer([])])
    Both(None).client(portal).batch([Command("crm.calllist.items.get", {"ID": 1, "FILTER": {"STATUS": None}}, str)])
    assert portal.commands == [["crm.calllist.items.get?ID=1"]]

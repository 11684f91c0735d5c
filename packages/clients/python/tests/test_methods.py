"""What each method sends, and what it makes of the answer."""

import re

import pytest
from support import NOW, TOKEN, Both, Portal, json_reply, page, raised, result

from b24_calllist import (
    CallList,
    CallListRow,
    CallStatus,
    Command,
    FilterValue,
    OAuth,
    OutcomeUnknownError,
    PartialCallListRow,
    Participant,
    StatusCode,
    UnexpectedResponseError,
    __version__,
)

EMPTY: list[object] = []
LIST = {
    "ID": "13",
    "DATE_CREATE": "2025-07-14 08:47:19",
    "CREATED_BY_ID": "29",
    "WEBFORM_ID": "1",
    "ENTITY_TYPE_ID": "3",
    "ENTITY_TYPE": "CONTACT",
}


def test_a_request_is_a_post_of_json_below_the_webhook(both: Both) -> None:
    portal = Portal([result(LIST)])
    both.client(portal).get(13)
    request = portal.requests[0]
    assert request.url == "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/crm.calllist.get"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["User-Agent"] == f"b24-calllist-python/{__version__}"
    assert request.timeout == 60
    assert request.body == b'{"ID": 13}'


def test_a_token_travels_in_the_body(both: Both) -> None:
    portal = Portal([result([])])
    both.client(portal, OAuth("example.bitrix24.com", TOKEN)).statuses()
    assert portal.requests[0].url == "https://example.bitrix24.com/rest/crm.calllist.statuslist"
    assert portal.bodies == [{"auth": TOKEN}]


def test_add_gives_the_new_id(both: Both) -> None:
    portal = Portal([result(51), result("52"), result(53.0)])
    client = both.client(portal)
    assert client.add("CONTACT", [9, 17, 19]) == 51
    assert client.add("COMPANY", ["1", 2], webform_id=5) == 52
    assert client.add("CONTACT", (number for number in (1, 2))) == 53
    assert portal.bodies == [
        {"ENTITY_TYPE": "CONTACT", "ENTITIES": [9, 17, 19]},
        {"ENTITY_TYPE": "COMPANY", "ENTITIES": ["1", 2], "WEBFORM_ID": 5},
        {"ENTITY_TYPE": "CONTACT", "ENTITIES": [1, 2]},
    ]


def test_a_text_of_ids_is_refused_before_it_is_sent(both: Both) -> None:
    portal = Portal([])
    with pytest.raises(TypeError, match=re.escape("[9, 17, 19]")):
        both.client(portal).add("CONTACT", "123")


def test_get(both: Both) -> None:
    portal = Portal([result(LIST)])
    assert both.client(portal).get("13") == CallList(
        id=13,
        date_create="2025-07-14 08:47:19",
        created_by_id=29,
        webform_id=1,
        entity_type_id=3,
        entity_type="CONTACT",
    )
    assert portal.bodies == [{"ID": "13"}]


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"ID": 13, "CREATED_BY_ID": 29, "WEBFORM_ID": 1, "ENTITY_TYPE_ID": 3}, "webform_id", 1),
        ({"WEBFORM_ID": None}, "webform_id", None),
        ({"ENTITY_TYPE_ID": None, "ENTITY_TYPE": ""}, "entity_type", ""),
        ({"ENTITY_TYPE_ID": "130", "ENTITY_TYPE": "DYNAMIC_130"}, "entity_type", "DYNAMIC_130"),
        ({"CREATED_BY_ID": None}, "created_by_id", None),
        ({"NEW_FIELD": {"a": [1]}}, "id", 13),
    ],
)
def test_portals_send_numbers_as_text_and_the_reverse_and_things_nobody_knows(
    change: dict[str, object], field: str, value: object
) -> None:
    portal = Portal([result({**LIST, **change})])
    assert getattr(Both(None).client(portal).get(13), field) == value


def test_list_sends_what_is_given_and_nothing_empty(both: Both) -> None:
    portal = Portal([result([]), result([]), result([])])
    client = both.client(portal)
    filter_: dict[str, FilterValue] = {">=ID": 20, "@ENTITY_TYPE_ID": [3, 4], "!WEBFORM_ID": None}
    assert client.list(select=["ID"], filter=filter_, order={"ENTITY_TYPE_ID": "DESC", "ID": "ASC"}, start=-1) == []
    client.list(select=[], filter={}, order={})
    client.list()
    assert portal.bodies == [
        {
            "SELECT": ["ID"],
            "FILTER": filter_,
            "ORDER": {"ENTITY_TYPE_ID": "DESC", "ID": "ASC"},
            "start": -1,
        },
        {},
        {},
    ]
    assert list(portal.bodies[0]["ORDER"]) == ["ENTITY_TYPE_ID", "ID"]


def test_a_filter_takes_whatever_holds_several(both: Both) -> None:
    several = [[13, 20], (13, 20), range(13, 15), {13: "by key"}.keys(), {20}]
    portal = Portal([result([]) for _ in several])
    client = both.client(portal)
    for some in several:
        client.list(filter={"@ID": some})  # type: ignore[dict-item]
    sent = [body["FILTER"]["@ID"] for body in portal.bodies]
    assert sent == [[13, 20], [13, 20], [13, 14], [13], [20]]


def test_a_text_of_fields_is_refused_before_it_is_sent(both: Both) -> None:
    portal = Portal([])
    with pytest.raises(TypeError, match=re.escape('["ID", "WEBFORM_ID"]')):
        both.client(portal).list(select="ID")


def test_rows_of_list_have_the_fields_that_were_asked_for(both: Both) -> None:
    portal = Portal([json_reply({"result": [{"ID": "20", "WEBFORM_ID": "5"}, EMPTY, {"1": "1"}]})])
    first, *others = both.client(portal).list(select=["ID", "WEBFORM_ID"])
    assert first == PartialCallListRow(id=20, date_create=None, created_by_id=None, webform_id=5, entity_type_id=None)
    assert [row.id for row in others] == [None, None]


def test_rows_with_all_fields_have_an_id_that_can_be_passed_on(both: Both) -> None:
    portal = Portal([result([{"ID": "20", "ENTITY_TYPE_ID": "3"}]), result(LIST), result([{"ID": "20"}])])
    client = both.client(portal)
    rows: list[CallListRow] = client.list()
    client.get(rows[0].id)
    assert rows == [CallListRow(id=20, date_create=None, created_by_id=None, webform_id=None, entity_type_id=3)]
    assert type(next(client.iter_lists())) is CallListRow
    assert portal.bodies[1] == {"ID": 20}


def test_a_list_with_gaps_in_its_numbers_comes_as_an_object(both: Both) -> None:
    portal = Portal([result({"0": {"ID": "1"}, "2": {"ID": "3"}})])
    assert [row.id for row in both.client(portal).list()] == [1, 3]


def test_update_says_what_becomes_of_the_form(both: Both) -> None:
    portal = Portal([result(True), result(1)])
    client = both.client(portal)
    assert client.update(13, "CONTACT", [9, 21], webform_id=1) is True
    assert client.update(13, "CONTACT", [9], webform_id=None) is True
    assert portal.bodies == [
        {"LIST_ID": 13, "ENTITY_TYPE": "CONTACT", "ENTITIES": [9, 21], "WEBFORM_ID": 1},
        {"LIST_ID": 13, "ENTITY_TYPE": "CONTACT", "ENTITIES": [9]},
    ]
    with pytest.raises(TypeError, match="webform_id"):
        client.update(13, "CONTACT", [9])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def test_items(both: Both) -> None:
    rows = [{"ID": 9, "STATUS": "IN_WORK", "ENTITY_TYPE": 3}, {"ID": "85", "STATUS": "UC_A1B2C3", "ENTITY_TYPE": "130"}]
    portal = Portal([result(rows), result([])])
    client = both.client(portal)
    assert client.items(13) == [Participant(9, StatusCode.IN_WORK, 3), Participant(85, "UC_A1B2C3", 130)]
    client.items(13, status="SUCCESS", start=50)
    assert portal.bodies == [{"LIST_ID": 13}, {"LIST_ID": 13, "FILTER": {"STATUS": "SUCCESS"}, "start": 50}]


def test_statuses(both: Both) -> None:
    portal = Portal([result([{"ID": "61", "NAME": "Перезвонить «позже»", "SORT": 10, "STATUS_ID": "UC_A1B2C3"}])])
    assert both.client(portal).statuses() == [CallStatus(61, "Перезвонить «позже»", 10, "UC_A1B2C3")]
    assert portal.bodies == [{}]


def test_a_result_of_another_shape_is_an_unexpected_response(both: Both) -> None:
    portal = Portal([result("x"), result({"ID": "abc"}), result([1])])
    client = both.client(portal)
    for call in (lambda: client.get(13), lambda: client.get(13), lambda: client.items(13)):
        assert raised(UnexpectedResponseError, call).excerpt.startswith('{"result":')


@pytest.mark.parametrize("odd", ["9" * 5000, "", "1.5", 1.5, True, None, [], {"a": 1}])
def test_an_id_that_is_no_number_is_an_unexpected_response(odd: object) -> None:
    client = Both(None).client(Portal([result({**LIST, "ID": odd}), result([odd])]))
    raised(UnexpectedResponseError, lambda: client.get(13))
    raised(UnexpectedResponseError, lambda: client.items(13))


def test_texts_may_be_numbers_and_missing() -> None:
    rows = [{"ID": 1, "NAME": 5, "SORT": 10}, {"ID": "2", "NAME": None, "SORT": "20"}]
    portal = Portal([result(rows), result([{"ID": 1, "NAME": [0], "SORT": 10}])])
    client = Both(None).client(portal)
    assert client.statuses() == [CallStatus(1, "5", 10, ""), CallStatus(2, "", 20, "")]
    raised(UnexpectedResponseError, client.statuses)


def test_the_first_list_of_a_portal_has_the_id_1(both: Both) -> None:
    assert both.client(Portal([result(1)])).add("CONTACT", [9]) == 1
    raised(OutcomeUnknownError, lambda: both.client(Portal([result(0)])).add("CONTACT", [9]))


@pytest.mark.parametrize("sent", [True, 1, "1"])
def test_an_update_is_done(sent: object) -> None:
    client = Both(None).client(Portal([result(sent)]))
    assert client.update(13, "CONTACT", [9], webform_id=None) is True


def test_an_id_of_a_new_list_that_is_none_leaves_open_whether_there_is_one(both: Both) -> None:
    client = both.client(Portal([result({"odd": 1})]))
    error = raised(OutcomeUnknownError, lambda: client.add("CONTACT", [9]))
    assert isinstance(error.cause, UnexpectedResponseError)


def test_a_byte_order_mark_does_no_harm(both: Both) -> None:
    portal = Portal([page(200, '\ufeff{"result": 51}', "application/json")])
    assert both.client(portal).add("CONTACT", [9]) == 51


def test_time_is_not_read(both: Both) -> None:
    portal = Portal([json_reply({"result": 51, "time": "odd", "total": None}), json_reply({"result": 52})])
    client = both.client(portal)
    assert [client.add("CONTACT", [9]), client.add("CONTACT", [9])] == [51, 52]
    assert NOW  # nothing was waited for
    assert portal.pauses == []


def test_closing_closes_the_transport(both: Both) -> None:
    portal = Portal([])
    both.client(portal).close()
    assert portal.closed


def test_what_json_cannot_say_is_refused_before_it_is_sent(both: Both) -> None:
    portal = Portal([])
    client = both.client(portal)
    raised(ValueError, lambda: client.call(Command("crm.calllist.get", {"ID": float("nan")}, str)))
    raised(TypeError, lambda: client.call(Command("crm.calllist.get", {"ID": object()}, str)))


def test_a_command_of_a_method_that_the_client_does_not_know(both: Both) -> None:
    portal = Portal([result({"ID": "1", "ADMIN": True})])
    assert both.client(portal).call(Command[str]("profile", {}, str)) == "{'ID': '1', 'ADMIN': True}"
    assert portal.methods == ["profile"]

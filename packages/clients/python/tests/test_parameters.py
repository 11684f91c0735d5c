"""Parameters of programs without a type checker: what the portal would misread is refused before anything is sent."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from support import Both, Portal, result

from b24_calllist import CallList, CallListRow, Client, Command, FilterValue, Participant, commands


class WholeNumber:
    """Of another library, such as NumPy's."""

    def __index__(self) -> int:
        return 13


NO_IDS: list[Any] = [
    *([13], (13,), {"ID": 13}, {13}, None, object()),
    *(True, False, 13.0, 13.5, float("nan"), 0, -1, 2**63),
    *("", "0", "-13", "13 or 1=1", "13abc", " 13", "13\n", "+13", "013", "1e1", "13.0", "٣", "9" * 5000, b"13"),
]
IDS: list[Any] = [1, 13, "13", 2**63 - 1, str(2**63 - 1), WholeNumber()]

BY_ID: dict[str, Callable[[Any], Command[Any]]] = {
    "get list_id": commands.get,
    "items list_id": commands.items,
    "update list_id": lambda value: commands.update(value, "CONTACT", [9], webform_id=None),
    "add entities[1]": lambda value: commands.add("CONTACT", [9, value]),
    "update entities[1]": lambda value: commands.update(13, "CONTACT", [9, value], webform_id=None),
    "add webform_id": lambda value: commands.add("CONTACT", [9], webform_id=value),
    "update webform_id": lambda value: commands.update(13, "CONTACT", [9], webform_id=value),
}
every_id = pytest.mark.parametrize("name", BY_ID)


@every_id
@pytest.mark.parametrize("value", NO_IDS, ids=lambda value: repr(value)[:20])
def test_what_is_no_id_is_refused_by_name_with_a_right_one(name: str, value: Any) -> None:
    if value is None and name.endswith("webform_id"):
        return  # it stands for no form
    with pytest.raises(TypeError, match=re.escape(f"{name.split()[1]}: it has to be a positive integer")) as caught:
        BY_ID[name](value)
    assert 'such as 13 or "13"' in str(caught.value)


@every_id
@pytest.mark.parametrize("value", IDS, ids=lambda value: repr(value)[:20])
def test_ids_are_numbers_or_their_decimal_text(name: str, value: Any) -> None:
    sent = 13 if isinstance(value, WholeNumber) else value
    assert str(sent) in str(BY_ID[name](value).params)


def test_nothing_is_sent(both: Both) -> None:
    portal = Portal([])
    client = both.client(portal)
    wrong: Any = [13]
    for call in (client.get, client.items, client.iter_items):
        with pytest.raises(TypeError, match="list_id"):
            call(wrong)


def test_whole_lists_are_refused_at_the_call_and_not_at_the_first_row() -> None:
    client: Any = Client("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/", transport=Portal([]))
    with pytest.raises(TypeError, match="list_id"):
        client.iter_items("13 or 1=1")
    with pytest.raises(TypeError, match="status"):
        client.iter_items(13, status=["IN_WORK"])
    with pytest.raises(TypeError, match="filter"):
        client.iter_lists(filter=["ID"])


@pytest.mark.parametrize("value", [None, 9, "9", "9,17", b"9", {"9": 1}, {9: 1}, True])
def test_entities_are_several_ids(value: Any) -> None:
    with pytest.raises(TypeError, match=re.escape("entities: it has to be a list of ids, such as [9, 17, 19]")):
        commands.add("CONTACT", value)


@pytest.mark.parametrize("value", [[9, 17], (9, 17), range(9, 18, 8), {9: 1, 17: 1}.keys(), iter([9, 17])])
def test_entities_are_whatever_holds_several(value: Any) -> None:
    assert commands.add("CONTACT", value).params["ENTITIES"] == [9, 17]


@pytest.mark.parametrize(
    "value", ["contact", " CONTACT", "C", "CO", "DYNAMIC_3", "LEAD", "", 3, "3", None, True, ["CONTACT"]]
)
def test_a_type_is_spelled_as_the_portal_spells_it_since_it_crashes_on_others(value: Any) -> None:
    with pytest.raises(TypeError, match="entity_type: it has to be CONTACT or COMPANY"):
        commands.add(value, [9])
    with pytest.raises(TypeError, match="entity_type: it has to be CONTACT or COMPANY"):
        commands.update(13, value, [9], webform_id=None)


@pytest.mark.parametrize("value", ["ID", 5, {"ID": 1}, ["ID", 5], [["ID"]], [None], [""], True, ["ID\udcff"]])
def test_select_is_a_list_of_fields(value: Any) -> None:
    with pytest.raises(
        TypeError, match=re.escape('select: it has to be a list of fields, such as ["ID", "WEBFORM_ID"]')
    ):
        commands.list(select=value)


NO_FILTERS: list[Any] = [
    *("ID=1", [">=ID", 14], 5, True, {1: 2}, {"": 2}),
    *({"ID": {"a": 1}}, {"@ID": [[1]]}, {"@ID": [{}]}, {"ID": b"1"}, {"ID": object()}),
    *({"ID": float("nan")}, {"ID": float("-inf")}, {"@ID": [float("inf")]}),
    *({"ID": "\udcff"}, {"@ID": ["\ud800"]}, {"\udcff": 1}),
]


@pytest.mark.parametrize("value", NO_FILTERS)
def test_a_filter_is_a_dict_of_plain_values(value: Any) -> None:
    with pytest.raises(TypeError, match=re.escape('filter: it has to be a dict of conditions, such as {">=ID": 14')):
        commands.list(filter=value)


@pytest.mark.parametrize(
    "value", ["ID", ["ID"], 5, {"ID": "descending"}, {"ID": 1}, {"ID": None}, {1: "ASC"}, {"ID": ["ASC"]}]
)
def test_an_order_is_a_dict_of_directions(value: Any) -> None:
    with pytest.raises(TypeError, match=re.escape('order: it has to be a dict of directions, such as {"ID": "DESC"}')):
        commands.list(order=value)


@pytest.mark.parametrize("value", ["50", 50.0, True, [50]])
def test_a_start_is_a_number_of_rows(value: Any) -> None:
    for command in (lambda: commands.list(start=value), lambda: commands.items(13, start=value)):
        with pytest.raises(TypeError, match="start: it has to be a whole number, such as 50"):
            command()


@pytest.mark.parametrize("value", [5, ["IN_WORK"], {"STATUS": "IN_WORK"}, "", True, "\udcff"])
def test_a_status_is_a_code(value: Any) -> None:
    with pytest.raises(TypeError, match='status: it has to be a text, such as "IN_WORK"'):
        commands.items(13, status=value)


def test_a_batch_is_of_commands() -> None:
    client: Any = Client("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/", transport=Portal([]))
    for wrong in (["crm.calllist.get"], {"a": "crm.calllist.get"}, [{"method": "crm.calllist.get"}], "get"):
        with pytest.raises(TypeError, match="commands: made by"):
            client.batch(wrong)


def test_the_message_does_not_show_what_was_given_by_mistake() -> None:
    secret: Any = "s3cretc0de8h1d3m"
    with pytest.raises(TypeError) as caught:
        commands.get(secret)
    assert secret not in str(caught.value)


def test_what_results_hold_can_be_passed_on(both: Both) -> None:
    portal = Portal(
        [result(51), result({"ID": "51", "WEBFORM_ID": "5"}), result(True), result([{"ID": "20"}]), result([])]
    )
    portal.replies += [result([{"ID": 9, "STATUS": "IN_WORK", "ENTITY_TYPE": 3}]), result(52)]
    client = both.client(portal)
    found: CallList = client.get(client.add("CONTACT", [9]))
    client.update(found.id, "CONTACT", [9], webform_id=found.webform_id)
    row: CallListRow = client.list()[0]
    same: dict[str, FilterValue] = {"ID": row.id, "@ENTITY_TYPE_ID": [3, 4]}
    client.list(filter=same)
    person: Participant = client.items(row.id)[0]
    client.add("CONTACT", [person.id])
    assert [body.get("ENTITIES") for body in portal.bodies][-1] == [9]

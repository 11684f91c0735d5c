"""Participants are added and removed, and everybody else stays, also while people work on the list."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from busy import LIST_ID, NOBODY, BusyList, Refusal, Work, some
from support import Both, Portal, json_reply, page, raised, refusal, result

from b24_calllist import (
    AccessError,
    Command,
    Entry,
    Failure,
    ParticipantsChanged,
    PortalError,
    UnstableListError,
    _batch,
)
from b24_calllist._change import change
from b24_calllist._core import Core, Flow

RUNS = 200
RUNS_OVER_THE_WIRE = 30
FORM = 5


def on(busy: BusyList, both: Both, **change: Any) -> ParticipantsChanged:
    return both.client(Portal([busy] * 2000)).change_participants(LIST_ID, **change)


def ids(busy: BusyList) -> set[int]:
    return {row.id for row in busy.rows}


def test_one_joins_one_leaves_and_the_others_stay_with_their_statuses_and_the_form(both: Both) -> None:
    busy = BusyList.of(1, 70, known=frozenset({100, 101}))
    before = {row.id: row.status for row in busy.rows}
    changed = on(busy, both, add=[100, "3"], remove=[7, 99])
    assert changed == ParticipantsChanged([100], [7], [], [], [], confirmed=True)
    right = {number: status for number, status in before.items() if number != 7} | {100: "IN_WORK"}
    assert {row.id: row.status for row in busy.rows} == right
    assert busy.form == FORM
    assert len(busy.updates) == 1


def test_ids_are_tried_on_a_list_that_does_not_exist_and_written_by_one_update(both: Both) -> None:
    portal = Portal([BusyList.of(1, 5, known=frozenset({100}))] * 20)
    both.client(portal).change_participants(LIST_ID, add=[100])
    assert set(portal.methods) == {"crm.calllist.get", "crm.calllist.items.get", "crm.calllist.update", "batch"}
    (written,) = [body["LIST_ID"] for body in portal.bodies if "ENTITIES" in body]
    assert written == LIST_ID
    (trial,) = [text for texts in portal.commands for text in texts if "ENTITIES" in text]
    assert trial.startswith("crm.calllist.update?LIST_ID=2147483647&")


def test_another_error_of_the_trial_is_raised_and_nothing_is_written(both: Both) -> None:
    busy = BusyList.of(1, 5, known=frozenset({100}))

    def closed(body: Any) -> Any:
        if "ENTITIES" not in str(body):
            return busy(body)
        return result({"result": {}, "result_error": {key: {"error": "ACCESS_ERROR"} for key in body["cmd"]}})

    error = raised(AccessError, lambda: both.client(Portal([closed] * 9)).change_participants(LIST_ID, add=[100]))
    assert (error.method, error.code) == ("crm.calllist.update", "ACCESS_ERROR")
    assert busy.updates == []


@pytest.mark.parametrize("fails", ["ENTITIES", "items.get"])
def test_an_error_before_the_update_says_that_nothing_was_changed(both: Both, fails: str) -> None:
    busy = BusyList.of(1, 5, known=frozenset({100}))

    def failing(body: Any) -> Any:
        if fails not in str(body):
            return busy(body)
        error = {"error": "INTERNAL_SERVER_ERROR"}
        return result({"result": {}, "result_error": dict.fromkeys(body["cmd"], error)})

    error = raised(PortalError, lambda: both.client(Portal([failing] * 9)).change_participants(LIST_ID, add=[100]))
    assert (error.code, error.executed) == ("INTERNAL_SERVER_ERROR", "no")
    assert busy.updates == []


def test_a_list_without_a_form_stays_without_one(both: Both) -> None:
    busy = BusyList.of(1, 5, form=None)
    on(busy, both, remove=[1])
    assert busy.form is None
    assert ids(busy) == {2, 3, 4, 5}


def test_who_is_in_both_leaves(both: Both) -> None:
    busy = BusyList.of(1, 5, known=frozenset({9}))
    assert on(busy, both, add=[1, 9], remove=[1, 9]) == ParticipantsChanged([], [1], [], [], [], confirmed=True)


@pytest.mark.parametrize(
    "change", [{}, {"add": [1, 2]}, {"add": [1, 2, 3, 4, 5]}, {"remove": [99]}, {"add": [1], "remove": [99]}]
)
def test_nothing_is_written_where_there_is_nothing_to_do(both: Both, change: dict[str, list[int]]) -> None:
    busy = BusyList.of(1, 5)
    portal = Portal([busy] * 9)
    assert both.client(portal).change_participants(LIST_ID, **change) == ParticipantsChanged(
        [], [], [], [], [], confirmed=True
    )
    assert busy.updates == []
    assert portal.methods == ["crm.calllist.get", *["batch"] * 3]
    assert len(portal.commands[0]) == 50


def test_ids_that_are_unknown_are_named_and_nothing_is_written(both: Both) -> None:
    busy = BusyList.of(1, 120, known=frozenset(range(200, 210)))
    error = raised(PortalError, lambda: on(busy, both, add=[200, 301, 205, 300], remove=[1]))
    assert (error.method, error.status) == ("crm.calllist.update", 400)
    assert (error.code, error.ids) == ("ENTITIES_ERROR", (300, 301))
    assert error.description == "No contact or company has the id 300, 301. Nothing was written"
    assert busy.updates == []


def test_of_many_unknown_ids_the_message_names_ten(both: Both) -> None:
    busy = BusyList.of(1, 5)
    error = raised(PortalError, lambda: on(busy, both, add=range(100, 111)))
    assert error.ids == tuple(range(100, 111))
    ten = "100, 101, 102, 103, 104, 105, 106, 107, 108, 109"
    assert error.description == f"No contact or company has the id {ten}, …. Nothing was written"
    error = raised(PortalError, lambda: on(busy, both, add=range(100, 110)))
    assert error.description == f"No contact or company has the id {ten}. Nothing was written"


def test_deleted_contacts_stay_since_the_portal_rejects_their_ids_and_are_reported(both: Both) -> None:
    busy = BusyList.of(1, 60, deleted=frozenset({3, 50}), known=frozenset({100}))
    changed = on(busy, both, add=[100], remove=[50, 7])
    assert changed == ParticipantsChanged([100], [7], [], [50], [3, 50], confirmed=True)
    assert ids(busy) == {*range(1, 61), 100} - {7}


def test_the_portal_silently_drops_ids_that_the_user_may_not_read(both: Both) -> None:
    busy = BusyList.of(1, 20, hidden=frozenset({5, 100}), known=frozenset({100, 101}))
    changed = on(busy, both, add=[100, 101], remove=[2])
    assert changed == ParticipantsChanged([101], [2], [100], [], [], confirmed=True)
    assert 5 in ids(busy)


def test_a_list_is_not_emptied(both: Both) -> None:
    busy = BusyList.of(1, 3, deleted=frozenset({3}))
    error = raised(ValueError, lambda: on(busy, both, remove=[1, 2]))
    assert str(error) == (
        "change_participants: no participant would be left on list 13, and the portal rejects an empty list. Keep one "
        "of them"
    )
    assert busy.updates == []


@pytest.mark.parametrize("wrong", ["9", 9, None, [0], [[9]], ["9 or 1=1"], {9: 1}, [True]])
def test_ids_are_checked_before_anything_is_sent(both: Both, wrong: Any) -> None:
    client = both.client(Portal([]))
    for name in ("add", "remove"):
        with pytest.raises(TypeError, match=rf"^{name}\b"):
            client.change_participants(LIST_ID, **{name: wrong})
    with pytest.raises(TypeError, match=r"^list_id\b"):
        client.change_participants([wrong])  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "what"), [("LEAD", "LEAD"), ("", "an unknown type")])
def test_a_list_of_another_type_cannot_be_changed(both: Both, kind: str, what: str) -> None:
    portal = Portal([BusyList.of(1, 3, type=kind)])
    error = raised(PortalError, lambda: both.client(portal).change_participants(LIST_ID, add=[9]))
    assert (error.method, error.status, error.code) == ("crm.calllist.update", 400, "ENTITY_TYPE_ERROR")
    assert error.description == (
        f"The portal updates lists of contacts and companies, and this is one of {what}. Nothing was written"
    )
    assert len(portal.requests) == 1


def test_a_form_0_is_no_form(both: Both) -> None:
    busy = BusyList.of(1, 3, form=0)
    on(busy, both, remove=[1])
    assert busy.form is None


def test_a_list_with_more_participants_than_a_command_holds(both: Both) -> None:
    busy = BusyList.of(1, 2500, deleted=frozenset({17, 1600}), known=frozenset({9000}))
    assert on(busy, both, add=[9000]).deleted == [17, 1600]
    assert ids(busy) == {*range(1, 2501), 9000}


def test_readings_that_never_agree_write_nothing(both: Both) -> None:
    busy = BusyList.of(1, 60, known=frozenset(range(100, 200)))

    def somebody_else_adds(body: Any) -> Any:
        if "ENTITIES" in str(body.get("cmd")):
            busy.rows.append(type(busy.rows[0])(1000 + len(busy.rows), "IN_WORK", 99_999))
        return busy(body)

    portal = Portal([somebody_else_adds] * 50)
    error = raised(UnstableListError, lambda: both.client(portal).change_participants(LIST_ID, add=[100]))
    assert (error.method, error.passes) == ("crm.calllist.items.get", 5)
    assert sum("items.get" in texts[0] and texts[0].endswith("start=0") for texts in portal.commands) == 5
    assert "Nothing was written; try again later" in str(error)
    assert busy.updates == []


@pytest.mark.parametrize("reply", [refusal(401, "INVALID_CREDENTIALS"), page(404), Failure("late")])
def test_when_the_last_reading_fails_the_report_is_what_was_requested(both: Both, reply: Any) -> None:
    busy = BusyList.of(1, 30, known=frozenset({100}), deleted=frozenset({4}))

    def after_the_update(body: Any) -> Any:
        return reply if busy.updates else busy(body)

    client = both.client(Portal([after_the_update] * 50))
    changed = client.change_participants(LIST_ID, add=[100], remove=[2])
    assert changed == ParticipantsChanged([100], [2], [], [], [4], confirmed=False)


def test_an_error_before_the_update_is_raised(both: Both) -> None:
    client = both.client(Portal([json_reply({"error": "LIST_ID_ERROR"}, 400)]))
    raised(PortalError, lambda: client.change_participants(99, add=[1]))


Change = Callable[[BusyList, list[int], list[int]], ParticipantsChanged]


def over_the_wire(busy: BusyList, add: list[int], remove: list[int]) -> ParticipantsChanged:
    return on(busy, Both(None), add=add, remove=remove)


class Direct:
    """Stands for the way to the portal, and asks the list itself: many runs take seconds so."""

    def __init__(self, busy: BusyList) -> None:
        self._busy = busy

    def entry(self, command: Command[Any]) -> Entry[Any]:
        found = self._busy.answer(command.params)
        if isinstance(found, Refusal):
            return Entry(PortalError(command.method, status=found.status, code=found.code))
        return Entry(None, command.read(found))

    def call(self, command: Command[Any]) -> Flow[Any]:
        self._busy.between_requests()
        yield from ()
        return self.entry(command).result

    def batch(self, _core: Core, commands: Sequence[Command[Any]], _halt: bool) -> Flow[list[Entry[Any]]]:
        self._busy.between_requests()
        yield from ()
        return [self.entry(command) for command in commands]


def directly(monkeypatch: pytest.MonkeyPatch) -> Change:
    def make(busy: BusyList, add: list[int], remove: list[int]) -> ParticipantsChanged:
        direct: Any = Direct(busy)
        monkeypatch.setattr(_batch, "run", direct.batch)
        try:
            next(change(direct, LIST_ID, add, remove))
        except StopIteration as end:
            changed: ParticipantsChanged = end.value
            return changed
        raise AssertionError("it waits for something")

    return make


@pytest.mark.slow
def test_while_people_work_each_change_is_what_was_asked_for_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make = directly(monkeypatch)
    done = sum(_is_right(seed, make) for seed in range(RUNS))
    assert done > RUNS * 0.9, f"only {done} of {RUNS} changes came to their end"


@pytest.mark.slow
def test_the_same_over_the_wire() -> None:
    assert sum(_is_right(seed, over_the_wire) for seed in range(RUNS_OVER_THE_WIRE)) > 0


def _is_right(seed: int, make: Change) -> bool:
    """One change; whether it was carried out."""
    roll = random.Random(seed)
    size = roll.randint(1, 160)
    everybody, strangers = range(1, size + 1), range(1001, 1011)
    hidden = some(roll, [*everybody, *strangers], roll.choice([0, 0.1, 0.5]))
    busy = BusyList.of(
        seed,
        size,
        called=roll.random(),
        work=Work(chance=roll.choice([0, 0.02, 0.2]), burst=roll.choice([0, 0.5, 3]), back=roll.choice([0.05, 0.5])),
        hidden=hidden,
        closed=some(roll, everybody, roll.choice([0, 0.3])),
        deleted=roll.choice([NOBODY, some(roll, everybody, 0.05)]) if not hidden else NOBODY,
        known=frozenset(strangers),
    )
    add = roll.sample(strangers, roll.randint(0, 5)) + roll.sample(everybody, min(size, 2))
    remove = roll.sample(everybody, roll.randint(0, min(size, 10)))
    before = ids(busy)
    removable = set(remove) - hidden - busy.deleted
    right = before - removable | (set(add) - set(remove) - hidden)
    try:
        changed = make(busy, add, remove)
    except (UnstableListError, ValueError):
        assert ids(busy) == before, f"something was written, with seed {seed}"
        return False
    assert ids(busy) == right, f"not what was asked for, with seed {seed}"
    assert busy.form == FORM
    if changed.confirmed:
        assert set(changed.added) == right - before, f"with seed {seed}"
        assert set(changed.removed) == before - right, f"with seed {seed}"
    return True

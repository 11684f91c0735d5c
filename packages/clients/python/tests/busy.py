"""A list that operators work on, as a portal keeps it: each status that they set sorts the participants anew."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from support import Reply, refusal, result

SORT = {"IN_WORK": 10, "SUCCESS": 20, "WRONG_NUMBER": 30, "STOP_CALLING": 40, "UC_A1B2C3": 50}
DONE = [status for status in SORT if status != "IN_WORK"]
LIST_ID = 13
PAGE = 50
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Refusal:
    """The portal rejects a call."""

    status: int
    code: str


@dataclass
class Row:
    """A participant in the portal's table."""

    id: int
    status: str
    rank: int

    @property
    def wire(self) -> dict[str, object]:
        return {"ID": self.id, "STATUS": self.status, "ENTITY_TYPE": 3}


@dataclass
class Work:
    """How people work on the list while it is read."""

    chance: float = 0
    """Of a status before each command."""
    burst: float = 0
    """Statuses between two requests."""
    back: float = 0.05
    """Chance that one is called again."""
    front: float = 0.7
    """Chance that it is one of the first, whom a portal shows to operators."""


@dataclass
class BusyList:
    """The list, and the portal around it."""

    random: random.Random
    rows: list[Row]
    work: Work = field(default_factory=Work)
    hidden: frozenset[int] = NOBODY
    """Participants whom the reader may not read."""
    closed: frozenset[int] = NOBODY
    """Those whom the operators may not read: they keep their rank while the others are sorted."""
    deleted: frozenset[int] = NOBODY
    """Those whose contact was deleted."""
    known: frozenset[int] = NOBODY
    """Contacts that are not on the list."""
    form: int | None = 5
    type: str = "CONTACT"
    statuses_set: int = 0
    updates: list[list[int]] = field(default_factory=list[list[int]])
    """What was written."""
    steady: set[int] = field(default_factory=set[int])
    """Those who had the status of the reading all the time, and so have to be read."""
    status: str | None = None

    @classmethod
    def of(cls, seed: int, size: int, *, called: float = 0.3, scattered: bool = False, **options: Any) -> "BusyList":
        """A list with participants 1 to `size`, a part of whom was called already."""
        roll = random.Random(seed)
        rows = [Row(number, "IN_WORK", 10 * number) for number in range(1, size + 1)]
        made = cls(roll, rows, **options)
        for row in roll.sample(rows, int(size * called)) if scattered else rows[: int(size * called)]:
            row.status = roll.choice(DONE)
        if not scattered:
            made._sort(rows)
        made.steady = {row.id for row in rows if row.id not in made.hidden and made.status in {None, row.status}}
        return made

    # The operators

    def between_requests(self) -> None:
        burst = self.work.burst
        while burst > 0:
            if self.random.random() < burst:
                self.set_a_status()
            burst -= 1

    def set_a_status(self) -> None:
        """An operator calls somebody, or takes back what was set."""
        seen = [row for row in self.rows if row.id not in self.closed]
        waiting = [row for row in seen if row.status == "IN_WORK"]
        called = [row for row in seen if row.status != "IN_WORK"]
        roll = self.random.random
        if called and roll() < self.work.back:
            self.set_status(self.random.choice(called), "IN_WORK")
        elif waiting:
            first = waiting[:5] if roll() < self.work.front else waiting
            self.set_status(self.random.choice(first), "IN_WORK" if roll() < 0.05 else self.random.choice(DONE))

    def set_status(self, row: Row, status: str) -> None:
        if self.status and status != self.status:
            self.steady.discard(row.id)
        row.status = status
        row.rank += 5500
        self._sort([one for one in self.rows if one.id not in self.closed])
        self.statuses_set += 1

    def _sort(self, seen: list[Row]) -> None:
        seen = sorted(seen, key=lambda row: (SORT[row.status], row.rank))
        for index, row in enumerate(seen, 1):
            row.rank = 10 * index
        self.rows.sort(key=lambda row: (row.rank, row.id))

    # The methods

    def page(self, start: int, status: str | None = None) -> list[Row]:
        """What may be read of a page; before it, an operator may have set a status."""
        if self.random.random() < self.work.chance:
            self.set_a_status()
        rows = self.rows if status is None else [row for row in self.rows if row.status == status]
        return [Row(row.id, row.status, 0) for row in rows[start : start + PAGE] if row.id not in self.hidden]

    def update(self, list_id: int, entity_type: str, ids: list[int], form: int | None) -> Refusal | bool:
        """Replaces the participants whom the user can read."""
        on_list = {row.id for row in self.rows}
        if entity_type not in {"CONTACT", "COMPANY"}:
            return Refusal(400, "ENTITY_TYPE_ERROR")
        existing = (on_list | self.known) - self.deleted
        if len(set(ids) & existing) != len(ids) or not ids:
            return Refusal(400, "ENTITIES_ERROR")
        if list_id != LIST_ID:
            return Refusal(400, "LIST_ID_ERROR")
        self.updates.append(ids)
        self.form = form
        fixed = self.hidden | self.deleted
        self.rows = [row for row in self.rows if row.id in fixed or row.id in ids]
        self.rows.sort(key=lambda row: (row.status, row.rank))
        for number in ids:
            if number not in on_list and number not in self.hidden:
                self.rows.append(Row(number, "IN_WORK", 0))
        for index, row in enumerate(self.rows, 1):
            row.rank = 10 * index
        return True

    # On the wire

    def __call__(self, body: Any) -> Reply:
        self.between_requests()
        if "cmd" in body:
            found = {key: self._command(text) for key, text in body["cmd"].items()}
            good = {key: one for key, one in found.items() if not isinstance(one, Refusal)}
            errors = {key: {"error": one.code} for key, one in found.items() if isinstance(one, Refusal)}
            return result({"result": good, "result_error": errors})
        found = self.answer(body)
        return refusal(found.status, found.code) if isinstance(found, Refusal) else result(found)

    def _command(self, text: str) -> Any:
        method, _, query = text.partition("?")
        params: dict[str, Any] = {"ENTITIES": []} if "update" in method else {}
        for name, value in parse_qsl(query):
            if name.startswith("ENTITIES["):
                params["ENTITIES"].append(int(value))
            elif name == "FILTER[STATUS]":
                params["FILTER"] = {"STATUS": value}
            else:
                params[name] = value
        return self.answer(params)

    def answer(self, params: Mapping[str, Any]) -> Any:
        """Which method it is shows in what it is given."""
        if "ENTITIES" in params:
            form = params.get("WEBFORM_ID")
            return self.update(int(params["LIST_ID"]), params["ENTITY_TYPE"], list(params["ENTITIES"]), form)
        if "ID" in params:
            return {"ID": str(LIST_ID), "ENTITY_TYPE": self.type, "WEBFORM_ID": self.form}
        rows = self.page(int(params.get("start", 0)), params.get("FILTER", {}).get("STATUS"))
        return [row.wire for row in rows] or Refusal(403, "ACCESS_ERROR")


def some(roll: random.Random, numbers: Iterable[int], share: float) -> frozenset[int]:
    return frozenset(number for number in numbers if roll.random() < share)

"""Adding and removing participants, although the portal's update replaces all of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from . import _wire_names, commands
from ._checks import ids, one_id
from ._codes import ErrorCode
from ._command import Command, Id
from ._core import Core, Flow
from ._errors import CallListError, PortalError, UnstableListError
from ._numbers import BATCH_SIZE, MAX_CHANGE_READINGS, MAX_EMPTY_PAGES, MAX_EMPTY_PAGES_BEFORE_UPDATE, MAX_WORD
from ._pages import Reading
from ._participants import METHOD, ParticipantReader
from ._unknown_ids import TYPES, unknown_ids
from ._wire import truth

SHOWN_IDS = 10


@dataclass(frozen=True, slots=True)
class ParticipantsChanged:
    """What was changed, as the portal shows it afterwards."""

    added: Sequence[int]
    """On the list now, and not before."""
    removed: Sequence[int]
    """No longer on the list."""
    not_added: Sequence[int]
    """To be added, but not on the list: the portal silently drops ids that the user may not read."""
    not_removed: Sequence[int]
    """To be removed, but still on the list: the portal keeps participants whose contact or company was deleted."""
    deleted: Sequence[int]
    """On the list, although their contact or company was deleted. Only administrators see them; they cannot be removed.
    """
    confirmed: bool
    """Whether the list was read after the update. False where that failed, although the update was executed: then
    `added` and `removed` are what was requested."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What is wanted, each in its order."""

    joining: dict[int, None]
    leaving: dict[int, None]

    def is_done_on(self, participants: dict[int, None]) -> bool:
        """Whether there is nothing to do."""
        return self.joining.keys() <= participants.keys() and self.leaving.keys().isdisjoint(participants)

    def report(
        self, before: Collection[int], after: Collection[int], deleted: Iterable[int], *, confirmed: bool = True
    ) -> ParticipantsChanged:
        return ParticipantsChanged(
            added=[one for one in self.joining if one in after and one not in before],
            removed=[one for one in self.leaving if one in before and one not in after],
            not_added=[one for one in self.joining if one not in after],
            not_removed=[one for one in self.leaving if one in after],
            deleted=list(deleted),
            confirmed=confirmed,
        )


@dataclass(frozen=True, slots=True)
class _Participants:
    """Everybody on a list."""

    ids: dict[int, None]
    """In their order."""
    gap: int
    """With this gap, a later reading finds them, too."""
    deleted: dict[int, None] = field(default_factory=dict[int, None])
    """Those whose contact or company was deleted."""


def change(core: Core, list_id: Id, add: Iterable[Id], remove: Iterable[Id]) -> Flow[ParticipantsChanged]:
    """Reads the list until two readings agree, updates it, and reads it again."""
    list_id, wanted = one_id(list_id, "list_id"), _change_of(add, remove)
    return _change(core, list_id, wanted)


def _change_of(add: Iterable[Id], remove: Iterable[Id]) -> _Change:
    """Whoever is in both leaves."""
    leaving = dict.fromkeys(int(one) for one in ids(remove, "remove"))
    joining = dict.fromkeys(int(one) for one in ids(add, "add"))
    return _Change({one: None for one in joining if one not in leaving}, leaving)


def _change(core: Core, list_id: Id, wanted: _Change) -> Flow[ParticipantsChanged]:
    try:
        call_list = yield from core.call(commands.get(list_id))
        if call_list.entity_type not in TYPES:
            raise _wrong_type(core.auth.quote(call_list.entity_type, MAX_WORD))
        found = yield from _agreed(core, list_id, call_list.entity_type, wanted)
    except CallListError as error:
        error.executed = "no"  # nothing was written, even where it is not known what became of a request
        raise
    before = found.ids
    living = [one for one in before if one not in found.deleted]
    staying = [one for one in living if one not in wanted.leaving]
    entities = [*staying, *(one for one in wanted.joining if one not in before)]
    if entities == living:
        return wanted.report(before, before, found.deleted)
    if not entities:
        raise ValueError(
            f"change_participants: no participant would be left on list {list_id}, and the portal rejects an empty "
            "list. Keep one of them"
        )
    params = {"LIST_ID": list_id, "ENTITY_TYPE": call_list.entity_type, "ENTITIES": entities}
    form = {"WEBFORM_ID": call_list.webform_id} if call_list.webform_id else {}
    yield from core.call(Command(_wire_names.UPDATE, {**params, **form}, truth))
    try:
        after = yield from _read(core, list_id, found.gap)
    except CallListError:
        expected = {*found.deleted, *entities}
        return wanted.report(before, expected, found.deleted, confirmed=False)
    return wanted.report(before, after.ids, found.deleted)


def _agreed(core: Core, list_id: Id, entity_type: str, wanted: _Change) -> Flow[_Participants]:
    """Who is on the list, as two complete readings agree, and whose record is gone."""
    found = yield from _read(core, list_id, MAX_EMPTY_PAGES_BEFORE_UPDATE)
    for _ in range(MAX_CHANGE_READINGS - 1):
        if wanted.is_done_on(found.ids):
            return found
        unknown = yield from unknown_ids(core, entity_type, list({**found.ids, **wanted.joining}))
        strangers = [one for one in unknown if one not in found.ids]
        if strangers:
            raise _unknown_participants(strangers)
        again = yield from _read(core, list_id, found.gap)
        if again.ids.keys() == found.ids.keys():
            return _Participants(found.ids, found.gap, dict.fromkeys(unknown))
        found = _Participants(again.ids, found.gap)
    raise _unstable(MAX_CHANGE_READINGS)


def _read(core: Core, list_id: Id, gap: int) -> Flow[_Participants]:
    reader = ParticipantReader(list_id, None, gap)
    reading = Reading(core, reader, growth=(BATCH_SIZE,))
    found: dict[int, None] = {}
    try:
        while not reading.done:
            found.update(dict.fromkeys(row.id for row in (yield from reading.read())))
    except UnstableListError as error:
        raise _unstable(error.passes) from None
    return _Participants(found, reader.longest_gap + MAX_EMPTY_PAGES)


def _unstable(times: int) -> UnstableListError:
    return UnstableListError(METHOD, times, "Nothing was written")


def _wrong_type(entity_type: str) -> PortalError:
    what = entity_type or "an unknown type"
    description = f"The portal updates lists of contacts and companies, and this is one of {what}. Nothing was written"
    return PortalError(_wire_names.UPDATE, status=400, code=ErrorCode.ENTITY_TYPE_ERROR, description=description)


def _unknown_participants(ids: Sequence[int]) -> PortalError:
    shown = ", ".join(map(str, ids[:SHOWN_IDS])) + (", …" if len(ids) > SHOWN_IDS else "")
    description = f"No contact or company has the id {shown}. Nothing was written"
    return PortalError(_wire_names.UPDATE, status=400, code=ErrorCode.ENTITIES_ERROR, description=description, ids=ids)

# Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.
"""The methods of call lists as values, to be sent alone by `client.call` or with others by `client.batch`.

Example:
    >>> from b24_calllist import commands
    >>> commands.get(13)
    Command(method='crm.calllist.get', params={'ID': 13})
"""

import builtins
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args, overload

from ._checks import ids, listed, mapped, one_id, one_of, optional, sorting, text_of, whole_number
from ._command import Command, FilterValue, Id, given
from ._models import CallList, CallListRow, CallStatus, Direction, EntityType, PartialCallListRow, Participant
from ._wire import new_id, rows, truth

__all__ = ["add", "get", "items", "list", "statuses", "update"]


def add(entity_type: EntityType, entities: Iterable[Id], *, webform_id: Id | None = None) -> Command[int]:
    """Create a call list (`crm.calllist.add`). See `Client.add`."""
    return Command(
        "crm.calllist.add",
        given(
            ENTITY_TYPE=one_of(entity_type, "entity_type", get_args(EntityType)),
            ENTITIES=ids(entities, "entities"),
            WEBFORM_ID=optional(one_id, webform_id, "webform_id"),
        ),
        new_id,
    )


def get(list_id: Id) -> Command[CallList]:
    """Get a call list (`crm.calllist.get`). See `Client.get`."""
    return Command("crm.calllist.get", given(ID=one_id(list_id, "list_id")), CallList.from_wire)


@overload
def list(
    *,
    select: None = None,
    filter: Mapping[str, FilterValue] | None = None,
    order: Mapping[str, Direction] | None = None,
    start: int | None = None,
) -> Command[builtins.list[CallListRow]]: ...
@overload
def list(
    *,
    select: Sequence[str],
    filter: Mapping[str, FilterValue] | None = None,
    order: Mapping[str, Direction] | None = None,
    start: int | None = None,
) -> Command[builtins.list[PartialCallListRow]]: ...
def list(
    *,
    select: Sequence[str] | None = None,
    filter: Mapping[str, FilterValue] | None = None,
    order: Mapping[str, Direction] | None = None,
    start: int | None = None,
) -> Command[builtins.list[Any]]:
    """Find call lists (`crm.calllist.list`). See `Client.list`."""
    row = PartialCallListRow if select else CallListRow
    return Command(
        "crm.calllist.list",
        given(
            SELECT=listed(select, "select"),
            FILTER=mapped(filter, "filter"),
            ORDER=sorting(order, "order"),
            start=optional(whole_number, start, "start"),
        ),
        lambda value: rows(value, row.from_wire),
    )


def update(list_id: Id, entity_type: EntityType, entities: Iterable[Id], *, webform_id: Id | None) -> Command[bool]:
    """Replace the participants of a call list (`crm.calllist.update`). See `Client.update`."""
    return Command(
        "crm.calllist.update",
        given(
            LIST_ID=one_id(list_id, "list_id"),
            ENTITY_TYPE=one_of(entity_type, "entity_type", get_args(EntityType)),
            ENTITIES=ids(entities, "entities"),
            WEBFORM_ID=optional(one_id, webform_id, "webform_id"),
        ),
        truth,
    )


def items(list_id: Id, *, status: str | None = None, start: int | None = None) -> Command[builtins.list[Participant]]:
    """Get the participants of a call list (`crm.calllist.items.get`). See `Client.items`."""
    return Command(
        "crm.calllist.items.get",
        given(
            LIST_ID=one_id(list_id, "list_id"),
            FILTER=given(STATUS=optional(text_of, status, "status", "IN_WORK")) or None,
            start=optional(whole_number, start, "start"),
        ),
        lambda value: rows(value, Participant.from_wire),
    )


def statuses() -> Command[builtins.list[CallStatus]]:
    """Get the call statuses (`crm.calllist.statuslist`). See `Client.statuses`."""
    return Command("crm.calllist.statuslist", given(), lambda value: rows(value, CallStatus.from_wire))

"""Which ids the portal rejects: it says that some are wrong, but not which."""

from collections.abc import Sequence
from math import ceil
from typing import get_args

from . import _batch, _wire_names
from ._batch import Entry
from ._codes import ErrorCode
from ._command import Command
from ._core import Core, Flow
from ._errors import PortalError
from ._models import EntityType
from ._numbers import BATCH_SIZE, MAX_COMMAND_VALUES, MAX_ID
from ._wire import truth

TYPES: tuple[str, ...] = get_args(EntityType)
"""Lists of other types (leads, deals …) are made in the portal's own pages, and only there."""
MOST_IDS = MAX_COMMAND_VALUES - 2
"""A command of a batch holds so many, beside the list and the type."""


def unknown_ids(core: Core, entity_type: str, ids: Sequence[int]) -> Flow[list[int]]:
    """Finds the ids that belong to no contact (or company): unknown ones, and those of deleted records. Smallest first.

    Nothing is written: an update of a list that does not exist is rejected after its ids were checked, with
    `ENTITIES_ERROR` for wrong ids, and with `LIST_ID_ERROR` otherwise. One request where all ids are right, some more
    to find those that are not.
    """
    unknown: list[int] = []
    suspects = _split(ids, ceil(len(ids) / MOST_IDS))
    while suspects:
        entries = yield from _batch.run(core, [_dry_run(entity_type, some) for some in suspects], False)
        wrong = [some for some, entry in zip(suspects, entries, strict=True) if _are_rejected(entry)]
        unknown += [some[0] for some in wrong if len(some) == 1]
        groups = [some for some in wrong if len(some) > 1]
        parts = max(2, BATCH_SIZE // max(1, len(groups)))
        suspects = [part for some in groups for part in _split(some, parts)]
    return sorted(unknown)


def _dry_run(entity_type: str, ids: Sequence[int]) -> Command[bool]:
    params = {"LIST_ID": MAX_ID, "ENTITY_TYPE": entity_type, "ENTITIES": list(ids)}
    return Command(_wire_names.UPDATE, params, truth)


def _are_rejected(entry: Entry[bool]) -> bool:
    """Whether some of the ids are wrong; any other error is raised."""
    match entry.error:
        case PortalError(code=ErrorCode.ENTITIES_ERROR):
            return True
        case PortalError(code=ErrorCode.LIST_ID_ERROR):
            return False
        case _:
            return not entry.result  # raises


def _split(ids: Sequence[int], parts: int) -> list[Sequence[int]]:
    """So many parts of the same size."""
    size = ceil(len(ids) / parts) if ids else 1
    return [ids[start : start + size] for start in range(0, len(ids), size)]

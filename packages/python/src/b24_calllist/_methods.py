# Generated from spec/dist/openapi.json by `npm run generate`. Do not edit.
"""The six methods of both clients, each a command that is called."""

import builtins
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from . import commands
from ._command import Command, Direction, FilterValue, Id
from ._models import CallList, CallListRow, CallStatus, EntityType, Participant

T = TypeVar("T")


class Methods(ABC):
    """The methods of `Client`."""

    @abstractmethod
    def call(self, command: Command[T]) -> T:
        """Carries out a command."""

    def add(self, entity_type: EntityType, entities: Iterable[Id], *, webform_id: Id | None = None) -> int:
        """Create a call list (`crm.calllist.add`).

        Makes a call list from contacts or companies. The answer is the new list's id, as a number.

        The participants get the status `IN_WORK` and are called in the order of `ENTITIES`. The portal also
        makes an activity "Call list #…" for the calling user; if that fails, nothing says so. There is no method
        to delete a list: it goes when its activity is deleted (`crm.activity.delete`).

        Before you call it:

        - **Repeating makes another list.** When an answer is lost (timeout, connection reset, HTTP 500, 502 or
          504), look with `crm.calllist.list`, newest first, before you send the request again. Every 4xx means
          that nothing was made.
        - **Write `CONTACT` or `COMPANY` in capitals.** Other spellings of the same word end in HTTP 500, not in
          a clear error.
        - **Each id once.** A duplicate is refused like an id that does not exist, with `ENTITY_ERROR` and no
          hint which.
        - **Ids you may not read are dropped in silence.** The list is made from the rest; only when none is left
          is there an error (403).
        - **`WEBFORM_ID` is a number or null.** An empty string or a word ends in HTTP 500, 0 in `WEBFORM_ERROR`.

        Args:
            entity_type: `ENTITY_TYPE`. Whom the list calls, in exactly these letters.
            entities: `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
                called. All must exist, or nothing is done; of those that exist, the ones the caller may not read
                are left out without a word. REST sets no upper bound (the limit of 500 in the portal's pages
                does not apply).
            webform_id: `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; None for
                none.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`,
                `ENTITY_TYPE_ERROR`, `ENTITIES_ERROR`, `ENTITY_ERROR`, `WEBFORM_ERROR`, `ACCESS_ERROR`,
                `OPERATION_TIME_LIMIT`.
            OutcomeUnknownError: it is not known whether there is a new list.
            CallListError: anything else that went wrong.

        Example:
            >>> client.add("CONTACT", [9, 17, 19])
            51
        """
        return self.call(commands.add(entity_type, entities, webform_id=webform_id))

    def get(self, list_id: Id) -> CallList:
        """Get a call list (`crm.calllist.get`).

        Gives the fields of one call list: type, form, author and date. It does not tell how many participants
        there are or how far they have been called; read `crm.calllist.items.get` for that.

        Before you call it:

        - **"No such list" and "not allowed" are one answer**: `LIST_ID_ERROR`. A user who may not read contacts
          at all gets it for every list of contacts. (The official index page says that any user may read a list;
          portals do not agree.)
        - **An id is read as PHP reads numbers**: `"13abc"` is list 13 and `true` is list 1. Check ids on your
          side.
        - `DATE_CREATE` is in the server's time zone, without saying which.

        Args:
            list_id: `ID`. Id of the call list.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`, `LIST_ID_ERROR`,
                `OPERATION_TIME_LIMIT`.
            CallListError: anything else that went wrong.

        Example:
            >>> client.get(13).entity_type
            'CONTACT'
        """
        return self.call(commands.get(list_id))

    def list(
        self,
        *,
        select: Sequence[str] | None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
        start: int | None = None,
    ) -> builtins.list[CallListRow]:
        """Find call lists (`crm.calllist.list`).

        Gives the portal's call lists, 50 a page, filtered and sorted as you ask. Rows hold the fields you
        select, without the type's name (`ENTITY_TYPE`) that `get` adds.

        Before you call it:

        - **It is paged and nothing says so.** There is no `total` and no `next`. Ask with `start` 0, 50, 100 …
          until a page is shorter than 50; past the end the answer is an empty array. Better: sort by
          `{"ID":"ASC"}` and ask for `>ID` of the last row, so that lists made meanwhile are neither skipped nor
          read twice.
        - **`start: -1` gives the whole table at once.** In other Bitrix24 methods it means "without counting".
        - **Always sort.** Without `ORDER` the portal promises no order at all, and pages may overlap.
        - **No rights are checked.** Every list of the portal is shown to any caller with the scope `crm`.
        - **Field names in `ORDER` must be in capitals**: `{"id":"DESC"}` sorts ascending without a word.

        `iter_lists` reads on by itself.

        Args:
            select: `SELECT`. Fields to answer with (`ID`, `DATE_CREATE`, `CREATED_BY_ID`, `WEBFORM_ID`,
                `ENTITY_TYPE_ID`); all when left out.
            filter: `FILTER`. Conditions that a list must all meet. Each key is an operator (none, `=`, `!`,
                `>`, `>=`, `<`, `<=`, `@` for one of several, `!@` for none of several) and a field (`ID`,
                `CREATED_BY_ID`, `WEBFORM_ID`, `ENTITY_TYPE_ID`), such as `{">=ID": 14, "@ENTITY_TYPE_ID": [3,
                4]}`; None means "not set". Never an empty list under `@` or `!@`: HTTP 500.
            order: `ORDER`. Sorting: field to direction, the first key first, such as `{"ID": "DESC"}`.
                Without it the portal sorts by nothing.
            start: `start`. How many rows to skip before the first one, 0 when left out; pages hold 50. -1
                means all rows in one answer.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`, `UNKNOWN_FIELD`,
                `OPERATION_TIME_LIMIT`, `ERROR_CORE`.
            CallListError: anything else that went wrong.

        Example:
            >>> [row.id for row in client.list(filter={">=ID": 14}, order={"ID": "DESC"})]
            [30, 20]
        """
        return self.call(commands.list(select=select, filter=filter, order=order, start=start))

    def update(self, list_id: Id, entity_type: EntityType, entities: Iterable[Id], *, webform_id: Id | None) -> bool:
        """Replace the participants of a call list (`crm.calllist.update`).

        Gives a list a new set of participants, and a new web form or none. The type of the list cannot change.

        Before you call it:

        - **It clears the web form unless you send it.** A request without `WEBFORM_ID`, or with null, removes
          the form from the list. To change participants only, read `WEBFORM_ID` with `crm.calllist.get` first
          and send it back.
        - **`ENTITIES` is the whole new set, not an addition.** Participants who are missing from it are removed
          with their call status; new ones are appended with `IN_WORK`; the others keep status and call.
        - **The order changes.** Those who stay are sorted by status code (`IN_WORK`, `STOP_CALLING`, `SUCCESS`,
          `UC_…`, `WRONG_NUMBER`), then by their old place; new ones follow. The next update sorts these in, too.
        - **A list cannot be emptied on purpose** (`ENTITIES: []` is refused), but it can end up empty: ids you
          may not read are dropped in silence, and `true` is returned all the same.
        - **Participants you may not see stay.** Records the caller cannot read, and deleted ones, are neither
          removed nor counted. If all participants are such, the list is "incorrect": `LIST_ID_ERROR`, for
          administrators too.
        - **Each id once.** A duplicate is refused like an id that does not exist, here with `ENTITIES_ERROR` (in
          `add` it is `ENTITY_ERROR`).
        - **`WEBFORM_ID` is a number or null.** An empty string or a word ends in HTTP 500, 0 in `WEBFORM_ERROR`.
        - **Send ids as plain numbers.** Odd spellings of an id that is already on the list (`"09"`, `"9abc"`)
          end in HTTP 500 after the form was changed.
        - **A wrong `LIST_ID` is reported late**, only after type and participants were checked.
        - **Write `CONTACT` or `COMPANY` in capitals**, as for `add`: other spellings end in HTTP 500.

        Repeating the same request gives the same set of participants, though not always in the same order.

        Args:
            list_id: `LIST_ID`. Id of the call list.
            entity_type: `ENTITY_TYPE`. Whom the list calls, in exactly these letters.
            entities: `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
                called. All must exist, or nothing is done; of those that exist, the ones the caller may not read
                are left out without a word. REST sets no upper bound (the limit of 500 in the portal's pages
                does not apply).
            webform_id: `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; None for
                none.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`,
                `ENTITY_TYPE_ERROR`, `ENTITIES_ERROR`, `WEBFORM_ERROR`, `LIST_ID_ERROR`, `ACCESS_ERROR`,
                `OPERATION_TIME_LIMIT`, `ERROR_CORE`.
            CallListError: anything else that went wrong.

        Example:
            >>> client.update(13, "CONTACT", [9, 21], webform_id=client.get(13).webform_id)
            True
        """
        return self.call(commands.update(list_id, entity_type, entities, webform_id=webform_id))

    def items(self, list_id: Id, *, status: str | None = None, start: int | None = None) -> builtins.list[Participant]:
        """Get the participants of a call list (`crm.calllist.items.get`).

        Gives the participants of a list with their call status, 50 a page, in calling order. `ID` is the id of
        the contact or company.

        Before you call it:

        - **An empty page is a 403.** `ACCESS_ERROR` comes past the last page, for a status nobody has, for a
          list that an update has emptied, and when you may not read anybody on the page. There is no empty
          array.
        - **It is paged and nothing says so.** There is no `total` and no `next`. Ask with `start` 0, 50, 100 …
        - **A short page is not the last one.** Rows you may not read are taken out after the page was cut: a
          page can hold fewer than 50, and a page in the middle can be a 403 although more follow. Nothing on the
          wire tells such a gap from the end.
        - **A status is compared letter by letter** with the portal's present dictionary. A status that was
          removed from it can still stand in rows, but cannot be asked for.
        - `start: -1` has no meaning here; it is the first page.

        `iter_items` reads on by itself.

        Args:
            list_id: `LIST_ID`. Id of the call list.
            status: `FILTER`. Only participants with this call status, compared letter by letter; everybody
                when left out.
            start: `start`. How many rows to skip before the first one, 0 when left out; pages hold 50.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`, `LIST_ID_ERROR`,
                `STATUS_ERROR`, `ACCESS_ERROR`, `OPERATION_TIME_LIMIT`.
            CallListError: anything else that went wrong.

        Example:
            >>> [participant.id for participant in client.items(13, status="SUCCESS")]
            [17]
        """
        return self.call(commands.items(list_id, status=status, start=start))

    def statuses(self) -> builtins.list[CallStatus]:
        """Get the call statuses (`crm.calllist.statuslist`).

        Gives the portal's dictionary of call statuses, sorted. Not paged; parameters are ignored.

        Before you call it:

        - **Statuses are an open set.** Four are there at first (`IN_WORK`, `SUCCESS`, `WRONG_NUMBER`,
          `STOP_CALLING`); administrators add their own and rename all of them. Compare `STATUS_ID`, never `NAME`
          or `ID`: ids differ from portal to portal.
        - Statuses are changed with `crm.status.*` (`ENTITY_ID` `CALL_LIST`), not here.

        Raises:
            PortalError: with one of these codes of its own, or others: `OPERATION_TIME_LIMIT`.
            CallListError: anything else that went wrong.

        Example:
            >>> [status.status_id for status in client.statuses()]
            ['IN_WORK', 'SUCCESS']
        """
        return self.call(commands.statuses())


class AsyncMethods(ABC):
    """The methods of `AsyncClient`."""

    @abstractmethod
    async def call(self, command: Command[T]) -> T:
        """Carries out a command."""

    async def add(self, entity_type: EntityType, entities: Iterable[Id], *, webform_id: Id | None = None) -> int:
        """Create a call list (`crm.calllist.add`).

        Makes a call list from contacts or companies. The answer is the new list's id, as a number.

        The participants get the status `IN_WORK` and are called in the order of `ENTITIES`. The portal also
        makes an activity "Call list #…" for the calling user; if that fails, nothing says so. There is no method
        to delete a list: it goes when its activity is deleted (`crm.activity.delete`).

        Before you call it:

        - **Repeating makes another list.** When an answer is lost (timeout, connection reset, HTTP 500, 502 or
          504), look with `crm.calllist.list`, newest first, before you send the request again. Every 4xx means
          that nothing was made.
        - **Write `CONTACT` or `COMPANY` in capitals.** Other spellings of the same word end in HTTP 500, not in
          a clear error.
        - **Each id once.** A duplicate is refused like an id that does not exist, with `ENTITY_ERROR` and no
          hint which.
        - **Ids you may not read are dropped in silence.** The list is made from the rest; only when none is left
          is there an error (403).
        - **`WEBFORM_ID` is a number or null.** An empty string or a word ends in HTTP 500, 0 in `WEBFORM_ERROR`.

        Args:
            entity_type: `ENTITY_TYPE`. Whom the list calls, in exactly these letters.
            entities: `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
                called. All must exist, or nothing is done; of those that exist, the ones the caller may not read
                are left out without a word. REST sets no upper bound (the limit of 500 in the portal's pages
                does not apply).
            webform_id: `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; None for
                none.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`,
                `ENTITY_TYPE_ERROR`, `ENTITIES_ERROR`, `ENTITY_ERROR`, `WEBFORM_ERROR`, `ACCESS_ERROR`,
                `OPERATION_TIME_LIMIT`.
            OutcomeUnknownError: it is not known whether there is a new list.
            CallListError: anything else that went wrong.
        """
        return await self.call(commands.add(entity_type, entities, webform_id=webform_id))

    async def get(self, list_id: Id) -> CallList:
        """Get a call list (`crm.calllist.get`).

        Gives the fields of one call list: type, form, author and date. It does not tell how many participants
        there are or how far they have been called; read `crm.calllist.items.get` for that.

        Before you call it:

        - **"No such list" and "not allowed" are one answer**: `LIST_ID_ERROR`. A user who may not read contacts
          at all gets it for every list of contacts. (The official index page says that any user may read a list;
          portals do not agree.)
        - **An id is read as PHP reads numbers**: `"13abc"` is list 13 and `true` is list 1. Check ids on your
          side.
        - `DATE_CREATE` is in the server's time zone, without saying which.

        Args:
            list_id: `ID`. Id of the call list.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`, `LIST_ID_ERROR`,
                `OPERATION_TIME_LIMIT`.
            CallListError: anything else that went wrong.
        """
        return await self.call(commands.get(list_id))

    async def list(
        self,
        *,
        select: Sequence[str] | None = None,
        filter: Mapping[str, FilterValue] | None = None,
        order: Mapping[str, Direction] | None = None,
        start: int | None = None,
    ) -> builtins.list[CallListRow]:
        """Find call lists (`crm.calllist.list`).

        Gives the portal's call lists, 50 a page, filtered and sorted as you ask. Rows hold the fields you
        select, without the type's name (`ENTITY_TYPE`) that `get` adds.

        Before you call it:

        - **It is paged and nothing says so.** There is no `total` and no `next`. Ask with `start` 0, 50, 100 …
          until a page is shorter than 50; past the end the answer is an empty array. Better: sort by
          `{"ID":"ASC"}` and ask for `>ID` of the last row, so that lists made meanwhile are neither skipped nor
          read twice.
        - **`start: -1` gives the whole table at once.** In other Bitrix24 methods it means "without counting".
        - **Always sort.** Without `ORDER` the portal promises no order at all, and pages may overlap.
        - **No rights are checked.** Every list of the portal is shown to any caller with the scope `crm`.
        - **Field names in `ORDER` must be in capitals**: `{"id":"DESC"}` sorts ascending without a word.

        `iter_lists` reads on by itself.

        Args:
            select: `SELECT`. Fields to answer with (`ID`, `DATE_CREATE`, `CREATED_BY_ID`, `WEBFORM_ID`,
                `ENTITY_TYPE_ID`); all when left out.
            filter: `FILTER`. Conditions that a list must all meet. Each key is an operator (none, `=`, `!`,
                `>`, `>=`, `<`, `<=`, `@` for one of several, `!@` for none of several) and a field (`ID`,
                `CREATED_BY_ID`, `WEBFORM_ID`, `ENTITY_TYPE_ID`), such as `{">=ID": 14, "@ENTITY_TYPE_ID": [3,
                4]}`; None means "not set". Never an empty list under `@` or `!@`: HTTP 500.
            order: `ORDER`. Sorting: field to direction, the first key first, such as `{"ID": "DESC"}`.
                Without it the portal sorts by nothing.
            start: `start`. How many rows to skip before the first one, 0 when left out; pages hold 50. -1
                means all rows in one answer.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`, `UNKNOWN_FIELD`,
                `OPERATION_TIME_LIMIT`, `ERROR_CORE`.
            CallListError: anything else that went wrong.
        """
        return await self.call(commands.list(select=select, filter=filter, order=order, start=start))

    async def update(
        self, list_id: Id, entity_type: EntityType, entities: Iterable[Id], *, webform_id: Id | None
    ) -> bool:
        """Replace the participants of a call list (`crm.calllist.update`).

        Gives a list a new set of participants, and a new web form or none. The type of the list cannot change.

        Before you call it:

        - **It clears the web form unless you send it.** A request without `WEBFORM_ID`, or with null, removes
          the form from the list. To change participants only, read `WEBFORM_ID` with `crm.calllist.get` first
          and send it back.
        - **`ENTITIES` is the whole new set, not an addition.** Participants who are missing from it are removed
          with their call status; new ones are appended with `IN_WORK`; the others keep status and call.
        - **The order changes.** Those who stay are sorted by status code (`IN_WORK`, `STOP_CALLING`, `SUCCESS`,
          `UC_…`, `WRONG_NUMBER`), then by their old place; new ones follow. The next update sorts these in, too.
        - **A list cannot be emptied on purpose** (`ENTITIES: []` is refused), but it can end up empty: ids you
          may not read are dropped in silence, and `true` is returned all the same.
        - **Participants you may not see stay.** Records the caller cannot read, and deleted ones, are neither
          removed nor counted. If all participants are such, the list is "incorrect": `LIST_ID_ERROR`, for
          administrators too.
        - **Each id once.** A duplicate is refused like an id that does not exist, here with `ENTITIES_ERROR` (in
          `add` it is `ENTITY_ERROR`).
        - **`WEBFORM_ID` is a number or null.** An empty string or a word ends in HTTP 500, 0 in `WEBFORM_ERROR`.
        - **Send ids as plain numbers.** Odd spellings of an id that is already on the list (`"09"`, `"9abc"`)
          end in HTTP 500 after the form was changed.
        - **A wrong `LIST_ID` is reported late**, only after type and participants were checked.
        - **Write `CONTACT` or `COMPANY` in capitals**, as for `add`: other spellings end in HTTP 500.

        Repeating the same request gives the same set of participants, though not always in the same order.

        Args:
            list_id: `LIST_ID`. Id of the call list.
            entity_type: `ENTITY_TYPE`. Whom the list calls, in exactly these letters.
            entities: `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
                called. All must exist, or nothing is done; of those that exist, the ones the caller may not read
                are left out without a word. REST sets no upper bound (the limit of 500 in the portal's pages
                does not apply).
            webform_id: `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; None for
                none.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`,
                `ENTITY_TYPE_ERROR`, `ENTITIES_ERROR`, `WEBFORM_ERROR`, `LIST_ID_ERROR`, `ACCESS_ERROR`,
                `OPERATION_TIME_LIMIT`, `ERROR_CORE`.
            CallListError: anything else that went wrong.
        """
        return await self.call(commands.update(list_id, entity_type, entities, webform_id=webform_id))

    async def items(
        self, list_id: Id, *, status: str | None = None, start: int | None = None
    ) -> builtins.list[Participant]:
        """Get the participants of a call list (`crm.calllist.items.get`).

        Gives the participants of a list with their call status, 50 a page, in calling order. `ID` is the id of
        the contact or company.

        Before you call it:

        - **An empty page is a 403.** `ACCESS_ERROR` comes past the last page, for a status nobody has, for a
          list that an update has emptied, and when you may not read anybody on the page. There is no empty
          array.
        - **It is paged and nothing says so.** There is no `total` and no `next`. Ask with `start` 0, 50, 100 …
        - **A short page is not the last one.** Rows you may not read are taken out after the page was cut: a
          page can hold fewer than 50, and a page in the middle can be a 403 although more follow. Nothing on the
          wire tells such a gap from the end.
        - **A status is compared letter by letter** with the portal's present dictionary. A status that was
          removed from it can still stand in rows, but cannot be asked for.
        - `start: -1` has no meaning here; it is the first page.

        `iter_items` reads on by itself.

        Args:
            list_id: `LIST_ID`. Id of the call list.
            status: `FILTER`. Only participants with this call status, compared letter by letter; everybody
                when left out.
            start: `start`. How many rows to skip before the first one, 0 when left out; pages hold 50.

        Raises:
            PortalError: with one of these codes of its own, or others: `ERROR_ARGUMENT`, `LIST_ID_ERROR`,
                `STATUS_ERROR`, `ACCESS_ERROR`, `OPERATION_TIME_LIMIT`.
            CallListError: anything else that went wrong.
        """
        return await self.call(commands.items(list_id, status=status, start=start))

    async def statuses(self) -> builtins.list[CallStatus]:
        """Get the call statuses (`crm.calllist.statuslist`).

        Gives the portal's dictionary of call statuses, sorted. Not paged; parameters are ignored.

        Before you call it:

        - **Statuses are an open set.** Four are there at first (`IN_WORK`, `SUCCESS`, `WRONG_NUMBER`,
          `STOP_CALLING`); administrators add their own and rename all of them. Compare `STATUS_ID`, never `NAME`
          or `ID`: ids differ from portal to portal.
        - Statuses are changed with `crm.status.*` (`ENTITY_ID` `CALL_LIST`), not here.

        Raises:
            PortalError: with one of these codes of its own, or others: `OPERATION_TIME_LIMIT`.
            CallListError: anything else that went wrong.
        """
        return await self.call(commands.statuses())

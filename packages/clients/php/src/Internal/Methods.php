<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Exception\CallListException;
use B24CallList\Model\CallList;
use B24CallList\Model\CallListRow;
use B24CallList\Model\CallStatus;
use B24CallList\Model\Participant;

/**
 * The methods of {@see \B24CallList\Client} that are those of the portal.
 *
 * @internal
 */
trait Methods
{
    /**
     * @template T
     *
     * @param Command<T> $command
     *
     * @return T
     *
     * @throws CallListException
     */
    abstract public function call(Command $command): mixed;

    /**
     * Create a call list (`crm.calllist.add`).
     *
     * Creates a call list from contacts or companies and returns the id of the new list, as a number.
     *
     * The participants get the status `IN_WORK` and are called in the order of `ENTITIES`. The portal also creates a
     * CRM activity, with the calling user as the responsible person; if that fails, the response does not say so. The
     * section "Life of a call list" covers the activity, how a list ends, and how to delete one.
     *
     * Before you call it:
     *
     * - **A retry creates a second list.** If the response is lost (timeout, connection reset, HTTP 500, 502 or 504),
     *   check `crm.calllist.list`, newest first, before you retry. After a 4xx, nothing was created.
     * - **Every id must exist and appear once.** Otherwise the call fails with `ENTITY_ERROR`, which does not name the
     *   id.
     * - **Ids that you may not read are dropped silently.** The list is created from the other ids. Only if no id is
     *   left does the call fail, with 403.
     *
     *     echo $b24->add(EntityType::Contact, [9, 17, 19]), PHP_EOL;
     *
     * @param EntityType $entityType `ENTITY_TYPE`. What the list calls, spelled exactly this way.
     * @param array<int> $entities `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
     *     called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read
     *     are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply).
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; none
     *     when left out.
     *
     * @return int Id of the new call list.
     *
     * @throws CallListException PortalException with one of these codes of its own, or others: ERROR_ARGUMENT,
     *     ENTITY_TYPE_ERROR, ENTITIES_ERROR, ENTITY_ERROR, WEBFORM_ERROR, ACCESS_ERROR; OutcomeUnknownException where
     *     the call may or may not have been executed
     */
    public function add(EntityType $entityType, array $entities, ?int $webformId = null): int
    {
        return $this->call(Command::add($entityType, $entities, $webformId));
    }

    /**
     * Get a call list (`crm.calllist.get`).
     *
     * Returns the fields of one call list: type, web form, creator and date. The number of participants and their
     * statuses are not among them; read `crm.calllist.items.get` for those.
     *
     * Before you call it:
     *
     * - **A missing list and a forbidden list look the same**: `LIST_ID_ERROR`. A user who may not read contacts at
     *   all gets it for every list of contacts. (The official overview says that any user may read a list; portals do
     *   not agree.)
     * - `DATE_CREATE` is in the server's time zone; the response does not say which.
     *
     *     echo $b24->get(13)->entityType, PHP_EOL;
     *
     * @param int $id `ID`. Id of the call list.
     *
     * @return CallList A call list as crm.calllist.get returns it. The number of participants is not among its fields.
     *
     * @throws CallListException PortalException with one of these codes of its own, or others: ERROR_ARGUMENT,
     *     LIST_ID_ERROR
     */
    public function get(int $id): CallList
    {
        return $this->call(Command::get($id));
    }

    /**
     * Find call lists (`crm.calllist.list`).
     *
     * Returns the portal's call lists, 50 per page, filtered and sorted as you ask. Rows hold the fields that you
     * select, without the type's name (`ENTITY_TYPE`) that `get` adds.
     *
     * Before you call it:
     *
     * - **It is paged and nothing says so.** There is no `total` and no `next`. Call it with `start` 0, 50, 100 …
     *   until a page is shorter than 50; past the end, the result is an empty array. Better: sort by `{"ID":"ASC"}`
     *   and filter by `>ID` of the last row, so that lists created meanwhile are neither skipped nor read twice.
     * - **`start: -1` returns the whole table at once.** In other Bitrix24 methods it means "without counting".
     * - **Always sort.** Without `ORDER`, the portal promises no order at all, and pages may overlap.
     * - **No permissions are checked.** Every caller with the scope `crm` sees every list of the portal.
     * - **Field names in `ORDER` must be uppercase**: `{"id":"DESC"}` silently sorts ascending.
     *
     * `lists` reads all pages.
     *
     *     foreach ($b24->list(order: ['ID' => 'DESC']) as $row) {
     *         echo $row->id, PHP_EOL;
     *     }
     *
     * @param array<string> $select `SELECT`. Fields to return (`ID`, `DATE_CREATE`, `CREATED_BY_ID`, `WEBFORM_ID`,
     *     `ENTITY_TYPE_ID`); all when left out.
     * @param array<string, int|string|null|array<int|string>> $filter `FILTER`. Conditions that a list must all meet:
     *     operator and field to value. An operator is nothing or `=`, `!`, `>`, `>=`, `<`, `<=`, `@` for one of
     *     several, or `!@` for none of several; a field is `ID`, `CREATED_BY_ID`, `WEBFORM_ID` or `ENTITY_TYPE_ID` (3
     *     contact, 4 company). `null` means "not set". Never an empty list under `@` or `!@`: HTTP 500.
     * @param array<string, string> $order `ORDER`. Sorting: field to direction, the first key first, in uppercase.
     *     Without it, the portal does not sort.
     * @param int|null $start `start`. How many rows to skip, 0 when left out; a page holds 50. -1 returns all rows in
     *     one response.
     *
     * @return list<CallListRow> A page of call lists. Empty past the last one.
     *
     * @throws CallListException PortalException with one of these codes of its own, or others: ERROR_ARGUMENT,
     *     UNKNOWN_FIELD, ERROR_CORE
     */
    public function list(
        array $select = [],
        array $filter = [],
        array $order = [],
        ?int $start = null,
    ): array {
        return $this->call(Command::list($select, $filter, $order, $start));
    }

    /**
     * Replace the participants of a call list (`crm.calllist.update`).
     *
     * Replaces the participants of a list, and its web form. The type of the list cannot change.
     *
     * A retry results in the same participants, though not always in the same order.
     *
     * Before you call it:
     *
     * - **It clears the web form unless you send it.** A request without `WEBFORM_ID`, or with null, removes the form
     *   from the list. To change participants only, read `WEBFORM_ID` with `crm.calllist.get` first and send it back.
     * - **`ENTITIES` is the whole new set, not an addition.** Participants who are missing from it are deleted with
     *   their call status; new ones are appended with `IN_WORK`; the others keep their status and call.
     * - **A participant that you missed while reading is deleted.** While operators work, pages of
     *   `crm.calllist.items.get` silently miss participants. Build `ENTITIES` from two complete passes that agree; if
     *   they do not, write nothing.
     * - **The order changes.** Participants who stay are sorted by status code (`IN_WORK`, `STOP_CALLING`, `SUCCESS`,
     *   `UC_…`, `WRONG_NUMBER`), then by their old place; new ones follow, and the next update sorts them in, too.
     * - **You cannot empty a list on purpose** (`ENTITIES: []` is rejected), but it can end up empty: ids that you may
     *   not read are dropped silently, and the result is `true` all the same.
     * - **Participants that you cannot see stay.** Records that the caller may not read, and deleted ones, are neither
     *   removed nor counted. If a list has no other participants, the call fails with `LIST_ID_ERROR`, for
     *   administrators too.
     * - **Every id must exist and appear once.** Otherwise the call fails, here with `ENTITIES_ERROR` (in `add`:
     *   `ENTITY_ERROR`).
     * - **A wrong `LIST_ID` is reported late**, only after the type and the participants were checked.
     *
     *     echo $b24->update(13, EntityType::Contact, [9, 17, 21], webformId: 1), PHP_EOL;
     *
     * @param int $listId `LIST_ID`. Id of the call list.
     * @param EntityType $entityType `ENTITY_TYPE`. What the list calls, spelled exactly this way.
     * @param array<int> $entities `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
     *     called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read
     *     are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply).
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; `null`
     *     removes the one that the list has.
     *
     * @return bool Always `true`. Ids that the caller may not read are left out all the same.
     *
     * @throws CallListException PortalException with one of these codes of its own, or others: ERROR_ARGUMENT,
     *     ENTITY_TYPE_ERROR, ENTITIES_ERROR, WEBFORM_ERROR, LIST_ID_ERROR, ACCESS_ERROR, ERROR_CORE
     */
    public function update(int $listId, EntityType $entityType, array $entities, ?int $webformId): bool
    {
        return $this->call(Command::update($listId, $entityType, $entities, $webformId));
    }

    /**
     * Get the participants of a call list (`crm.calllist.items.get`).
     *
     * Returns the participants of a list with their call status, 50 per page, in calling order. `ID` is the id of the
     * contact or company.
     *
     * Before you call it:
     *
     * - **An empty page is a 403.** `ACCESS_ERROR` comes past the last page, for a status that no participant has, for
     *   a list that an update has emptied, and for a page with no participant that you may read. There is no empty
     *   array.
     * - **It is paged and nothing says so.** There is no `total` and no `next`. Call it with `start` 0, 50, 100 …
     * - **A short page is not the last one.** Rows that you may not read are removed after the page was cut: a page
     *   can hold fewer than 50 rows, and a page in the middle can be a 403. The response does not distinguish such a
     *   gap from the end.
     * - **A status set between two page requests moves participants.** Each status that an operator sets sorts the
     *   whole list again. Everybody behind moves up one place, so pages 0, 50, 100 … silently miss one participant for
     *   each status, or return one twice. The same happens between two commands of one batch, and with
     *   `FILTER.STATUS`.
     * - **Let pages overlap to notice it.** `start` can be any number: if the last row of a page is not the first row
     *   of the next page, participants moved, so read that place again. Start over until a pass finds no new
     *   participant and no movement. The portal promises no consistent view: only a list that nobody is working on is
     *   certain to be complete.
     * - **Statuses are compared exactly** with the portal's current dictionary. A status that was removed from it can
     *   still appear in rows, but you cannot filter by it.
     * - `start: -1` has no meaning here; it returns the first page.
     *
     * `participants` reads all pages.
     *
     *     foreach ($b24->items(13, status: 'IN_WORK') as $participant) {
     *         echo $participant->id, PHP_EOL;
     *     }
     *
     * @param int $listId `LIST_ID`. Id of the call list.
     * @param string|null $status `FILTER.STATUS`. Only participants with this call status, spelled exactly this way;
     *     all when left out.
     * @param int|null $start `start`. How many rows to skip, 0 when left out; a page holds 50.
     *
     * @return list<Participant> A page of participants in calling order, at most 50. Never empty; an empty page is an
     *     ACCESS_ERROR.
     *
     * @throws CallListException PortalException with one of these codes of its own, or others: ERROR_ARGUMENT,
     *     LIST_ID_ERROR, STATUS_ERROR, ACCESS_ERROR
     */
    public function items(int $listId, ?string $status = null, ?int $start = null): array
    {
        return $this->call(Command::items($listId, $status, $start));
    }

    /**
     * Get the call statuses (`crm.calllist.statuslist`).
     *
     * Returns the portal's dictionary of call statuses, sorted. It is not paged, and parameters are ignored.
     *
     * Before you call it:
     *
     * - **Statuses are an open set.** Every portal starts with four (`IN_WORK`, `SUCCESS`, `WRONG_NUMBER`,
     *   `STOP_CALLING`); administrators can rename them and add others. Compare `STATUS_ID`, never `NAME` or `ID`: ids
     *   differ between portals.
     * - To change statuses, use `crm.status.*` with `ENTITY_ID` `CALL_LIST`. Their `SORT` also orders the participants
     *   of a list while operators work on it.
     *
     *     foreach ($b24->statuses() as $status) {
     *         echo $status->statusId, PHP_EOL;
     *     }
     *
     * @return list<CallStatus> All call statuses of the portal, by SORT, then ID. Not paged.
     *
     * @throws CallListException
     */
    public function statuses(): array
    {
        return $this->call(Command::statuses());
    }
}

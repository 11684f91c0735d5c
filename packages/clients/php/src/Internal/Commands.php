<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\EntityType;
use B24CallList\Model\CallList;
use B24CallList\Model\CallListRow;
use B24CallList\Model\CallStatus;
use B24CallList\Model\Participant;

/**
 * The commands of {@see \B24CallList\Command}.
 *
 * @internal
 */
trait Commands
{
    /**
     * Create a call list: `crm.calllist.add`.
     *
     * @param EntityType $entityType `ENTITY_TYPE`. What the list calls, spelled exactly this way.
     * @param array<int> $entities `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
     *     called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read
     *     are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply).
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; none
     *     when left out.
     *
     * @return self<int>
     */
    public static function add(EntityType $entityType, array $entities, ?int $webformId = null): self
    {
        return new self('crm.calllist.add', Wire::given([
            'ENTITY_TYPE' => $entityType->value,
            'ENTITIES' => Parameter::ids('entities', $entities),
            'WEBFORM_ID' => Parameter::idOrNull('webformId', $webformId),
        ]), Wire::id(...));
    }

    /**
     * Get a call list: `crm.calllist.get`.
     *
     * @param int $id `ID`. Id of the call list.
     *
     * @return self<CallList>
     */
    public static function get(int $id): self
    {
        return new self('crm.calllist.get', Wire::given([
            'ID' => Parameter::id('id', $id),
        ]), CallList::fromWire(...));
    }

    /**
     * Find call lists: `crm.calllist.list`.
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
     * @return self<list<CallListRow>>
     */
    public static function list(
        array $select = [],
        array $filter = [],
        array $order = [],
        ?int $start = null,
    ): self {
        return new self('crm.calllist.list', Wire::given([
            'SELECT' => $select === [] ? null : Parameter::names('select', $select),
            'FILTER' => $filter === [] ? null : Parameter::filter('filter', $filter),
            'ORDER' => $order === [] ? null : Parameter::order('order', $order),
            'start' => $start,
        ]), Wire::listOf(CallListRow::fromWire(...)));
    }

    /**
     * Replace the participants of a call list: `crm.calllist.update`.
     *
     * @param int $listId `LIST_ID`. Id of the call list.
     * @param EntityType $entityType `ENTITY_TYPE`. What the list calls, spelled exactly this way.
     * @param array<int> $entities `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
     *     called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read
     *     are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply).
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; `null`
     *     removes the one that the list has.
     *
     * @return self<bool>
     */
    public static function update(int $listId, EntityType $entityType, array $entities, ?int $webformId): self
    {
        return new self('crm.calllist.update', Wire::given([
            'LIST_ID' => Parameter::id('listId', $listId),
            'ENTITY_TYPE' => $entityType->value,
            'ENTITIES' => Parameter::ids('entities', $entities),
            'WEBFORM_ID' => Parameter::idOrNull('webformId', $webformId),
        ]), Wire::success(...));
    }

    /**
     * Get the participants of a call list: `crm.calllist.items.get`.
     *
     * @param int $listId `LIST_ID`. Id of the call list.
     * @param string|null $status `FILTER.STATUS`. Only participants with this call status, spelled exactly this way;
     *     all when left out.
     * @param int|null $start `start`. How many rows to skip, 0 when left out; a page holds 50.
     *
     * @return self<list<Participant>>
     */
    public static function items(int $listId, ?string $status = null, ?int $start = null): self
    {
        return new self('crm.calllist.items.get', Wire::given([
            'LIST_ID' => Parameter::id('listId', $listId),
            'FILTER' => $status === null ? null : ['STATUS' => $status],
            'start' => $start,
        ]), Wire::listOf(Participant::fromWire(...)));
    }

    /**
     * Get the call statuses: `crm.calllist.statuslist`.
     *
     * @return self<list<CallStatus>>
     */
    public static function statuses(): self
    {
        return new self('crm.calllist.statuslist', [], Wire::listOf(CallStatus::fromWire(...)));
    }
}

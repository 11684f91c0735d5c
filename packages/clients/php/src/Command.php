<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList;

use B24CallList\Exception\CallListException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Internal\Excerpt;
use B24CallList\Internal\Outcomes;
use B24CallList\Internal\Parameter;
use B24CallList\Internal\Wire;
use B24CallList\Model\CallList;
use B24CallList\Model\CallListRow;
use B24CallList\Model\CallStatus;
use B24CallList\Model\Participant;

/**
 * A method with its parameters and the type of its result, for {@see Client::batch} and {@see Client::call}.
 *
 * @template-covariant T
 */
final readonly class Command
{
    /**
     * @param array<string, mixed> $params parameters by their names on the wire
     * @param \Closure(mixed): T $reader
     */
    private function __construct(public string $method, public array $params, private \Closure $reader)
    {
    }

    /**
     * Create a call list: `crm.calllist.add`.
     *
     * @param EntityType $entityType `ENTITY_TYPE`. The kind of records that the list calls, spelled exactly this way:
     *     `contact`, `Contact`, `" CONTACT"` and the short forms `C` and `CO` pass the first check and then stop the
     *     portal with HTTP 500.
     * @param array<int> $entities `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
     *     called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read
     *     are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply).
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; null for
     *     none.
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
     * @param array<string> $select `SELECT`. Fields to return; all five if left out. Never an empty array, which
     *     returns rows of `{"1":"1"}`.
     * @param array<string, int|string|null|array<int|string>> $filter `FILTER`. Operator and field to value: `'>=ID'
     *     => 14`, `'@ID' => [13, 20]`, null for "not set"; all must be met.
     * @param array<string, string> $order `ORDER`. Sorting: field to direction, the first key first. Field names in
     *     uppercase: `{"id":"DESC"}` sorts ascending. Without ORDER the portal sorts by nothing; ask for
     *     `{"ID":"ASC"}` when you read page by page.
     * @param int|null $start `start`. How many rows to skip before the first row of the response; pages hold 50. **-1
     *     means all rows in one response**, unlike in other Bitrix24 methods. Lowercase only: `START` is ignored.
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
     * @param EntityType $entityType `ENTITY_TYPE`. The kind of records that the list calls, spelled exactly this way:
     *     `contact`, `Contact`, `" CONTACT"` and the short forms `C` and `CO` pass the first check and then stop the
     *     portal with HTTP 500.
     * @param array<int> $entities `ENTITIES`. Ids of contacts or companies, each once, in the order they are to be
     *     called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read
     *     are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply).
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; null for
     *     none.
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
     * @param string|null $status `FILTER`. Only those with this call status. An open set, since each portal can add
     *     its own (generated codes look like `UC_A1B2C3`).
     * @param int|null $start `start`. How many rows to skip before the first row of the response; pages hold 50, so 0,
     *     50, 100 and so on. Lowercase only: `START` is ignored.
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

    /**
     * Any other method of the portal, whose result comes as it is on the wire. It is repeated as carefully as `add`,
     * since nobody knows here what it does.
     *
     * @param string $method such as `profile`
     * @param array<string, mixed> $params parameters by their names on the wire
     *
     * @return self<mixed>
     */
    public static function of(string $method, array $params = []): self
    {
        return new self($method, $params, static fn (mixed $result): mixed => $result);
    }

    /**
     * Reads a result as it is on the wire.
     *
     * @return T
     *
     * @throws CallListException when it is of another type
     *
     * @internal
     */
    public function read(#[\SensitiveParameter] mixed $result, Auth $auth): mixed
    {
        try {
            return ($this->reader)($result);
        } catch (\UnexpectedValueException $wrong) {
            $excerpt = Excerpt::ofValue($result, $auth);
            $detail = "{$wrong->getMessage()}, but the response has result: $excerpt";
            $error = new UnexpectedResponseException($this->method, 200, excerpt: $excerpt, detail: $detail);
            throw Outcomes::close($error, $this->method, $this->params);
        }
    }
}

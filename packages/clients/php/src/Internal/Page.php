<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Model\Participant;

/**
 * A page of participants as it was read.
 *
 * @internal
 */
final readonly class Page
{
    /**
     * @param int $start place of its first row in the list
     * @param list<Participant> $rows the rows that may be read
     */
    public function __construct(public int $start, public array $rows)
    {
    }

    public function isFull(): bool
    {
        return count($this->rows) === Numbers::PAGE_SIZE;
    }

    /**
     * Whether they are the same participants, with the same statuses, in the same order.
     *
     * @param list<Participant> $rows
     */
    public function has(array $rows): bool
    {
        return self::areSame($this->rows, $rows);
    }

    /**
     * @param list<Participant> $some
     * @param list<Participant> $others
     */
    public static function areSame(array $some, array $others): bool
    {
        $key = static fn (Participant $row): array => [$row->id, $row->status];
        return array_map($key, $some) === array_map($key, $others);
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Model;

/** How far a call list is from being done, see {@see \B24CallList\Client::waitUntilDone}. */
final readonly class ListState
{
    /**
     * @param bool $done whether no participant is left to be called
     * @param list<int> $open participants still to be called: all of them, or the first 25 where there are more
     * @param list<int> $deleted participants that keep the status `IN_WORK` for ever, since their contact or company
     *     was deleted
     * @param \DateTimeImmutable $at when the portal said so
     */
    public function __construct(
        public bool $done,
        public array $open,
        public array $deleted,
        public \DateTimeImmutable $at,
    ) {
    }
}

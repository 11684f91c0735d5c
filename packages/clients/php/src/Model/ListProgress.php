<?php

declare(strict_types=1);

namespace B24CallList\Model;

/** How far a call list has come, see {@see \B24CallList\Client::progressOf}. */
final readonly class ListProgress
{
    /**
     * @param int $total participants that the user may read
     * @param array<array-key, int> $byStatus participants by status code: `['IN_WORK' => 12, 'SUCCESS' => 30]`. A
     *     status that no participant has is missing.
     * @param \DateTimeImmutable $from when the reading began; each status is as of a moment between `from` and `to`
     * @param \DateTimeImmutable $to when the reading ended
     */
    public function __construct(
        public int $total,
        public array $byStatus,
        public \DateTimeImmutable $from,
        public \DateTimeImmutable $to,
    ) {
    }
}

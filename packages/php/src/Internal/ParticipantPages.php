<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;
use B24CallList\Model\Participant;

/**
 * The participants of a list. Pages are cut before unreadable rows are taken out: a page may be short, or empty as if
 * it were past the end, although more follow.
 *
 * @implements Pages<Participant>
 *
 * @internal
 */
final class ParticipantPages implements Pages
{
    private int $next = 0;
    private int $empty = 0;
    private bool $done = false;

    /**
     * @param int $gap how many empty pages in a row are the end; 0 where every row is readable, so that a short page is
     *     the last
     */
    public function __construct(
        private readonly int $listId,
        private readonly ?string $status,
        private readonly int $gap,
    ) {
        if ($gap < 0) {
            throw new \InvalidArgumentException('gap: a number of pages, 0 or more, such as 10');
        }
    }

    public function isDone(): bool
    {
        return $this->done;
    }

    public function commands(int $count): array
    {
        $commands = [];
        for ($page = $this->next; $page < $this->next + $count; ++$page) {
            $commands[] = Command::items($this->listId, $this->status, $page * self::SIZE);
        }
        return $commands;
    }

    public function take(array $page): array
    {
        ++$this->next;
        $this->empty = $page === [] ? $this->empty + 1 : 0;
        $this->done = $this->gap === 0 ? count($page) < self::SIZE : $this->empty >= $this->gap;
        return $page;
    }
}

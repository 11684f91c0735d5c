<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;

/**
 * Reads one list (of participants, or of call lists) page by page, although the portal tells neither a total nor a next
 * page: says which pages to ask for, takes what comes back, and knows when it is over.
 *
 * @template T
 *
 * @internal
 */
interface Pages
{
    /** Rows of a page, on every portal. */
    public const SIZE = 50;

    public function isDone(): bool;

    /**
     * The next pages.
     *
     * @return list<Command<list<T>>>
     */
    public function commands(int $count): array;

    /**
     * Takes the rows of the next page that was asked for.
     *
     * @param list<T> $page
     *
     * @return list<T>
     */
    public function take(array $page): array;
}

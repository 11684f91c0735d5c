<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;
use B24CallList\Exception\CallListException;

/**
 * Reads one list (of participants, or of call lists) page by page, although the portal returns neither a total nor a
 * next page: says which pages to request, accepts what comes back, and knows when the list is complete.
 *
 * @template T
 *
 * @internal
 */
interface Pages
{
    public function isDone(): bool;

    /**
     * The commands of the next request: at most so many pages, and what belongs to them.
     *
     * @return list<Command<list<T>>>
     */
    public function commands(int $pages): array;

    /**
     * Accepts the pages that were requested, in their order, and returns the rows that are new. What failed behind the
     * end of the list does not matter, so it is not looked at.
     *
     * @param list<\Closure(): list<T>> $pages each reads a page, or throws its error
     *
     * @return \Generator<array-key, T>
     *
     * @throws CallListException that of a page, or UnstableListException
     */
    public function take(array $pages): \Generator;
}

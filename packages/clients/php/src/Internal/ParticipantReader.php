<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;
use B24CallList\Exception\UnstableListException;
use B24CallList\Model\Participant;

/**
 * Reads the participants of a list while people work on it. Each status that an operator sets moves participants from
 * page to page. So pages overlap, and a list on which something has moved is read again.
 *
 * @implements Pages<Participant>
 *
 * @internal
 */
final class ParticipantReader implements Pages
{
    /** @var array<int, int> by id, the pass that has seen the participant last */
    private array $seen = [];
    private Pass $pass;
    /** The place behind the last page of the pass before. */
    private int $end = 0;
    /** @var list<int> places of the pages that were requested */
    private array $starts = [];
    /** @var list<Page> pages that were requested once more */
    private array $checks = [];
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
        Parameter::id('listId', $listId);
        if ($gap < 0) {
            throw new \InvalidArgumentException('gap: a number of pages, 0 or more, such as 10');
        }
        $this->pass = new Pass(1);
    }

    public function isDone(): bool
    {
        return $this->done;
    }

    /** The most empty pages in a row that the last pass found in the middle of the list. */
    public function longestGap(): int
    {
        return $this->pass->longestGap;
    }

    public function commands(int $pages): array
    {
        $isLater = $this->pass->number > 1;
        $isKnown = $this->isEnd() || $this->pass->empty > 0 || $this->isShort() || $isLater;
        $count = min($isKnown ? $this->wanted() : $pages, $pages);
        $stride = Numbers::PAGE_SIZE - ($isLater ? Numbers::PAGE_OVERLAP_MOVING : Numbers::PAGE_OVERLAP);
        $this->starts = [];
        for ($page = 0; $page < $count; ++$page) {
            $this->starts[] = $this->next() + $page * $stride;
        }
        $this->checks = $this->isCheckDue() ? $this->pass->landmarks(Numbers::BATCH_SIZE - $count) : [];
        $checked = array_map(static fn (Page $page): int => $page->start, $this->checks);
        return array_map(
            fn (int $start): Command => Command::items($this->listId, $this->status, $start),
            [...$this->starts, ...$checked],
        );
    }

    public function take(array $pages): \Generator
    {
        foreach ($this->starts as $index => $start) {
            if ($this->isEnd()) {
                break;
            }
            $page = new Page($start, $pages[$index]());
            $this->pass->add($page, $this->seen);
            yield from $this->keep($page->rows);
        }
        $this->pass->endRequest();
        foreach ($this->checks as $index => $page) {
            $rows = $pages[count($this->starts) + $index]();
            if (!$page->has($rows)) {
                $this->pass->moved = true;
            }
            yield from $this->keep($rows);
        }
        if ($this->pass->stale >= Numbers::MAX_STALE_PAGES) {
            throw Reading::sameRows(WireName::ITEMS);
        }
        if ($this->isEnd()) {
            $this->conclude();
        }
    }

    /**
     * Remembers rows, and returns those that are new.
     *
     * @param list<Participant> $rows
     *
     * @return list<Participant>
     */
    private function keep(array $rows): array
    {
        $fresh = [];
        foreach ($rows as $row) {
            if (!isset($this->seen[$row->id])) {
                ++$this->pass->fresh;
                $fresh[] = $row;
            }
            $this->seen[$row->id] = $this->pass->number;
        }
        return $fresh;
    }

    /** How many pages are still to be requested in this pass, as far as that is known. */
    private function wanted(): int
    {
        return match (true) {
            $this->isEnd() => 0,
            $this->pass->empty > 0 => $this->gap - $this->pass->empty,
            $this->pass->number > 1 => max(1, self::pagesOf($this->end - $this->next())),
            default => max(1, $this->gap), // behind a first page that is short
        };
    }

    /** Pages of a later pass that go across so many places, and one behind them. */
    private static function pagesOf(int $places): int
    {
        return (int) ceil($places / (Numbers::PAGE_SIZE - Numbers::PAGE_OVERLAP_MOVING)) + 1;
    }

    /** Where the next request begins. */
    private function next(): int
    {
        $last = $this->pass->last;
        $overlap = $this->pass->number > 1 ? Numbers::REQUEST_OVERLAP_MOVING : Numbers::PAGE_OVERLAP;
        return $last === null ? 0 : $last->start + Numbers::PAGE_SIZE - $overlap;
    }

    private function isEnd(): bool
    {
        $last = $this->pass->last;
        return $last !== null && ($this->gap === 0 ? !$last->isFull() : $this->pass->empty >= $this->gap);
    }

    /**
     * At the end of the first pass, where nothing seems to have moved, pages that were read are requested once more.
     * That shows what the borders of pages cannot: what is hidden from the user has moved, or what is hidden from an
     * operator kept its place. The check goes with the last pages, where the end is near.
     */
    private function isCheckDue(): bool
    {
        $isEndNear = $this->isEnd() || $this->pass->empty > 0 || $this->isShort();
        return $this->pass->number === 1 && !$this->pass->moved && $isEndNear;
    }

    /** Only the first page was read, and it is not full: most likely, that is all. */
    private function isShort(): bool
    {
        return $this->pass->count === 1 && $this->pass->last?->isFull() === false;
    }

    /** The pass has come to the end of the list. */
    private function conclude(): void
    {
        $pass = $this->pass;
        $isFirst = $pass->number === 1;
        $isOnePage = $pass->count === 1 || $this->seen === [];
        if ($isFirst && !$pass->moved && $this->checks === [] && !$isOnePage) {
            return; // the check comes next
        }
        // With a status, new ones may join all the time, none of which has to be read.
        $bringsNobody = $pass->fresh === 0 || ($this->status !== null && $pass->number > 2);
        $this->done = $isFirst ? !$pass->moved : !$pass->hole && $bringsNobody;
        if ($this->done) {
            return;
        }
        if ($pass->number === Numbers::MAX_PASSES) {
            throw UnstableListException::after($pass->number, 'Participants may be missing');
        }
        $this->end = ($pass->last->start ?? 0) + Numbers::PAGE_SIZE;
        $this->pass = new Pass($pass->number + 1);
    }
}

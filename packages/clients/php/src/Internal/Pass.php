<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Model\Participant;

/**
 * One pass over the participants of a list: whether its pages fit together.
 *
 * @internal
 */
final class Pass
{
    /** Pages read. */
    public int $count = 0;
    /** Empty pages in a row. */
    public int $empty = 0;
    /** The most empty pages in a row that had rows behind them. */
    public int $longestGap = 0;
    /** Pages in a row, empty ones aside, without anybody new to this pass. */
    public int $stale = 0;
    /** Participants that no pass before had seen. */
    public int $fresh = 0;
    /** A row was not where it had to be. */
    public bool $moved = false;
    /** Two pages that overlap have no row in common: between them, a participant may be missing. */
    public bool $hole = false;
    /** The page before. */
    public ?Page $last = null;

    /** @var array<int, true> ids of the page before */
    private array $ids = [];
    /** @var list<Page> the first pages */
    private array $first = [];
    /** @var list<Page> the last page of each request */
    private array $borders = [];
    /** @var array<array-key, Page> the last page of each status */
    private array $ends = [];

    public function __construct(public readonly int $number)
    {
    }

    /**
     * Adds the next page.
     *
     * @param array<int, int> $seen by id, the pass that has seen the participant last
     */
    public function add(Page $page, array $seen): void
    {
        if ($this->last !== null) {
            $this->compare($this->last, $page);
        }
        $isNew = fn (Participant $row): bool => ($seen[$row->id] ?? 0) !== $this->number;
        foreach ($page->rows as $row) {
            // A row that comes again behind the overlap has moved.
            if (!$isNew($row) && !isset($this->ids[$row->id])) {
                $this->moved = true;
            }
            $this->ends[$row->status] = $page;
        }
        ++$this->count;
        $this->last = $page;
        $this->ids = array_fill_keys(array_column($page->rows, 'id'), true);
        if ($page->rows === []) {
            ++$this->empty;
            return;
        }
        $this->longestGap = max($this->longestGap, $this->empty);
        $this->empty = 0;
        $this->stale = array_filter($page->rows, $isNew) === [] ? $this->stale + 1 : 0;
        if (count($this->first) < Numbers::BATCH_SIZE) {
            $this->first[] = $page;
        }
    }

    /** A request ends here: until the next one, much may move. */
    public function endRequest(): void
    {
        if ($this->last !== null && $this->empty === 0) {
            $this->borders[] = $this->last;
        }
    }

    /**
     * The pages that show best whether anything has moved since they were read; none where there is no room for enough.
     *
     * @return list<Page>
     */
    public function landmarks(int $room): array
    {
        $borders = array_slice($this->borders, -Numbers::BATCH_SIZE);
        $pages = [];
        foreach ([...$this->ends, ...$borders, ...$this->first] as $page) {
            $pages[$page->start] = $page;
        }
        return count($pages) <= $room || $room >= Numbers::MIN_CHECK_PAGES
            ? array_slice(array_values($pages), 0, $room)
            : [];
    }

    /**
     * Pages overlap, so the last rows of one are the first of the next. Behind a page with hidden rows, some of them.
     */
    private function compare(Page $last, Page $page): void
    {
        $overlap = $last->start + Numbers::PAGE_SIZE - $page->start;
        $isCommon = fn (Participant $row): bool => isset($this->ids[$row->id]);
        $common = count(array_filter($page->rows, $isCommon));
        $expected = $last->isFull() ? $overlap : min($common, $overlap);
        $tail = array_slice($last->rows, count($last->rows) - $expected);
        if ($common !== $expected || !Page::areSame($tail, array_slice($page->rows, 0, $expected))) {
            $this->moved = true;
        }
        if ($last->isFull() && $common === 0) {
            $this->hole = true;
        }
    }
}

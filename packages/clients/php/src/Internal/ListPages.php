<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Command;
use B24CallList\Model\CallListRow;

/**
 * Call lists. Nothing is hidden here, so a short page is the last. Where sorting and filter allow, the next pages are
 * those behind the last id, not behind so many rows: lists that are made meanwhile come at the end, and lists that are
 * deleted move nothing.
 *
 * @implements Pages<CallListRow>
 *
 * @internal
 */
final class ListPages implements Pages
{
    private int $next = 0;
    private int $after;
    private bool $done = false;
    /** @var list<int|null> ids of the last page of the request before */
    private array $lastIds = [];
    private readonly bool $byId;
    /** Whether the id is asked for only to read on. */
    private readonly bool $addsId;

    /**
     * @param array<string> $select
     * @param array<string, int|string|null|array<int|string>> $filter
     * @param array<string, string> $order
     */
    public function __construct(
        private readonly array $select,
        private readonly array $filter,
        private readonly array $order,
    ) {
        $after = $filter['>ID'] ?? 0;
        // The filter has to leave room for one more condition on the id.
        $isFree = is_int($after) || (is_string($after) && ctype_digit($after));
        $this->byId = $isFree && in_array($order, [[], ['ID' => 'ASC']], true);
        $this->after = $isFree ? (int) $after : 0;
        $this->addsId = $this->byId && $select !== [] && array_intersect($select, ['ID', '*']) === [];
    }

    public function isDone(): bool
    {
        return $this->done;
    }

    public function commands(int $pages): array
    {
        $select = $this->addsId ? [...$this->select, 'ID'] : $this->select;
        $filter = $this->byId ? ['>ID' => $this->after] + $this->filter : $this->filter;
        // Rows that are alike in the caller's order need a fixed order, too, or pages overlap.
        $order = $this->order + ['ID' => 'ASC'];
        $first = $this->byId ? 0 : $this->next;
        $commands = [];
        for ($page = $first; $page < $first + $pages; ++$page) {
            $commands[] = Command::list($select, $filter, $order, $page * Numbers::PAGE_SIZE);
        }
        return $commands;
    }

    public function take(array $pages): \Generator
    {
        $before = $this->after;
        $ids = [];
        foreach ($pages as $read) {
            $page = $read();
            ++$this->next;
            $ids = array_filter(array_column($page, 'id')); // they need not be selected
            foreach ($page as $row) {
                $this->after = max($this->after, $row->id ?? 0);
                yield $this->addsId ? CallListRow::fromWire(['ID' => null] + $row->toWire()) : $row;
            }
            $this->done = count($page) < Numbers::PAGE_SIZE;
            if ($this->done) {
                return;
            }
        }
        if ($this->byId ? $this->after === $before : $ids !== [] && $ids === $this->lastIds) {
            throw Reading::sameRows(WireName::LIST);
        }
        $this->lastIds = $ids;
    }
}

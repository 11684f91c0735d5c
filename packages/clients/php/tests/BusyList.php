<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Model\Participant;
use Random\Engine\Mt19937;
use Random\Randomizer;

/**
 * A call list that operators work on, ordered as the portal orders it: each status that is set sorts all participants
 * anew. The same for the same seed.
 */
final class BusyList
{
    public const DICTIONARY = [
        'IN_WORK' => 10,
        'SUCCESS' => 20, 'WRONG_NUMBER' => 30, 'STOP_CALLING' => 40, 'UC_A' => 50,
    ];
    private const PAGE = 50;
    /** A participant that gets a status goes so far back among those with the same one. */
    private const RANKS_BACK = 5500;

    /** @var list<int> ids in the order of the list */
    public array $order;
    /** @var array<int, string> */
    public array $statuses = [];
    /** @var array<int, int> */
    private array $ranks = [];
    /** @var array<int, string|null> participants that never left, with their first status while it never changed */
    private array $stayed;
    public int $statusesSet = 0;
    private readonly Randomizer $random;

    /** How many lists a test reads that takes any; a run that tries mutants asks for fewer. */
    public static function manyTimes(): int
    {
        return (int) (getenv('MANY_TIMES') ?: 200);
    }

    /**
     * @param float $called share of participants that were called already
     * @param float $chance of a status that is set after a command; above 1, so many are
     * @param float $between statuses that are set between two requests, on average
     * @param float $back share of the statuses that take a participant back to IN_WORK
     * @param array<string, int> $dictionary SORT of each status
     * @param array<int, mixed> $hidden by id, whom the reader may not read
     * @param array<int, mixed> $unseen by id, whom the operators may not read
     * @param array<int, mixed> $deleted by id, whose contact was deleted: administrators still see them, `update` and
     *     operators ignore them
     * @param bool $removing whether participants are taken off by hand now and then
     */
    public function __construct(
        int $seed,
        int $size,
        float $called = 0.3,
        private readonly float $chance = 0,
        private readonly float $between = 0,
        private readonly float $back = 0.05,
        private readonly array $dictionary = self::DICTIONARY,
        private readonly array $hidden = [],
        private readonly array $unseen = [],
        public readonly array $deleted = [],
        private readonly bool $removing = false,
    ) {
        $this->random = new Randomizer(new Mt19937($seed));
        $this->order = $size === 0 ? [] : range(1, $size);
        foreach ($this->order as $place => $id) {
            $this->statuses[$id] = $place < $called * $size ? $this->pick($this->called()) : 'IN_WORK';
            $this->ranks[$id] = 10 * ($place + 1);
        }
        $this->sort();
        $this->stayed = $this->statuses;
    }

    /** From 0 to 1. */
    public function roll(): float
    {
        return $this->random->getInt(0, 999_999) / 1_000_000;
    }

    /** @return list<int> whom a reading has to find: who stayed, with a status who had it all the time */
    public function expected(?string $status = null): array
    {
        $found = array_diff_key($this->stayed, $this->hidden);
        return array_keys($status === null ? $found : array_filter($found, static fn ($had) => $had === $status));
    }

    /** @return list<Participant> what crm.calllist.items.get reads */
    public function page(int $start, ?string $status = null): array
    {
        $ids = $status === null
            ? $this->order
            : array_values(array_filter($this->order, fn (int $id): bool => $this->statuses[$id] === $status));
        $page = [];
        foreach (array_slice($ids, $start, self::PAGE) as $id) {
            if (!isset($this->hidden[$id])) {
                $page[] = new Participant($id, $this->statuses[$id], 3);
            }
        }
        $this->work();
        return $page;
    }

    /** What happens after a command. */
    public function work(): void
    {
        for ($left = $this->chance; $left > $this->roll(); --$left) {
            $this->act();
        }
    }

    /** What happens between two requests. */
    public function pause(): void
    {
        for ($left = $this->between * 2 * $this->roll(); $left > $this->roll(); --$left) {
            $this->act();
        }
    }

    /** Sets a status, as in the operator's window. */
    public function set(int $id, string $status): void
    {
        if ($status !== $this->statuses[$id] && isset($this->stayed[$id])) {
            $this->stayed[$id] = null;
        }
        $this->statuses[$id] = $status;
        $this->ranks[$id] += self::RANKS_BACK;
        ++$this->statusesSet;
        $this->sort();
    }

    /** Puts somebody on the list, behind all. */
    public function join(int $id): void
    {
        $this->order[] = $id;
        $this->statuses[$id] = 'IN_WORK';
        $this->ranks[$id] = max([0, ...$this->ranks]) + 10;
    }

    /**
     * crm.calllist.update: replaces those that the reader sees. By status code, then by rank.
     *
     * @param list<int> $ids
     */
    public function update(array $ids): void
    {
        $isSeen = fn (int $id): bool => !isset($this->hidden[$id]) && !isset($this->deleted[$id]);
        $seen = array_values(array_filter($this->order, $isSeen));
        usort($seen, fn (int $a, int $b): int =>
            [$this->statuses[$a], $this->ranks[$a]] <=> [$this->statuses[$b], $this->ranks[$b]]);
        foreach (array_diff($ids, $this->order) as $id) {
            if (!isset($this->hidden[$id])) {
                $seen[] = $id;
                $this->statuses[$id] = 'IN_WORK';
            }
        }
        foreach ($seen as $place => $id) {
            $this->ranks[$id] = 10 * ($place + 1);
        }
        $gone = array_diff($seen, $ids);
        $this->take(...$gone);
        $this->order = array_values(array_diff(array_unique([...$this->order, ...$seen]), $gone));
        $this->orderByRank();
    }

    private function act(): void
    {
        if ($this->removing && $this->roll() < 0.2 && count($this->order) > 1) {
            $this->take($this->pick($this->order));
            return;
        }
        $isBack = $this->roll() < $this->back;
        // Operators mostly call whoever is next.
        $most = $this->roll() < 0.7 ? min(5, count($this->order)) : count($this->order);
        $place = (int) ($this->roll() * $most);
        foreach ([...array_slice($this->order, $place), ...array_slice($this->order, 0, $place)] as $id) {
            $isInWork = $this->statuses[$id] === 'IN_WORK';
            if ($isInWork !== $isBack && !isset($this->unseen[$id]) && !isset($this->deleted[$id])) {
                $this->set($id, $isBack || $this->roll() < 0.05 ? 'IN_WORK' : $this->pick($this->called()));
                return;
            }
        }
    }

    /** Takes participants off. */
    private function take(int ...$ids): void
    {
        $this->order = array_values(array_diff($this->order, $ids));
        foreach ($ids as $id) {
            unset($this->stayed[$id], $this->statuses[$id], $this->ranks[$id]);
        }
    }

    /** @return list<string> all statuses but IN_WORK */
    private function called(): array
    {
        return array_values(array_diff(array_keys($this->dictionary), ['IN_WORK']));
    }

    private function pick(array $values): mixed
    {
        return $values[(int) ($this->roll() * count($values))];
    }

    /** Sorts those whom the operator sees by status and rank, and numbers them anew; the others keep their ranks. */
    private function sort(): void
    {
        $keys = [];
        foreach ($this->order as $id) {
            if (!isset($this->unseen[$id]) && !isset($this->deleted[$id])) {
                $keys[$id] = 10_000_000 * ($this->dictionary[$this->statuses[$id]] ?? 0) + $this->ranks[$id];
            }
        }
        asort($keys);
        $rank = 0;
        foreach ($keys as $id => $_) {
            $this->ranks[$id] = $rank += 10;
        }
        if (count($keys) === count($this->order)) {
            $this->order = array_keys($keys);
        } else {
            $this->orderByRank();
        }
    }

    private function orderByRank(): void
    {
        $keys = [];
        foreach ($this->order as $id) {
            $keys[$id] = 10_000_000 * $this->ranks[$id] + $id; // alike: the database's order, here by id
        }
        asort($keys);
        $this->order = array_keys($keys);
    }
}

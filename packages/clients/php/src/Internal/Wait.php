<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Client;
use B24CallList\Clock;
use B24CallList\EntityType;
use B24CallList\Model\ListState;
use B24CallList\Status;

/**
 * Waits until no participant of a list is left to be called.
 *
 * @internal
 */
final class Wait
{
    /** Participants that a look counts. Half a page, so that clients that read ahead request nothing more. */
    private const MANY = 25;

    /** @var list<int> participants whose contact or company was deleted */
    private array $deleted = [];

    /**
     * @param float $within seconds to wait at most
     * @param float $interval seconds between two looks at the list
     */
    public function __construct(
        private readonly Client $client,
        private readonly Clock $clock,
        private readonly int $listId,
        private readonly float $within,
        private readonly float $interval,
    ) {
        Parameter::id('listId', $listId);
        if (!($within > 0)) {
            throw new \InvalidArgumentException('within: seconds above 0, such as 8 * 3600');
        }
        if (!($interval > 0)) {
            throw new \InvalidArgumentException('interval: seconds above 0, such as 30');
        }
    }

    /**
     * @param (\Closure(ListState): mixed)|null $onProgress
     */
    public function run(?\Closure $onProgress): ListState
    {
        $until = $this->clock->now() + $this->within;
        $open = [];
        while (true) {
            $open = $this->open($open);
            $state = new ListState($open === [], $open, $this->deleted, Moment::now($this->clock));
            if ($state->done || $this->clock->now() >= $until) {
                return $state;
            }
            if ($onProgress !== null) {
                $onProgress($state);
            }
            $now = $this->clock->now();
            $this->clock->sleep(max(0.0, min($until, $now + $this->interval) - $now));
        }
    }

    /**
     * The first participants in work whose record is not known to be deleted.
     *
     * @param list<int> $before those of the look before
     *
     * @return list<int>
     */
    private function open(array $before): array
    {
        while (true) {
            $open = $this->inWork();
            $isMany = count($open) === self::MANY;
            if ($open === [] || ($isMany && $open !== $before)) {
                return $open;
            }
            $gone = $this->deletedAmong($open);
            if ($gone === []) {
                return $open;
            }
            $this->deleted = [...$this->deleted, ...$gone];
        }
    }

    /** @return list<int> */
    private function inWork(): array
    {
        $open = [];
        foreach ($this->client->participants($this->listId, Status::IN_WORK) as $participant) {
            if (!in_array($participant->id, $this->deleted, true)) {
                $open[] = $participant->id;
            }
            if (count($open) === self::MANY) {
                break;
            }
        }
        return $open;
    }

    /**
     * @param list<int> $ids
     *
     * @return list<int>
     */
    private function deletedAmong(array $ids): array
    {
        // Lists of leads or deals, which the portal's pages create, cannot be asked about.
        $type = EntityType::tryFrom($this->client->get($this->listId)->entityType);
        return $type === null ? [] : UnknownIds::among($this->client, $type, $ids);
    }
}

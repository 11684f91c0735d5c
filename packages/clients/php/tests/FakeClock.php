<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Clock;

/** A clock that does not wait, but remembers for how long it should have, and goes on a bit when it is read. */
final class FakeClock implements Clock
{
    /** @var list<float> */
    public array $pauses = [];

    public function __construct(
        public float $now = 1_750_000_000.0,
        private readonly float $chance = 0.0,
        private readonly float $tick = 0.0,
    ) {
    }

    public function now(): float
    {
        return $this->now += $this->tick;
    }

    public function sleep(float $seconds): void
    {
        if ($seconds < 0) { // as sleep() and usleep()
            throw new \ValueError('less than no time');
        }
        $this->pauses[] = $seconds;
        $this->now += $seconds;
    }

    public function random(): float
    {
        return $this->chance;
    }
}

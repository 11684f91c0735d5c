<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Clock;

/** A clock that does not wait, but remembers for how long it should have. */
final class FakeClock implements Clock
{
    /** @var list<float> */
    public array $pauses = [];

    public function __construct(private float $now = 1_750_000_000.0, private readonly float $chance = 0.0)
    {
    }

    public function now(): float
    {
        return $this->now;
    }

    public function sleep(float $seconds): void
    {
        $this->pauses[] = $seconds;
        $this->now += $seconds;
    }

    public function random(): float
    {
        return $this->chance;
    }
}

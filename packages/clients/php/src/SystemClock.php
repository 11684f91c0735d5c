<?php

declare(strict_types=1);

namespace B24CallList;

/** The clock of this machine. */
final class SystemClock implements Clock
{
    public function now(): float
    {
        return microtime(true);
    }

    public function sleep(float $seconds): void
    {
        // Not usleep() alone: it takes microseconds as an int, and more than a second is not portable.
        sleep(max(0, (int) $seconds));
        usleep(max(0, (int) (fmod($seconds, 1.0) * 1e6)));
    }

    public function random(): float
    {
        // Not mt_rand(): forked processes would all have the same numbers, and retry at the same time.
        return random_int(0, 999_999) / 1_000_000;
    }
}

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
        return mt_rand() / (mt_getrandmax() + 1);
    }
}

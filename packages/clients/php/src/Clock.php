<?php

declare(strict_types=1);

namespace B24CallList;

/** Time and chance, as far as a client needs them. Tests give one that does not wait. */
interface Clock
{
    /** Seconds since 1970. */
    public function now(): float;

    /** Waits so many seconds, 0 or more. */
    public function sleep(float $seconds): void;

    /** A random number from 0 up to, but not including, 1. */
    public function random(): float;
}

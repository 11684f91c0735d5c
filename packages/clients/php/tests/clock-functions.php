<?php

declare(strict_types=1);

// PHP's functions as the clock's namespace has them.

namespace B24CallList;

use B24CallList\Tests\Sleeps;

function sleep(int $seconds): void
{
    Sleeps::$noted === null ? \sleep($seconds) : Sleeps::$noted[] = ['sleep', $seconds];
}

function usleep(int $microseconds): void
{
    Sleeps::$noted === null ? \usleep($microseconds) : Sleeps::$noted[] = ['usleep', $microseconds];
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Clock;

/**
 * The time of a clock as a date.
 *
 * @internal
 */
final class Moment
{
    public static function now(Clock $clock): \DateTimeImmutable
    {
        return new \DateTimeImmutable(sprintf('@%.6F', $clock->now()));
    }
}

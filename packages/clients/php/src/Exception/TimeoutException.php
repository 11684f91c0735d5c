<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Internal\Outcome;

/**
 * No whole answer came within the time allowed. The portal may still carry the call out. Where there was not even a
 * connection in that time, it is a ConnectionException.
 */
final class TimeoutException extends CallListException
{
    /**
     * @param float $timeout the time allowed for the request, in seconds
     */
    public function __construct(string $method, public readonly float $timeout)
    {
        parent::__construct($method, "no answer within $timeout s", null, Outcome::ofAttempt('timeout', sent: true));
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** No whole answer came within the time allowed. The portal may still carry the call out. */
final class TimeoutException extends CallListException
{
    /** Whether the request may have left. Always: where it has not, a ConnectionException says so. */
    public readonly bool $sent;

    /**
     * @param float $timeout the time allowed for the request, in seconds
     */
    public function __construct(string $method, public readonly float $timeout)
    {
        parent::__construct($method, "no answer within $timeout s");
        $this->sent = true;
    }
}

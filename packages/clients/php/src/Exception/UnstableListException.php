<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Executed;
use B24CallList\Internal\WireName;

/**
 * The list kept changing while it was read, so that it cannot be said whether every participant was read. Those that
 * were read came before this error. Read the list again when fewer people work on it.
 */
final class UnstableListException extends CallListException
{
    /**
     * @param int $passes how often the list was read
     */
    private function __construct(string $method, public readonly int $passes, string $message)
    {
        parent::__construct($method, $message);
        $this->executed = Executed::No;
    }

    /**
     * @param string $consequence what follows from it, as a sentence without its full stop
     *
     * @internal
     */
    public static function after(int $passes, string $consequence): self
    {
        $message = "the list kept changing while it was read $passes times. $consequence; try again later";
        return new self(WireName::ITEMS, $passes, $message);
    }
}

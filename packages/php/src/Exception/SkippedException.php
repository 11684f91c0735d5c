<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** A command of a batch that was not run, because one before it failed. `getPrevious()` says what happened there. */
final class SkippedException extends CallListException
{
    /**
     * @param CallListException $cause what happened to the command before
     */
    public function __construct(string $method, public readonly CallListException $cause)
    {
        parent::__construct($method, "not run, since a command before it failed ({$cause->getMessage()})", $cause);
    }
}

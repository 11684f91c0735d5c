<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Executed;

/** A command of a batch that was not run, because one before it failed. `getPrevious()` says what happened there. */
final class SkippedException extends CallListException
{
    /**
     * @param CallListException $cause what happened to the command before
     * @param bool $sent whether the request with this command may have left
     */
    public function __construct(string $method, public readonly CallListException $cause, bool $sent = true)
    {
        $what = "not run, since a command before it failed ({$cause->getMessage()})";
        parent::__construct($method, $what, $cause, sent: $sent);
        $this->executed = Executed::No;
    }
}

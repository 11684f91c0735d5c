<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/**
 * The call changes something that must not be changed twice, and nobody knows whether the portal did it.
 * `getPrevious()` says what happened. Look with `list`, newest first, before you repeat it.
 */
final class OutcomeUnknownException extends CallListException
{
    /** @var array<string, mixed> what was sent, by the names on the wire, without credentials */
    public readonly array $params;

    /**
     * @param CallListException $cause what happened; `getPrevious()` gives it, too
     * @param array<string, mixed> $params
     */
    public function __construct(string $method, public readonly CallListException $cause, array $params)
    {
        unset($params['auth'], $params['access_token']);
        $this->params = $params;
        $message = 'it is not known whether the portal did it. Look with crm.calllist.list, newest first, before you '
            . "repeat it. What happened: {$cause->what()}";
        parent::__construct($method, $message, $cause);
    }
}

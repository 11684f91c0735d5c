<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/**
 * Root of all errors of a call. Its subclasses say what happened; none holds a URL, a webhook's code or a token.
 */
abstract class CallListException extends \RuntimeException
{
    /**
     * @param string $method the portal's method that was called, such as `crm.calllist.get`
     */
    public function __construct(public readonly string $method, string $message, ?self $previous = null)
    {
        parent::__construct("$method: $message", 0, $previous);
    }

    /**
     * What happened, without the method in front.
     *
     * @internal
     */
    public function what(): string
    {
        return substr($this->getMessage(), strlen($this->method) + 2);
    }
}

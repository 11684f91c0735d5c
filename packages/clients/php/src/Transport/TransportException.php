<?php

declare(strict_types=1);

namespace B24CallList\Transport;

/**
 * There is no response. Callers of a client never see this one: it becomes a ConnectionException or a TimeoutException.
 */
final class TransportException extends \RuntimeException
{
    /**
     * @param string $message a short text, without the address
     * @param bool $sent whether the request, or a part of it, may have left; true where this is not known
     * @param bool $timedOut whether the time was over
     * @param bool $permanent whether a retry would fail the same way, as with a certificate that is not trusted
     */
    public function __construct(
        string $message,
        public readonly bool $sent = true,
        public readonly bool $timedOut = false,
        public readonly bool $permanent = false,
    ) {
        parent::__construct($message);
    }
}

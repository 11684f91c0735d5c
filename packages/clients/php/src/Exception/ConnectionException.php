<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Internal\Outcome;

/** The connection could not be made, or broke off. */
final class ConnectionException extends CallListException
{
    /**
     * @param string $reason the transport's short text for it; empty where it tells none
     * @param bool $sent whether the request, or a part of it, may have left
     * @param bool $permanent whether a retry would fail the same way: a certificate that is not trusted, a proxy that
     *     wants a password. Such a call is not retried.
     */
    public function __construct(
        string $method,
        public readonly string $reason,
        bool $sent,
        public readonly bool $permanent = false,
    ) {
        $what = $sent ? 'the connection to the portal broke off' : 'no connection to the portal';
        $outcome = Outcome::ofAttempt('connection', sent: $sent, permanent: $permanent);
        parent::__construct($method, $what . ($reason === '' ? '' : " ($reason)"), null, $outcome, $sent);
    }
}

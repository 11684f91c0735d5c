<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Internal\Outcome;

/**
 * A redirect, which is never followed: the portal was renamed, or it is closed and shows a page about that.
 * The request was not sent anywhere else. If it was renamed, make a client for the new host.
 */
final class PortalMovedException extends CallListException
{
    /**
     * @param int $status HTTP status of the redirect
     * @param string $host host it leads to, with its port if it has one; empty where the answer does not say
     */
    public function __construct(string $method, public readonly int $status, public readonly string $host)
    {
        $to = $host === '' ? '' : " to $host";
        $what = "the portal redirects$to: it has a new address, or is closed";
        parent::__construct($method, $what, null, Outcome::ofAttempt('redirect'));
    }
}

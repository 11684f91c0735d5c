<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Exception\CallListException;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\PortalMovedException;
use B24CallList\Exception\TimeoutException;
use B24CallList\Exception\UnexpectedResponseException;

/**
 * Which outcome of the table an exception has; the table and its rules are the description's.
 *
 * @internal
 */
final class Outcomes
{
    public static function of(CallListException $error): Outcome
    {
        return match (true) {
            $error instanceof ConnectionException =>
                Outcome::ofAttempt('connection', sent: $error->sent, permanent: $error->permanent),
            $error instanceof TimeoutException => Outcome::ofAttempt('timeout', sent: $error->sent),
            $error instanceof PortalException =>
                Outcome::ofAttempt('code', code: $error->errorCode, status: $error->status),
            $error instanceof UnexpectedResponseException =>
                Outcome::ofAttempt('page', status: $error->status, truncated: self::isTruncated($error)),
            $error instanceof PortalMovedException => Outcome::ofAttempt('redirect'),
            default => Outcome::Rejected,
        };
    }

    private static function isTruncated(UnexpectedResponseException $page): bool
    {
        return match (true) {
            $page->detail !== '' => false,
            $page->excerpt === '' => true,
            stripos($page->contentType, 'json') === false => false,
            // What is not JSON from the start, such as PHP's warnings before it, would be there again.
            default => str_starts_with($page->excerpt, '{'),
        };
    }

    /**
     * Whether a call does no harm when it is executed twice; a batch, whether each of its commands does none.
     *
     * @param array<string, mixed> $params
     */
    public static function isRepeatable(string $method, array $params): bool
    {
        if ($method !== 'batch') {
            return in_array($method, Outcome::REPEATABLE, true);
        }
        // A caller's own may hold anything.
        $commands = $params['cmd'] ?? null;
        if (!is_array($commands)) {
            return false;
        }
        foreach ($commands as $command) {
            if (!is_string($command) || !in_array(explode('?', $command)[0], Outcome::REPEATABLE, true)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The error to throw for a call: an OutcomeUnknownException where nobody knows whether the portal did something
     * that must not be done twice.
     *
     * @param array<string, mixed> $params
     */
    public static function close(
        #[\SensitiveParameter] CallListException $error, // holds no secret, but a trace, which need not be in another
        string $method,
        array $params,
    ): CallListException {
        return self::of($error)->maybeExecuted() && !self::isRepeatable($method, $params)
            ? new OutcomeUnknownException($method, $error, $params)
            : $error;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Exception\CallListException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Executed;

/**
 * Which calls may be executed twice, and the error to throw for one that may not.
 *
 * @internal
 */
final class Outcomes
{
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
        return $error->executed === Executed::Unknown && !self::isRepeatable($method, $params)
            ? new OutcomeUnknownException($method, $error, $params)
            : $error;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\ErrorCode;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\TimeoutException;
use B24CallList\Exception\UnexpectedResponseException;

/**
 * What is known about a call after an attempt that failed: the one place that decides on repeating. Answers that would
 * be the same again end the call.
 *
 * @internal
 */
enum Outcome
{
    /** Too many requests, or the wrong server: refused before anything was done. */
    case Busy;
    /** OPERATION_TIME_LIMIT: the method has worked too long. */
    case Overworked;
    /** expired_token. */
    case Expired;
    /** Any other error code, a page with 4xx, or a redirect. */
    case Refused;
    /** No connection: nothing was sent. */
    case Unreachable;
    /** No connection, and a retry would fail the same way: a certificate that is not trusted. */
    case Misconfigured;
    /** The connection broke off, before or in the middle of the answer. */
    case Broken;
    /** No answer in time. */
    case Late;
    /** A page with 5xx or 408, or an error code of a gateway. */
    case Lost;
    /** An answer with 200 that is empty, or JSON that breaks off. */
    case Cut;
    /** The portal's own code stopped on an error (HTTP 500 as JSON); mostly the request is wrong. */
    case Crashed;
    /** A response with 200 that no portal sends, such as a login page, or a result of another type. */
    case Foreign;

    /** Methods that do nothing more when they are carried out twice. Any other may, crm.calllist.add surely does. */
    private const REPEATABLE = [
        'crm.calllist.get',
        'crm.calllist.list',
        'crm.calllist.items.get',
        'crm.calllist.statuslist',
        'crm.calllist.update',
    ];

    /** Whether the portal may have carried the call out. */
    public function maybeExecuted(): bool
    {
        return match ($this) {
            self::Broken, self::Late, self::Lost, self::Cut, self::Crashed, self::Foreign => true,
            self::Busy, self::Overworked, self::Expired, self::Refused => false,
            self::Unreachable, self::Misconfigured => false,
        };
    }

    /** Whether the same call may go better a little later. */
    public function canPass(): bool
    {
        return match ($this) {
            self::Busy, self::Overworked, self::Unreachable, self::Broken, self::Late, self::Lost, self::Cut => true,
            self::Expired, self::Refused, self::Misconfigured => false,
            self::Crashed, self::Foreign => false,
        };
    }

    public static function of(CallListException $error): self
    {
        return match (true) {
            $error instanceof ConnectionException => self::ofConnection($error),
            $error instanceof TimeoutException => self::Late,
            $error instanceof PortalException => self::ofCode($error->status, $error->errorCode),
            $error instanceof UnexpectedResponseException => self::ofPage($error),
            default => self::Refused,
        };
    }

    private static function ofConnection(ConnectionException $error): self
    {
        return match (true) {
            $error->sent => self::Broken,
            $error->permanent => self::Misconfigured,
            default => self::Unreachable,
        };
    }

    private static function ofCode(int $status, string $code): self
    {
        return match (true) {
            $code === ErrorCode::QUERY_LIMIT_EXCEEDED => self::Busy,
            $code === ErrorCode::OPERATION_TIME_LIMIT => self::Overworked,
            $code === ErrorCode::EXPIRED_TOKEN => self::Expired,
            ErrorTable::maybeExecuted($code) => self::Crashed,
            ErrorTable::statusOf($code) !== null => self::Refused,
            $status === 500 => self::Crashed,
            default => self::ofStatus($status),
        };
    }

    /** What a status says by itself, whoever sent it: the portal, or a gateway before it. */
    private static function ofStatus(int $status): self
    {
        return match (true) {
            // Also from load balancers for which the response took too long.
            $status === 408, $status >= 500 => self::Lost,
            // Refused before it was processed: wrong server, too early, too many.
            in_array($status, [421, 425, 429], true) => self::Busy,
            default => self::Refused,
        };
    }

    private static function ofPage(UnexpectedResponseException $page): self
    {
        return match (true) {
            $page->status >= 400 => self::ofStatus($page->status),
            $page->detail !== '' => self::Foreign,
            $page->excerpt === '' => self::Cut,
            stripos($page->contentType, 'json') === false => self::Foreign,
            // What is not JSON from the start, such as PHP's warnings before it, would be there again.
            default => str_starts_with($page->excerpt, '{') ? self::Cut : self::Foreign,
        };
    }

    /**
     * Whether a call may be carried out twice without harm; a batch, whether each of its commands may.
     *
     * @param array<string, mixed> $params
     */
    public static function isRepeatable(string $method, array $params): bool
    {
        if ($method !== 'batch') {
            return in_array($method, self::REPEATABLE, true);
        }
        // A caller's own may hold anything.
        $commands = $params['cmd'] ?? null;
        if (!is_array($commands)) {
            return false;
        }
        foreach ($commands as $command) {
            if (!is_string($command) || !in_array(explode('?', $command)[0], self::REPEATABLE, true)) {
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

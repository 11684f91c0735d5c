<?php

// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * What is known about a call after an attempt that failed, and what follows: the one table that decides on retries.
 *
 * @internal
 */
enum Outcome
{
    /** `QUERY_LIMIT_EXCEEDED`, or HTTP 429 from a server in front of the portal. */
    case RateLimited;
    /** `OPERATION_TIME_LIMIT`: the method has used up its operating time. */
    case QuotaExhausted;
    /** `expired_token`, where the client can renew the token. */
    case TokenExpired;
    /** A redirect to another address. */
    case Moved;
    /**
     * Any other error code (`OVERLOAD_LIMIT`, `PORTAL_DELETED`, `ACCESS_DENIED` …), or an HTML error page with HTTP
     * 4xx.
     */
    case Rejected;
    /** No connection: unknown host, no route, refused, no TLS, or a proxy that opens no tunnel. */
    case Unreachable;
    /** No connection, for good: the certificate is not trusted, or a proxy wants a password. */
    case Misconfigured;
    /** HTTP 421 or 425. The server has not looked at the request. */
    case NotAccepted;
    /** The time for the call was over before it was sent. */
    case NotSent;
    /** The connection was lost before or during the response. */
    case Disconnected;
    /** No response in time. */
    case TimedOut;
    /** An HTML error page with HTTP 5xx or 408, or an error code of a gateway. */
    case GatewayError;
    /** HTTP 200, and the body is empty, or JSON that breaks off. */
    case Truncated;
    /** The portal's own code failed (HTTP 500 as JSON). Mostly the request is wrong. */
    case Crashed;
    /**
     * HTTP 200 with what no portal sends: a login page, PHP warnings before the JSON, a result of another type, or
     * more than 64 MiB.
     */
    case NotAPortal;

    /** Methods that do no harm when they are executed twice. Any other may. */
    public const REPEATABLE = [
        'crm.calllist.get',
        'crm.calllist.list',
        'crm.calllist.update',
        'crm.calllist.items.get',
        'crm.calllist.statuslist',
    ];

    /** Whether the portal may have executed the call. Then only what may be executed twice is retried. */
    public function maybeExecuted(): bool
    {
        return in_array($this, [
            self::Disconnected,
            self::TimedOut,
            self::GatewayError,
            self::Truncated,
            self::Crashed,
            self::NotAPortal,
        ], true);
    }

    public function next(): NextStep
    {
        return match ($this) {
            self::RateLimited => NextStep::SlowDown,
            self::QuotaExhausted => NextStep::Wait,
            self::TokenExpired => NextStep::Renew,
            self::Moved => NextStep::Follow,
            self::Rejected => NextStep::Fail,
            self::Unreachable => NextStep::Retry,
            self::Misconfigured => NextStep::Fail,
            self::NotAccepted => NextStep::Retry,
            self::NotSent => NextStep::Fail,
            self::Disconnected => NextStep::Retry,
            self::TimedOut => NextStep::Retry,
            self::GatewayError => NextStep::Retry,
            self::Truncated => NextStep::Retry,
            self::Crashed => NextStep::Fail,
            self::NotAPortal => NextStep::Fail,
        };
    }

    /**
     * The outcome of an attempt: the first rule that matches.
     *
     * @param string $failure redirect, connection, timeout, code (a JSON body with an error) or page (any other body)
     * @param bool $permanent whether the next connection would fail in the same way
     * @param bool $truncated whether the body is empty, or JSON that breaks off
     */
    public static function ofAttempt(
        string $failure,
        bool $sent = false,
        bool $permanent = false,
        string $code = '',
        int $status = 0,
        bool $truncated = false,
    ): self {
        return match (true) {
            $failure === 'redirect' => self::Moved,
            $failure === 'connection' && $sent => self::Disconnected,
            $failure === 'connection' && $permanent => self::Misconfigured,
            $failure === 'connection' => self::Unreachable,
            $failure === 'timeout' && $sent => self::TimedOut,
            $failure === 'timeout' => self::NotSent,
            $failure === 'code' && $code === 'QUERY_LIMIT_EXCEEDED' => self::RateLimited,
            $failure === 'code' && $code === 'OPERATION_TIME_LIMIT' => self::QuotaExhausted,
            $failure === 'code' && $code === 'expired_token' => self::TokenExpired,
            $failure === 'code' && ErrorTable::maybeExecuted($code) => self::Crashed,
            $failure === 'code' && ErrorTable::statusOf($code) !== null => self::Rejected,
            $failure === 'code' && $status === 500 => self::Crashed,
            $status >= 500 => self::GatewayError,
            $status === 408 => self::GatewayError,
            $status === 429 => self::RateLimited,
            ($status === 421 || $status === 425) => self::NotAccepted,
            $failure === 'code' => self::Rejected,
            $status >= 400 => self::Rejected,
            $truncated => self::Truncated,
            default => self::NotAPortal,
        };
    }
}

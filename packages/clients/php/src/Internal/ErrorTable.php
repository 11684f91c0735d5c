<?php

// Generated from spec/dist/errors.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * What error codes tell.
 *
 * @internal
 */
final class ErrorTable
{
    private const STATUSES = [
        'ACCESS_ERROR' => 403,
        'NO_AUTH_FOUND' => 401,
        'INVALID_REQUEST' => 401,
        'INVALID_CREDENTIALS' => 401,
        'insufficient_scope' => 401,
        'OVERLOAD_LIMIT' => 401,
        'ACCESS_DENIED' => 401,
        'expired_token' => 401,
        'invalid_token' => 401,
        'invalid_client' => 401,
        'ERROR_OAUTH' => 401,
        'APPLICATION_NOT_FOUND' => 401,
        'PAYMENT_REQUIRED' => 401,
        'authorization_error' => 401,
        'user_access_error' => 401,
        'CONNECTION_ERROR' => 401,
        'verification_needed' => 401,
        'PORTAL_DELETED' => 403,
        'ERROR_METHOD_NOT_FOUND' => 404,
        'OPERATION_TIME_LIMIT' => 429,
        'QUERY_LIMIT_EXCEEDED' => 503,
    ];

    /** The page of the site that says what each code means. */
    public const PAGE = 'https://b24-calllist.github.io/b24-calllist/errors.html';

    private const MAYBE_EXECUTED = ['INTERNAL_SERVER_ERROR', 'ERROR_CORE'];

    /** The HTTP status of codes that say more than "the request is wrong", also in a response with 200. */
    public static function statusOf(string $code): ?int
    {
        return self::STATUSES[$code] ?? null;
    }

    /** Whether the call may or may not have been executed after this code. */
    public static function maybeExecuted(string $code): bool
    {
        return in_array($code, self::MAYBE_EXECUTED, true);
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Auth;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\PortalMovedException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Transport\Response;

/**
 * What a portal, or something before it, answered: a result or an error. Portals and gateways send more than the
 * documentation says: errors with any status (200 too), codes that are numbers or empty, HTML with 200, bodies that are
 * empty or cut.
 *
 * @internal
 */
final readonly class Answer
{
    /** Byte order marks: each file of a portal that was saved with one sends it. */
    private const MARKS = '/^(?:\s*\xEF\xBB\xBF)+/';

    /**
     * @param mixed $time the `time` of a good answer, as it came
     */
    private function __construct(
        public mixed $result,
        public ?CallListException $error = null,
        public mixed $time = null,
    ) {
    }

    public static function read(string $method, #[\SensitiveParameter] Response $response, Auth $auth): self
    {
        $status = $response->status;
        if ($status >= 300 && $status < 400) {
            $host = self::hostOf($response->header('location'));
            return self::failed(new PortalMovedException($method, $status, $auth->redact($host)));
        }
        $type = $auth->redact($response->header('content-type'));
        if (Response::isTooLarge($response->body)) {
            $excerpt = Excerpt::of($response->body, $auth);
            $detail = 'the response is larger than ' . (Response::MAX_BYTES >> 20) . ' MiB';
            return self::failed(new UnexpectedResponseException($method, $status, $type, $excerpt, $detail));
        }
        $text = self::withoutMarks($response->body);
        $flags = JSON_BIGINT_AS_STRING | JSON_INVALID_UTF8_SUBSTITUTE;
        $body = json_decode($text, true, flags: $flags);
        if (is_array($body)) {
            $refusal = self::refusal($method, $status, $body, $auth);
            if ($refusal !== null) {
                return self::failed($refusal);
            }
            if ($status < 300 && array_key_exists('result', $body)) {
                return new self($body['result'], time: $body['time'] ?? null);
            }
        }
        return self::failed(new UnexpectedResponseException($method, $status, $type, Excerpt::of($text, $auth)));
    }

    /**
     * The error that a body is, if it is one; in a batch, that of a command.
     *
     * @param array<array-key, mixed> $body
     */
    public static function refusal(
        string $method,
        int $status,
        #[\SensitiveParameter] array $body,
        Auth $auth,
    ): ?PortalException {
        $code = $body['error'] ?? null;
        if (!is_string($code) && !is_int($code) && !is_float($code)) {
            return null;
        }
        $text = static fn (mixed $value): string => is_scalar($value) ? $auth->redact((string) $value) : '';
        return PortalException::of(
            $method,
            $status,
            $text($code),
            $text($body['error_description'] ?? ''),
            $text($body['argument'] ?? ''),
        );
    }

    public static function failed(CallListException $error): self
    {
        return new self(null, $error);
    }

    private static function hostOf(#[\SensitiveParameter] string $location): string
    {
        $parts = parse_url($location);
        $port = isset($parts['port']) ? ":{$parts['port']}" : '';
        return isset($parts['host']) ? $parts['host'] . $port : '';
    }

    private static function withoutMarks(#[\SensitiveParameter] string $body): string
    {
        return preg_replace(self::MARKS, '', $body) ?? $body;
    }
}

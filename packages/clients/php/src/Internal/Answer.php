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

    /** Lists and objects in a body, and values in these: as many as 500,000 call lists have, and room in the memory. */
    private const MAX_LISTS = 600_000;
    private const MAX_VALUES = 3_000_000;

    /** Half a surrogate pair by itself; pairs, and what follows a backslash that is escaped, are skipped. */
    private const HALF_A_PAIR = '/\\\\(?:ud[89ab]..\\\\ud[c-f]..|[^u])(*SKIP)(*FAIL)|\\\\ud[89a-f]../i';

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
            $host = OutsideText::word(self::hostOf($response->header('location')), $auth);
            return self::failed(new PortalMovedException($method, $status, $host));
        }
        $type = OutsideText::word($response->header('content-type'), $auth);
        $detail = self::tooMuchIn($response->body);
        if ($detail !== null) {
            $excerpt = Excerpt::of($response->body, $auth);
            return self::failed(new UnexpectedResponseException($method, $status, $type, $excerpt, $detail));
        }
        $text = self::withoutMarks($response->body);
        $body = self::decode($text);
        if (is_array($body)) {
            $refusal = self::refusal($method, $status, $body, $auth);
            if ($refusal !== null) {
                return self::failed($refusal);
            }
            if ($status < 400 && array_key_exists('result', $body)) {
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
        $text = static fn (mixed $value): string => is_scalar($value) ? (string) $value : '';
        return PortalException::of(
            $method,
            $status,
            OutsideText::word($text($code), $auth),
            OutsideText::sentences($text($body['error_description'] ?? ''), $auth),
            OutsideText::word($text($body['argument'] ?? ''), $auth),
        );
    }

    public static function failed(CallListException $error): self
    {
        return new self(null, $error);
    }

    /** What a body has too much of; values become many times as large when they are decoded. */
    private static function tooMuchIn(#[\SensitiveParameter] string $body): ?string
    {
        return match (true) {
            Response::isTooLarge($body) => 'the response is larger than ' . (Response::MAX_BYTES >> 20) . ' MiB',
            substr_count($body, '{') + substr_count($body, '[') > self::MAX_LISTS,
            substr_count($body, ',') > self::MAX_VALUES => 'the response has more values than any of a portal',
            default => null,
        };
    }

    private static function decode(#[\SensitiveParameter] string $json): mixed
    {
        $flags = JSON_BIGINT_AS_STRING | JSON_INVALID_UTF8_SUBSTITUTE;
        $value = json_decode($json, true, flags: $flags);
        // Half a surrogate pair is no character, and no reason to lose the rest either.
        return json_last_error() === JSON_ERROR_UTF16
            ? json_decode((string) preg_replace(self::HALF_A_PAIR, '\ufffd', $json), true, flags: $flags)
            : $value;
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

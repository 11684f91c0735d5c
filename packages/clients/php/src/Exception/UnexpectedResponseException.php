<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Internal\Outcome;

/**
 * The response is not what a portal sends: an HTML page, an empty body, JSON that breaks off, or a result of another
 * type than the method's.
 */
final class UnexpectedResponseException extends CallListException
{
    /**
     * @param int $status HTTP status of the answer
     * @param string $contentType content type of the answer; empty where there was none
     * @param string $excerpt the first 200 characters of the body, or of the result where only that is wrong, without
     *     secrets
     * @param string $detail what is wrong with a portal's own response, such as a result of another type; empty where
     *     it is not one of a portal
     */
    public function __construct(
        string $method,
        public readonly int $status,
        public readonly string $contentType = '',
        public readonly string $excerpt = '',
        public readonly string $detail = '',
    ) {
        $type = $contentType === '' ? 'no content type' : $contentType;
        $what = $detail === ''
            ? "the answer is not one of a Bitrix24 portal (HTTP $status, $type)"
            : "$detail (HTTP $status)";
        $truncated = $detail === '' && self::isTruncated($contentType, $excerpt);
        parent::__construct($method, $what, null, Outcome::ofAttempt('page', status: $status, truncated: $truncated));
    }

    private static function isTruncated(string $contentType, string $excerpt): bool
    {
        return match (true) {
            $excerpt === '' => true,
            stripos($contentType, 'json') === false => false,
            // What is not JSON from the start, such as PHP's warnings before it, would be there again.
            default => str_starts_with($excerpt, '{'),
        };
    }
}

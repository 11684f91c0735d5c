<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** The answer is not what a portal sends: an HTML page, an empty body, JSON that breaks off. */
final class UnexpectedResponseException extends CallListException
{
    /**
     * @param int $status HTTP status of the answer
     * @param string $contentType content type of the answer; empty where there was none
     * @param string $excerpt the first 200 characters of the body, without secrets
     */
    public function __construct(
        string $method,
        public readonly int $status,
        public readonly string $contentType = '',
        public readonly string $excerpt = '',
    ) {
        $type = $contentType === '' ? 'no content type' : $contentType;
        parent::__construct($method, "the answer is not one of a Bitrix24 portal (HTTP $status, $type)");
    }
}

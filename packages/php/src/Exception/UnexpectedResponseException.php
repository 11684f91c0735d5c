<?php

declare(strict_types=1);

namespace B24CallList\Exception;

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
        if ($detail !== '') {
            parent::__construct($method, "$detail (HTTP $status)");
            return;
        }
        $type = $contentType === '' ? 'no content type' : $contentType;
        parent::__construct($method, "the answer is not one of a Bitrix24 portal (HTTP $status, $type)");
    }
}

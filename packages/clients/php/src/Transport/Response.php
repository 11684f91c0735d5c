<?php

declare(strict_types=1);

namespace B24CallList\Transport;

use B24CallList\Internal\Numbers;

/** What came back, before anybody judged it. */
final readonly class Response
{
    /** The largest body in bytes, unpacked; a transport need not read more of a larger one than one byte beyond. */
    public const MAX_BYTES = Numbers::MAX_BODY;

    /** @var array<string, string> */
    private array $headers;

    /**
     * @param array<string, string> $headers
     * @param string $body unpacked
     */
    public function __construct(public int $status, array $headers, public string $body)
    {
        $this->headers = array_change_key_case($headers);
    }

    /** A header by its name in any case; empty where there is none. */
    public function header(string $name): string
    {
        return $this->headers[strtolower($name)] ?? '';
    }

    /** Whether a body, or the part of one that was read, is larger than is taken. */
    public static function isTooLarge(string $body): bool
    {
        return strlen($body) > self::MAX_BYTES;
    }
}

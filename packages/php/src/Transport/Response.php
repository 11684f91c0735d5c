<?php

declare(strict_types=1);

namespace B24CallList\Transport;

/** What came back, before anybody judged it. */
final readonly class Response
{
    /** @var array<string, string> */
    private array $headers;

    /**
     * @param array<string, string> $headers
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
}

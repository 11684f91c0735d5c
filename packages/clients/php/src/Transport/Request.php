<?php

declare(strict_types=1);

namespace B24CallList\Transport;

use B24CallList\Internal\Secret;
use B24CallList\Internal\Version;

/** A POST with a JSON body. Its address and body can hold secrets, and are not shown when it is dumped. */
final readonly class Request
{
    private Secret $url;
    private Secret $body;

    /**
     * @param float $timeout seconds until the whole answer has to be there
     * @param bool $repeatable whether it does no harm when it is sent twice
     */
    public function __construct(
        #[\SensitiveParameter] string $url,
        #[\SensitiveParameter] string $body,
        public float $timeout,
        public bool $repeatable,
    ) {
        $this->url = new Secret($url);
        $this->body = new Secret($body);
    }

    public function url(): string
    {
        return $this->url->reveal();
    }

    public function body(): string
    {
        return $this->body->reveal();
    }

    /** @return array<string, string> */
    public function headers(): array
    {
        return [
            'Content-Type' => 'application/json',
            'Accept' => 'application/json',
            'User-Agent' => 'b24-calllist-php/' . Version::CLIENT,
        ];
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * Where curl gets its proxy from: an option, or the variables of the environment. curl itself reads their values, and
 * NO_PROXY; here they are only checked.
 *
 * @internal
 */
final readonly class ProxySetting
{
    /** In curl's order. HTTP_PROXY is missing, because a request to a web server can set it (`Proxy:` header). */
    private const VARIABLES = [
        'https' => ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
        'http' => ['http_proxy', 'all_proxy', 'ALL_PROXY'],
    ];
    private const PROXY = '~^((https?|socks4a?|socks5h?)://)?([^\s/?#@]*@)?'
        . '(\[[0-9a-f:.%]+\]|[^\s/?#@:\[\]]+)(:(?<port>\d{1,5}))?(/[^\s?#]*)?$~iD';

    /** @var array<string, string|null> for the schemes http and https, the option or variable that is in effect */
    private array $names;

    /**
     * @param mixed $option the value of CURLOPT_PROXY; null where it is not set
     *
     * @throws \InvalidArgumentException when a proxy cannot be used; the message does not contain its value
     */
    public function __construct(#[\SensitiveParameter] mixed $option)
    {
        $this->names = is_string($option)
            ? array_fill_keys(array_keys(self::VARIABLES), self::checked('CURLOPT_PROXY', $option))
            : array_map(self::firstSet(...), self::VARIABLES);
    }

    /** Name of the option or variable that sets a proxy for a URL; null where there is none. */
    public function nameFor(#[\SensitiveParameter] string $url): ?string
    {
        return $this->names[strtolower(explode(':', $url, 2)[0])] ?? null;
    }

    /**
     * @param list<string> $variables
     */
    private static function firstSet(array $variables): ?string
    {
        foreach ($variables as $name) {
            // The process's own, as curl sees them, and not those of the web request.
            $value = (string) getenv($name, true);
            if ($value !== '') {
                return self::checked($name, $value);
            }
        }
        return null;
    }

    private static function checked(string $name, #[\SensitiveParameter] string $value): ?string
    {
        if ($value === '') {
            return null;
        }
        $found = [];
        $port = preg_match(self::PROXY, $value, $found) === 1 ? (int) ($found['port'] ?? 1080) : 0;
        if ($port < 1 || $port > 65535) {
            throw new \InvalidArgumentException(
                "$name: this proxy cannot be used. A proxy looks like http://proxy.example:3128, or with a password "
                . 'http://user:password@proxy.example:3128 (# @ / : in it as %23 %40 %2F %3A); '
                . 'socks4, socks4a, socks5 and socks5h are possible, too'
            );
        }
        return $name;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * A URL that may carry credentials: https, or http to this machine or to a host that the caller allows. What is behind
 * the path is dropped.
 *
 * @internal
 */
final readonly class PortalUrl
{
    private const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
    /** Signs that are in no address. */
    private const NO_URL = '/["<>\\\\^`{|}]/';
    /** Of any kind: separators, control characters, and those of no width. */
    private const WHITE_SPACE = '[\p{Z}\p{Cc}\p{Cf}]';
    private const NAMES_OF_WHITE_SPACE = [
        ' ' => 'a space',
        "\t" => 'a tab',
        "\n" => 'a line break',
        "\r" => 'a line break',
        "\u{A0}" => 'a non-breaking space',
        "\u{200B}" => 'a zero-width space',
    ];

    /**
     * @param string $origin scheme, host and port
     * @param string $host host with its port, if it has one; as it is called, so international names in punycode
     * @param string $path the path as it was given
     */
    private function __construct(
        public string $origin,
        public string $host,
        public string $path,
    ) {
    }

    /**
     * @param string $what what the URL is an argument of
     * @param string $looksLike a sentence with a right one
     * @param array<string> $insecureHosts hosts that may be called over plain http
     *
     * @throws \InvalidArgumentException when it is not such a URL; the message does not contain it
     */
    public static function parse(
        #[\SensitiveParameter] string $text,
        string $what,
        string $looksLike,
        array $insecureHosts,
    ): self {
        $allowed = array_map(self::insecureHost(...), $insecureHosts);
        $wrong = static fn (string $why): never => throw new \InvalidArgumentException("$what: $why. $looksLike");
        $url = self::trim($text);
        if ($url === '') {
            $wrong('nothing was given');
        }
        $blank = self::whiteSpaceIn($url);
        if ($blank !== null) {
            $wrong("there is white space in it ($blank)");
        }
        $parts = parse_url($url);
        if (preg_match(self::NO_URL, $url) === 1 || !isset($parts['scheme'], $parts['host'])) {
            $wrong('this is not a URL');
        }
        if (isset($parts['user']) || isset($parts['pass'])) {
            $wrong('there is a user name or a password in it');
        }
        $host = self::ascii($parts['host']) ?? $wrong(
            'the host is not a name that can be called (international ones need ext-intl, or to be written as xn--…)'
        );
        $scheme = strtolower($parts['scheme']);
        if ($scheme !== 'https' && !($scheme === 'http' && in_array($host, [...self::LOOPBACK, ...$allowed], true))) {
            $wrong(
                'it has to be https. Plain http is for this machine, and for hosts that you allow by name, such as '
                . "insecureHosts: ['sandbox']"
            );
        }
        $host .= isset($parts['port']) ? ":{$parts['port']}" : '';
        return new self("$scheme://$host", $host, $parts['path'] ?? '');
    }

    /** A text without the white space around it, such as comes along when a URL is copied from a page. */
    public static function trim(#[\SensitiveParameter] string $text): string
    {
        $blank = self::WHITE_SPACE;
        return preg_replace("/^$blank+|$blank+$/Du", '', $text) ?? trim($text);
    }

    /** What white space there is in a text, in words; null where there is none. */
    private static function whiteSpaceIn(#[\SensitiveParameter] string $text): ?string
    {
        $found = [];
        $isFound = preg_match('/' . self::WHITE_SPACE . '/u', $text, $found) === 1
            || preg_match('/\s/', $text, $found) === 1; // where it is not UTF-8
        if (!$isFound) {
            return null;
        }
        return self::NAMES_OF_WHITE_SPACE[$found[0]] ?? trim((string) json_encode($found[0]), '"');
    }

    /** A host name in lower case and ASCII; null where it is none, or where that needs ext-intl. */
    private static function ascii(string $host): ?string
    {
        if (preg_match('/[^\x21-\x7e]/', $host) !== 1) {
            return strtolower($host);
        }
        $ascii = function_exists('idn_to_ascii')
            ? idn_to_ascii($host, IDNA_NONTRANSITIONAL_TO_ASCII, INTL_IDNA_VARIANT_UTS46)
            : false;
        return $ascii === false ? null : $ascii;
    }

    private static function insecureHost(mixed $host): string
    {
        $isName = is_string($host) && preg_match('~^([^\s/?#@:*]+|\[[0-9a-f:.]+\])$~iD', $host) === 1;
        return ($isName ? self::ascii($host) : null) ?? throw new \InvalidArgumentException(
            "insecureHosts: names of hosts, without scheme, port and wildcards, such as ['sandbox']"
        );
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * Checks a caller's options of curl before anything is sent. Later, curl would ignore those behind a wrong one, such as
 * a proxy, and an error of PHP would have the address and its secret in its trace.
 *
 * @internal
 */
final class CurlOptions
{
    /** Options whose texts become headers. curl sends a line break in one as it is. */
    private const HEADERS = [CURLOPT_USERAGENT, CURLOPT_REFERER, CURLOPT_COOKIE, CURLOPT_PROXYHEADER];

    /**
     * @param array<mixed> $options
     *
     * @throws \InvalidArgumentException when one cannot be used; the message does not contain its value
     */
    public static function check(#[\SensitiveParameter] array $options): void
    {
        $probe = curl_init();
        foreach ($options as $option => $value) {
            if (in_array($option, self::HEADERS, true) && self::hasLineBreak($value)) {
                $why = 'has a line break in it, which would begin a header of its own';
                throw new \InvalidArgumentException('CurlTransport: ' . self::nameOf($option) . " $why");
            }
            if (!self::isAccepted($probe, $option, $value)) {
                $name = self::nameOf($option);
                throw new \InvalidArgumentException("CurlTransport: curl does not accept the value of $name");
            }
        }
    }

    private static function hasLineBreak(#[\SensitiveParameter] mixed $value): bool
    {
        $texts = array_filter(is_array($value) ? $value : [$value], is_string(...));
        return strpbrk(implode('', $texts), "\r\n") !== false;
    }

    private static function isAccepted(
        \CurlHandle $probe,
        int|string $option,
        #[\SensitiveParameter] mixed $value,
    ): bool {
        try {
            return is_int($option) && @curl_setopt($probe, $option, $value);
        } catch (\ValueError | \TypeError) {
            return false;
        } finally {
            curl_reset($probe); // or it would write a cookie jar when it ends
        }
    }

    private static function nameOf(int|string $option): string
    {
        foreach (get_defined_constants(true)['curl'] as $name => $value) {
            if ($value === $option && str_starts_with($name, 'CURLOPT_')) {
                return $name;
            }
        }
        return "option $option";
    }
}

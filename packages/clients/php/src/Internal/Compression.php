<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Transport\Response;

/**
 * Unpacks a body that an HTTP client has left packed; some unpack only what they asked for themselves. Needs ext-zlib.
 *
 * @internal
 */
final class Compression
{
    /** Bytes that are unpacked at once; they become a thousand times as many at most. */
    private const PART = 8_192;

    /**
     * The body unpacked, or of one that is too large as much as shows that. As it is where it is not packed, whatever
     * the header says: clients that unpack may leave the header.
     *
     * @param string $encoding value of the header Content-Encoding
     */
    public static function unpack(#[\SensitiveParameter] string $body, string $encoding): string
    {
        $isJson = str_starts_with($body, '{');
        $formats = $isJson || !function_exists('inflate_init') ? [] : self::formats(strtolower($encoding));
        foreach ($formats as $format) {
            $unpacked = self::inflate($body, $format);
            if ($unpacked !== null) {
                return $unpacked;
            }
        }
        return $body;
    }

    /** @return list<int> */
    private static function formats(string $encoding): array
    {
        return match ($encoding) {
            'gzip', 'x-gzip' => [ZLIB_ENCODING_GZIP],
            'deflate' => [ZLIB_ENCODING_DEFLATE, ZLIB_ENCODING_RAW],
            default => [],
        };
    }

    /** Null where the body is not of this format. */
    private static function inflate(#[\SensitiveParameter] string $body, int $format): ?string
    {
        $inflate = inflate_init($format);
        $unpacked = '';
        for ($at = 0; $at < strlen($body) && !Response::isTooLarge($unpacked); $at += self::PART) {
            $part = @inflate_add($inflate, substr($body, $at, self::PART)); // it warns of what is no such format
            if ($part === false) {
                return null;
            }
            $unpacked .= $part;
        }
        return $unpacked;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Auth;

/**
 * Texts that come from outside, made fit for an error: without secrets, without what would write lines into a log or
 * commands to a terminal, and not too long.
 *
 * @internal
 */
final class OutsideText
{
    /** Bytes in which secrets are searched. */
    private const SEARCHED = 1_000_000;
    /** Bytes at the end of these in which one may be cut, so that it is not found. */
    private const LONGEST_SECRET = 16_000;

    /** What begins a new line somewhere, and tabs. */
    private const BLANK = '/[\t\n\v\f\r\x{85}\x{2028}\x{2029}]/u';
    /** Other control characters, and those that turn the direction of writing. */
    private const CONTROL = '/[\p{Cc}\x{61C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]/u';

    /** A code, the name of an argument, a content type, a host. */
    public static function word(#[\SensitiveParameter] string $text, Auth $auth): string
    {
        return self::upTo(Numbers::MAX_WORD, $text, $auth);
    }

    /** A description, a reason. */
    public static function sentences(#[\SensitiveParameter] string $text, Auth $auth): string
    {
        return self::upTo(Numbers::MAX_DESCRIPTION, $text, $auth);
    }

    private static function upTo(int $length, #[\SensitiveParameter] string $text, Auth $auth): string
    {
        return self::shortened(self::printable(self::masked($text, $auth)), $length);
    }

    /** A text without secrets; of one that is very long the beginning, since a search takes time. */
    public static function masked(#[\SensitiveParameter] string $text, Auth $auth): string
    {
        $masked = $auth->redact(substr($text, 0, self::SEARCHED));
        return strlen($text) > self::SEARCHED ? substr($masked, 0, -self::LONGEST_SECRET) : $masked;
    }

    /** Secrets have to be masked before: replacing a character inside one would hide it from the search. */
    public static function printable(string $text): string
    {
        $utf8 = json_decode((string) json_encode($text, JSON_INVALID_UTF8_SUBSTITUTE));
        return (string) preg_replace([self::BLANK, self::CONTROL], [' ', "\u{FFFD}"], (string) $utf8);
    }

    /** The first characters of a printable text. */
    public static function cut(string $text, int $length): string
    {
        return (string) preg_replace("/^.{{$length}}\K.+/us", '', $text);
    }

    /** The same, with a mark where something was cut off. */
    public static function shortened(string $text, int $length): string
    {
        $cut = self::cut($text, $length);
        return $cut === $text ? $text : "{$cut}…";
    }
}

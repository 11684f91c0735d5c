<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Auth;

/**
 * The beginning of a text that came from elsewhere, without secrets, to be shown in an error.
 *
 * @internal
 */
final class Excerpt
{
    private const VALUE_LENGTH = 60;
    /** More than an excerpt, so that masking does not leave it empty, and little enough to be searched. */
    private const SOURCE = 2000;
    /** An address below /rest/, also as it stands in JSON or a query. */
    private const REST_ADDRESS = '#[^\s"\'<>]*(?:/|%2F)rest\\\\*(?:/|%2F)[^\s"\'<>]*#i';

    public static function of(#[\SensitiveParameter] string $text, Auth $auth): string
    {
        return OutsideText::cut(self::clean($text, $auth), Numbers::MAX_EXCERPT);
    }

    /** A value as JSON, short enough for a message. */
    public static function ofValue(#[\SensitiveParameter] mixed $value, Auth $auth): string
    {
        $flags = JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
        return OutsideText::shortened(self::clean((string) json_encode($value, $flags), $auth), self::VALUE_LENGTH);
    }

    private static function clean(#[\SensitiveParameter] string $text, Auth $auth): string
    {
        $start = substr(ltrim(OutsideText::masked($text, $auth)), 0, self::SOURCE);
        return OutsideText::printable(preg_replace(self::REST_ADDRESS, '***', $start) ?? '***');
    }
}

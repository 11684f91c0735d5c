<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * A command of a batch as the portal reads it: a method and a query string, decoded by PHP's rules.
 *
 * @internal
 */
final class Query
{
    /** What the portal would take for a reference to another command, wherever it stands in a text. */
    private const REFERENCE = '/\$(result|next|total|time|error)\[/i';

    /**
     * @param array<string, mixed> $params
     *
     * @throws \InvalidArgumentException for values that a query cannot carry whole: an empty list (it would vanish, and
     *     with it the filter), a text that the portal would take for a reference, more values than PHP reads
     */
    public static function of(string $method, array $params): string
    {
        $values = self::values($params, $method);
        $query = http_build_query($values, '', '&', PHP_QUERY_RFC3986);
        if (substr_count($query, '&') >= Numbers::MAX_COMMAND_VALUES) {
            $most = Numbers::MAX_COMMAND_VALUES;
            throw new \InvalidArgumentException(
                "batch: $method has more values than a portal reads ($most); call it by itself"
            );
        }
        return $query === '' ? $method : "$method?$query";
    }

    /**
     * @param array<array-key, mixed> $params
     *
     * @return array<array-key, mixed>
     */
    private static function values(array $params, string $path): array
    {
        $values = [];
        foreach ($params as $name => $value) {
            if (preg_match('/^[^\[\]\s.\0]+$/D', (string) $name) !== 1) {
                throw new \InvalidArgumentException("batch: $path: a batch cannot carry the name \"$name\"");
            }
            $values[$name] = self::value($value, "$path $name");
        }
        return $values;
    }

    private static function value(mixed $value, string $path): mixed
    {
        if (is_array($value)) {
            return $value === []
                ? throw new \InvalidArgumentException("batch: $path is an empty list, which would get lost")
                : self::values($value, $path);
        }
        if ($value === null) {
            return ''; // a filter is told "not set" by an empty text
        }
        if (!is_scalar($value)) {
            throw new \InvalidArgumentException("batch: $path is no plain value");
        }
        if (is_string($value) && preg_match(self::REFERENCE, $value) === 1) {
            throw new \InvalidArgumentException("batch: $path looks like a reference to a command");
        }
        return $value;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * Reads values as portals write them: numbers as text and the reverse.
 *
 * @internal
 */
final class Wire
{
    /**
     * A field as a whole number.
     *
     * @throws \UnexpectedValueException when it is none
     */
    public static function int(mixed $value): int
    {
        $number = is_bool($value) ? false : filter_var($value, FILTER_VALIDATE_INT);
        return $number === false ? throw new \UnexpectedValueException('a whole number was expected') : $number;
    }

    /** The same; null where there is none. */
    public static function intOrNull(mixed $value): ?int
    {
        return $value === null || $value === '' ? null : self::int($value);
    }

    /**
     * A field as a text; empty where there is none.
     *
     * @throws \UnexpectedValueException when it is something else
     */
    public static function text(mixed $value): string
    {
        return $value === null || is_scalar($value)
            ? (string) $value
            : throw new \UnexpectedValueException('a text was expected');
    }

    /** The same; null where there is none. */
    public static function textOrNull(mixed $value): ?string
    {
        return $value === null ? null : self::text($value);
    }

    /**
     * The id of what was created.
     *
     * @throws \UnexpectedValueException when it is none
     */
    public static function id(mixed $value): int
    {
        $options = ['options' => ['min_range' => 1]];
        $id = is_bool($value) ? false : filter_var($value, FILTER_VALIDATE_INT, $options);
        return $id === false ? throw new \UnexpectedValueException('an id was expected') : $id;
    }

    /**
     * True, in any of the forms that PHP writes it in. A portal reports a failure as an error, and never as false.
     *
     * @throws \UnexpectedValueException when it is something else
     */
    public static function success(mixed $value): bool
    {
        return in_array($value, [true, 1, '1'], true)
            ? true
            : throw new \UnexpectedValueException('true was expected');
    }

    /**
     * The fields of a row. PHP writes an empty object as an empty list.
     *
     * @return array<array-key, mixed>
     *
     * @throws \UnexpectedValueException when it is none
     */
    public static function map(mixed $value): array
    {
        return is_array($value) && ($value === [] || !array_is_list($value))
            ? $value
            : throw new \UnexpectedValueException('an object was expected');
    }

    /**
     * A way to read a list, from one to read a row. PHP writes a list as an object where its keys have gaps.
     *
     * @template T
     *
     * @param \Closure(mixed): T $row
     *
     * @return \Closure(mixed): list<T>
     */
    public static function listOf(\Closure $row): \Closure
    {
        return static fn (mixed $rows): array => match (true) {
            !is_array($rows) => throw new \UnexpectedValueException('a list was expected'),
            count($rows) > Numbers::MAX_ROWS => throw new \UnexpectedValueException(
                'a list of no more than ' . number_format(Numbers::MAX_ROWS) . ' rows was expected'
            ),
            default => array_map($row, array_values($rows)),
        };
    }

    /**
     * Parameters without those that were not given.
     *
     * @param array<string, mixed> $params
     *
     * @return array<string, mixed>
     */
    public static function given(array $params): array
    {
        return array_filter($params, static fn (mixed $value): bool => $value !== null);
    }
}

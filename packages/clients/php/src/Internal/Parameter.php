<?php

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * Checks what PHP's own types leave open in parameters, before anything is sent: ids that are none, and what is in
 * arrays.
 *
 * @internal
 */
final class Parameter
{
    /**
     * @throws \InvalidArgumentException when it is no id
     */
    public static function id(string $name, int $id): int
    {
        return $id > 0 ? $id : throw self::wrong($name, 'an id is a whole number from 1, such as 13');
    }

    /** The same, or null for none. */
    public static function idOrNull(string $name, ?int $id): ?int
    {
        return $id === null ? null : self::id($name, $id);
    }

    /**
     * Ids as a list of numbers, also where they are text and the keys have gaps.
     *
     * @param array<mixed> $ids
     *
     * @return list<int>
     *
     * @throws \InvalidArgumentException when one is no id
     */
    public static function ids(string $name, array $ids): array
    {
        return array_map(static function (mixed $id) use ($name): int {
            $options = ['options' => ['min_range' => 1]];
            $isNumber = is_int($id) || (is_string($id) && ctype_digit($id));
            $number = $isNumber ? filter_var($id, FILTER_VALIDATE_INT, $options) : false;
            return $number === false
                ? throw self::wrong($name, 'ids are whole numbers from 1, such as [9, 17, 19]')
                : $number;
        }, array_values($ids));
    }

    /**
     * Names of fields, as a list.
     *
     * @param array<mixed> $names
     *
     * @return list<string>
     *
     * @throws \InvalidArgumentException when one is no text
     */
    public static function names(string $name, array $names): array
    {
        foreach ($names as $field) {
            if (!is_string($field) || $field === '') {
                throw self::wrong($name, "names of fields are texts, such as ['ID', 'WEBFORM_ID']");
            }
        }
        /** @var list<string> */
        return array_values($names);
    }

    /**
     * Fields with a direction each.
     *
     * @param array<mixed> $order
     *
     * @return array<string, string>
     *
     * @throws \InvalidArgumentException when a field or a direction is no text
     */
    public static function order(string $name, array $order): array
    {
        foreach ($order as $field => $direction) {
            if (!is_string($field) || !is_string($direction)) {
                throw self::wrong($name, "each field has a direction, such as ['ID' => 'DESC']");
            }
        }
        /** @var array<string, string> */
        return $order;
    }

    /**
     * Conditions, whose lists are lists: one with gaps in its keys (array_filter leaves such) would become an object.
     *
     * @param array<mixed> $filter
     *
     * @return array<string, mixed>
     *
     * @throws \InvalidArgumentException when a field is no text, or a value none that a portal compares with
     */
    public static function filter(string $name, array $filter): array
    {
        $conditions = [];
        foreach ($filter as $field => $value) {
            $values = is_array($value) ? $value : [$value];
            if (!is_string($field) || array_filter($values, self::isComparable(...)) !== $values) {
                throw self::wrong(
                    $name,
                    'each field has a whole number, a text, null, or a list of these, '
                    . "such as ['>=ID' => 20, '@ENTITY_TYPE_ID' => [3, 4]]"
                );
            }
            $conditions[$field] = is_array($value) ? array_values($value) : $value;
        }
        return $conditions;
    }

    private static function isComparable(mixed $value): bool
    {
        return is_int($value) || is_string($value) || $value === null;
    }

    private static function wrong(string $name, string $what): \InvalidArgumentException
    {
        return new \InvalidArgumentException("$name: $what");
    }
}

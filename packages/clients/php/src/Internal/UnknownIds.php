<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Entry;
use B24CallList\ErrorCode;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\PortalException;

/**
 * Finds the ids that the portal rejects: it says that some are wrong, but not which.
 *
 * @internal
 */
final class UnknownIds
{
    private const METHOD = WireName::UPDATE;
    /** Ids of a command, beside two other parameters. */
    private const MAX_IDS = Numbers::MAX_COMMAND_VALUES - 2;

    /**
     * The ids that belong to no contact (or company): unknown ones, and those of deleted records. Nothing is written:
     * an update of a list that does not exist is rejected after its ids were checked (`ENTITIES_ERROR` for wrong ids,
     * `LIST_ID_ERROR` otherwise). One request where all ids are right, some more to find those that are not. They
     * come in ascending order.
     *
     * @param array<int> $ids each once
     *
     * @return list<int>
     *
     * @throws CallListException
     */
    public static function among(Client $client, EntityType $entityType, array $ids): array
    {
        $unknown = [];
        $suspects = $ids === [] ? [] : self::split($ids, (int) ceil(count($ids) / self::MAX_IDS));
        while ($suspects !== []) {
            $entries = $client->batch(array_map(
                static fn (array $some): Command => Command::of(
                    self::METHOD,
                    ['LIST_ID' => Numbers::MAX_ID, 'ENTITY_TYPE' => $entityType->value, 'ENTITIES' => $some],
                ),
                $suspects,
            ));
            $groups = [];
            foreach ($entries as $index => $entry) {
                if (!self::isRejectedForIds($entry)) {
                    continue;
                }
                $some = $suspects[$index];
                if (count($some) > 1) {
                    $groups[] = $some;
                } else {
                    $unknown[] = $some[0];
                }
            }
            $parts = $groups === [] ? 0 : max(2, intdiv(Numbers::BATCH_SIZE, count($groups)));
            $split = static fn (array $some): array => self::split($some, $parts);
            $suspects = array_merge(...array_map($split, $groups));
        }
        sort($unknown);
        return $unknown;
    }

    /**
     * @param Entry<mixed> $entry
     */
    private static function isRejectedForIds(Entry $entry): bool
    {
        $error = $entry->error;
        if ($error === null) {
            return false; // a mock portal, which knows no lists
        }
        return match ($error instanceof PortalException ? $error->errorCode : '') {
            ErrorCode::ENTITIES_ERROR => true,
            ErrorCode::LIST_ID_ERROR => false,
            default => throw $error,
        };
    }

    /**
     * Cuts ids into so many parts of the same size.
     *
     * @param array<int> $ids
     *
     * @return list<list<int>>
     */
    private static function split(array $ids, int $parts): array
    {
        return array_chunk($ids, (int) ceil(count($ids) / $parts));
    }
}

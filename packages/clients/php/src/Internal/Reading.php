<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Client;
use B24CallList\Command;
use B24CallList\Entry;
use B24CallList\ErrorCode;
use B24CallList\Exception\AccessException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\UnexpectedResponseException;

/**
 * Reads all pages of a list, many with a request.
 *
 * @internal
 */
final class Reading
{
    /** Pages that are requested at once: the first alone, then some, then as many as a batch takes. */
    private const GROWTH = [1, 10];

    /**
     * The rows of a list, as they are asked for.
     *
     * @template T
     *
     * @param Pages<T> $pages
     * @param list<int> $growth pages of the first requests; those after them have as many as a batch takes
     *
     * @return \Generator<int, T>
     */
    public static function rows(Client $client, Pages $pages, array $growth = self::GROWTH): \Generator
    {
        $index = 0;
        for ($request = 0; !$pages->isDone(); ++$request) {
            $commands = $pages->commands($growth[$request] ?? Numbers::BATCH_SIZE);
            foreach ($pages->take(self::readers($client, $commands)) as $row) {
                yield $index++ => $row;
            }
        }
    }

    /** For what no portal does, but a mock of one may. Reading on would never end. */
    public static function sameRows(string $method): UnexpectedResponseException
    {
        return new UnexpectedResponseException($method, 200, detail: 'the same rows for each start');
    }

    /**
     * Sends commands, with one request where that is enough, and returns what reads the page of each.
     *
     * @template T
     *
     * @param list<Command<list<T>>> $commands
     *
     * @return list<\Closure(): list<T>>
     */
    private static function readers(Client $client, array $commands): array
    {
        if (count($commands) === 1) {
            return [static fn (): array => self::page(static fn (): array => $client->call($commands[0]))];
        }
        $readers = [];
        foreach ($client->batch($commands) as $index => $entry) {
            $command = $commands[$index];
            $readers[] = static fn (): array => self::page(
                static fn (): array => self::isPostponed($entry) ? $client->call($command) : $entry->get(),
            );
        }
        return $readers;
    }

    /**
     * Whether the portal has postponed a command, and not the whole request. It is then sent by itself, which waits.
     *
     * @param Entry<mixed> $entry
     */
    private static function isPostponed(Entry $entry): bool
    {
        return $entry->error instanceof PortalException
            && $entry->error->status === 200
            && $entry->error->errorCode === ErrorCode::OPERATION_TIME_LIMIT;
    }

    /**
     * The rows of a page; none of one that is empty, which the portal calls forbidden.
     *
     * @template T
     *
     * @param \Closure(): list<T> $read
     *
     * @return list<T>
     */
    private static function page(\Closure $read): array
    {
        try {
            return $read();
        } catch (AccessException $error) {
            $isEmpty = $error->method === WireName::ITEMS && $error->errorCode === ErrorCode::ACCESS_ERROR;
            return $isEmpty ? [] : throw $error;
        }
    }
}

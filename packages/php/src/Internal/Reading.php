<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Client;
use B24CallList\Command;
use B24CallList\ErrorCode;
use B24CallList\Exception\AccessException;
use B24CallList\Exception\PortalException;

/**
 * Reads a list whole, many pages with a request.
 *
 * @internal
 */
final class Reading
{
    /** Pages that are asked for at once: the first alone, then some, then as many as a batch takes. */
    private const GROWTH = [1, 10];

    /**
     * @template T
     *
     * @param Pages<T> $pages
     *
     * @return \Generator<int, T>
     */
    public static function rows(Client $client, Pages $pages): \Generator
    {
        $index = 0;
        for ($round = 0; !$pages->isDone(); ++$round) {
            $commands = $pages->commands(self::GROWTH[$round] ?? Batch::SIZE);
            foreach (self::read($client, $commands) as $page) {
                foreach ($pages->take($page) as $row) {
                    yield $index++ => $row;
                }
                // What failed behind the last page does not matter.
                if ($pages->isDone()) {
                    return;
                }
            }
        }
    }

    /**
     * The pages, with one request where that is enough. One that failed throws when its turn comes.
     *
     * @template T
     *
     * @param list<Command<list<T>>> $commands
     *
     * @return \Generator<int, list<T>>
     */
    private static function read(Client $client, array $commands): \Generator
    {
        if (count($commands) === 1) {
            yield self::page(static fn (): array => $client->call($commands[0]));
            return;
        }
        foreach ($client->batch($commands) as $index => $entry) {
            // A command that the portal put off (and not the whole request) is asked for again by itself, which waits.
            $isPutOff = $entry->error instanceof PortalException
                && $entry->error->status === 200
                && $entry->error->errorCode === ErrorCode::OPERATION_TIME_LIMIT;
            yield self::page(
                static fn (): array => $isPutOff ? $client->call($commands[$index]) : $entry->get(),
            );
        }
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
            $isEmpty = $error->method === 'crm.calllist.items.get' && $error->errorCode === ErrorCode::ACCESS_ERROR;
            return $isEmpty ? [] : throw $error;
        }
    }
}

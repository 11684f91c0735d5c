<?php

declare(strict_types=1);

// Takes part in the conformance vectors: reads calls line by line, makes them, prints how they ended.
// The protocol is described in packages/clients/conformance/README.md.

namespace B24CallList\Conformance;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\Entry;
use B24CallList\EntityType;
use B24CallList\Exception;

require __DIR__ . '/../tests/bootstrap.php';

const KINDS = [
    Exception\AuthException::class => 'auth',
    Exception\AccessException::class => 'access',
    Exception\LimitException::class => 'limit',
    Exception\PortalException::class => 'portal',
    Exception\UnexpectedResponseException::class => 'unexpected-response',
    Exception\ConnectionException::class => 'connection',
    Exception\TimeoutException::class => 'timeout',
    Exception\PortalMovedException::class => 'portal-moved',
    Exception\OutcomeUnknownException::class => 'outcome-unknown',
    Exception\SkippedException::class => 'skipped',
    Exception\UnstableListException::class => 'unstable-list',
];

function authOf(#[\SensitiveParameter] array $auth): Auth
{
    if ($auth['kind'] === 'webhook') {
        return Auth::webhook($auth['url']);
    }
    $renewed = $auth['renewedToken'] ?? null;
    $renew = $renewed === null ? null : static fn (): string => $renewed;
    return Auth::oauth($auth['portal'], $auth['accessToken'], $renew);
}

/** The arguments of the client's own method for a method's parameters. */
function argumentsOf(string $method, array $params): array
{
    $type = EntityType::tryFrom($params['ENTITY_TYPE'] ?? '');
    $filter = $params['FILTER'] ?? [];
    $start = isset($params['start']) ? startOf($params['start']) : null;
    return match ($method) {
        'crm.calllist.add' => ['add', [$type, $params['ENTITIES'], $params['WEBFORM_ID'] ?? null]],
        'crm.calllist.get' => ['get', [$params['ID']]],
        'crm.calllist.list' => [
            'list',
            [$params['SELECT'] ?? [], $filter, $params['ORDER'] ?? [], $start],
        ],
        'crm.calllist.update' => [
            'update',
            [$params['LIST_ID'], $type, $params['ENTITIES'], $params['WEBFORM_ID'] ?? null],
        ],
        'crm.calllist.items.get' => [
            'items',
            [$params['LIST_ID'], $filter['STATUS'] ?? null, $start],
        ],
        'crm.calllist.statuslist' => ['statuses', []],
    };
}

/** JSON of JavaScript has numbers that are too large for an int. */
function startOf(int|float|string $start): int
{
    return is_float($start) ? PHP_INT_MAX : (int) $start;
}

function commandOf(string $method, array $params): Command
{
    [$name, $arguments] = argumentsOf($method, $params);
    return Command::$name(...$arguments);
}

function resultOf(Client $b24, array $call, array &$rows): mixed
{
    if (isset($call['iterate'])) {
        [, $arguments] = argumentsOf($call['iterate'], $call['params']);
        array_pop($arguments); // start
        $name = $call['iterate'] === 'crm.calllist.list' ? 'lists' : 'participants';
        $gap = isset($call['gap']) ? ['gap' => $call['gap']] : [];
        foreach ($b24->$name(...$arguments, ...$gap) as $row) {
            $rows[] = wire($row);
        }
        return $rows;
    }
    if (isset($call['method'])) {
        [$name, $arguments] = argumentsOf($call['method'], $call['params']);
        return wire($b24->$name(...$arguments));
    }
    if (isset($call['changeParticipants'])) {
        return (array) $b24->changeParticipants(...$call['changeParticipants']);
    }
    if (isset($call['progressOf'])) {
        $progress = $b24->progressOf($call['progressOf']);
        return ['total' => $progress->total, 'byStatus' => (object) $progress->byStatus];
    }
    if (isset($call['waitUntilDone'])) {
        ['listId' => $listId, 'within' => $within, 'interval' => $interval] = $call['waitUntilDone'];
        $state = $b24->waitUntilDone($listId, $within / 1000, $interval / 1000);
        return ['done' => $state->done, 'open' => $state->open, 'deleted' => $state->deleted];
    }
    $isNamed = array_filter(array_column($call['batch'], 'key'), is_string(...)) !== [];
    $commands = [];
    foreach ($call['batch'] as $position => $one) {
        $commands[$isNamed ? $one['key'] : $position] = commandOf($one['method'], $one['params']);
    }
    $entries = $b24->batch($commands, $call['halt'] ?? false);
    $told = [];
    foreach ($entries as $key => $entry) {
        $told[] = ($isNamed ? ['key' => (string) $key] : []) + toldOf($entry);
    }
    return $told;
}

function toldOf(Entry $entry): array
{
    return $entry->ok ? ['result' => wire($entry->result)] : ['error' => errorOf($entry->error)];
}

function wire(mixed $result): mixed
{
    return match (true) {
        is_array($result) => array_map(wire(...), $result),
        is_object($result) => $result->toWire(),
        default => $result,
    };
}

function errorOf(Exception\CallListException $error): array
{
    return array_filter([
        'kind' => KINDS[$error::class],
        'message' => $error->getMessage(),
        'status' => $error->status ?? null,
        'code' => $error->errorCode ?? null,
        'description' => $error->description ?? null,
        'argument' => $error->argument ?? null,
        'ids' => ($error->ids ?? []) ?: null,
        'docUrl' => $error->docUrl ?? null,
        'host' => $error->host ?? null,
        'executed' => $error->executed->value,
        'sent' => $error->sent,
        'retryAt' => isset($error->retryAt) ? (float) $error->retryAt->format('U.u') * 1000 : null,
        'cause' => $error->getPrevious() === null ? null : errorOf($error->getPrevious()),
    ], static fn ($value): bool => $value !== null);
}

/** A value in every way that people print it. */
function shown(object $value): string
{
    ob_start();
    var_dump($value);
    print_r($value);
    try {
        var_export($value);
    } catch (\Throwable $error) {
        echo $error->getMessage();
    }
    foreach ([json_encode(...), serialize(...), static fn ($value): string => (string) $value] as $print) {
        try {
            echo $print($value), PHP_EOL;
        } catch (\Throwable $error) {
            echo $error->getMessage(), PHP_EOL;
        }
    }
    if ($value instanceof \Throwable) {
        echo $value->getTraceAsString(), PHP_EOL;
        print_r($value->getTrace());
    }
    return (string) ob_get_clean();
}

while (($text = fgets(STDIN)) !== false) {
    $line = json_decode($text, true);
    ['timeout' => $timeout, 'retryDelay' => $delay, 'attempts' => $attempts] = $line['options'];
    $b24 = new Client(
        authOf($line['auth']),
        timeout: $timeout / 1000,
        attempts: $attempts,
        delay: $delay / 1000,
        maxDelay: $delay / 1000,
    );
    $shown = shown($b24);
    $rows = [];
    try {
        $outcome = ['result' => resultOf($b24, $line['call'], $rows)];
    } catch (Exception\CallListException $error) {
        $outcome = ['error' => errorOf($error), 'rows' => $rows];
        $shown .= shown($error);
    }
    $flags = JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE;
    echo json_encode(['id' => $line['id'], ...$outcome, 'shown' => $shown], $flags), PHP_EOL;
}

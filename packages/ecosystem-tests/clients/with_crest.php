<?php

// The way CRest speaks against the sandbox.

declare(strict_types=1);

require __DIR__ . '/crest.php';

$portal = getenv('PORTAL_URL');
$webhook = new CrestLike(getenv('WEBHOOK_URL'));

/** One request to the sandbox's control. */
function control(string $verb, string $path, ?array $body = null): ?array
{
    global $portal;
    $http = ['method' => $verb, 'header' => 'Content-Type: application/json'];
    if ($body !== null) {
        $http['content'] = json_encode($body);
    }
    $text = file_get_contents("$portal/__sandbox/$path", false, stream_context_create(['http' => $http]));
    return json_decode((string) $text, true);
}

function fault(string $name, string $method, array $more = []): void
{
    control('POST', 'faults', ['fault' => $name, 'method' => $method, ...$more]);
}

/** The result, or what was said instead of it. */
function result(array $answer): string
{
    return isset($answer['error']) ? $answer['error'] : json_encode($answer['result']);
}

function ids(array $rows): string
{
    return implode(' ', array_column($rows, 'ID'));
}

/** How many lists were made, in words. */
function made(): string
{
    $count = count(array_filter(control('GET', 'state')['lists'], fn (array $list): bool => $list['ID'] > 50));
    return $count === 1 ? '1 list' : "$count lists";
}

/** The requests since the check began, in short. */
function requests(): string
{
    $short = function (array $entry): string {
        $names = explode('.', $entry['method']);
        return end($names) . ' ' . $entry['status'];
    };
    return implode(', ', array_map($short, control('GET', 'journal')));
}

$add = ['ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => [9, 17]];

$checks = [
    'add' => fn (): string => result($webhook->call('crm.calllist.add', $add)),
    'get' => fn (): string => $webhook->call('crm.calllist.get', ['ID' => 13])['result']['DATE_CREATE'],
    'list' => fn (): string => ids($webhook->call('crm.calllist.list', [
        'SELECT' => ['ID'],
        'FILTER' => ['>ID' => 20, '=ENTITY_TYPE_ID' => 3],
        'ORDER' => ['ID' => 'DESC'],
    ])['result']),
    'update' => function () use ($webhook): string {
        $params = ['LIST_ID' => 13, 'ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => [9, 21], 'WEBFORM_ID' => 1];
        $webhook->call('crm.calllist.update', $params);
        return ids($webhook->call('crm.calllist.items.get', ['LIST_ID' => 13])['result']);
    },
    'update, null for no form' => function () use ($webhook): string {
        // http_build_query leaves null out, and what is left out is cleared, too.
        $params = ['LIST_ID' => 13, 'ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => [9], 'WEBFORM_ID' => null];
        $webhook->call('crm.calllist.update', $params);
        return json_encode($webhook->call('crm.calllist.get', ['ID' => 13])['result']['WEBFORM_ID']);
    },
    'add, empty ENTITIES' => fn (): string => // an empty array is not sent at all
        $webhook->call('crm.calllist.add', ['ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => []])['error_description'],
    'items.get' => fn (): string => ids($webhook->call('crm.calllist.items.get', [
        'LIST_ID' => 20,
        'FILTER' => ['STATUS' => 'SUCCESS'],
    ])['result']),
    'statuslist' => fn (): string => // by GET
        implode(' ', array_column($webhook->call('crm.calllist.statuslist')['result'], 'STATUS_ID')),
    'batch' => function () use ($webhook): string {
        $result = $webhook->callBatch([
            'one' => ['method' => 'crm.calllist.get', 'params' => ['ID' => 13]],
            'newer' => ['method' => 'crm.calllist.list', 'params' => ['SELECT' => ['ID'], 'FILTER' => ['>=ID' => 40]]],
        ])['result']['result'];
        return $result['one']['ID'] . '; ' . ids($result['newer']);
    },
    'batch, one of two fails' => function () use ($webhook): string {
        ['result' => $result] = $webhook->callBatch([
            'bad' => ['method' => 'crm.calllist.get', 'params' => ['ID' => 99]],
            'good' => ['method' => 'crm.calllist.get', 'params' => ['ID' => 13]],
        ]);
        return implode(' ', array_keys($result['result'])) . '; bad: ' . $result['result_error']['bad']['error'];
    },
    'unknown list' => fn (): string => result($webhook->call('crm.calllist.get', ['ID' => 99])),
    'no participants' => fn (): string => result($webhook->call('crm.calllist.items.get', ['LIST_ID' => 40])),
    '500, JSON' => function () use ($webhook): string {
        fault('error-json', 'crm.calllist.get');
        return result($webhook->call('crm.calllist.get', ['ID' => 13]));
    },
    '500, page' => function () use ($webhook): string {
        fault('error-html', 'crm.calllist.get');
        return result($webhook->call('crm.calllist.get', ['ID' => 13]));
    },
    '200 with a page' => function () use ($webhook): string {
        fault('html-200', 'crm.calllist.get');
        return result($webhook->call('crm.calllist.get', ['ID' => 13]));
    },
    'add, answer lost' => function () use ($webhook, $add): string {
        fault('reset-after', 'crm.calllist.add');
        return result($webhook->call('crm.calllist.add', $add)) . ', ' . made();
    },
    'add, 502 after it ran' => function () use ($webhook, $add): string {
        fault('bad-gateway', 'crm.calllist.add', ['executed' => true]);
        return result($webhook->call('crm.calllist.add', $add)) . ', ' . made();
    },
    'add, 503 once' => function () use ($webhook, $add): string {
        fault('rate-limit', 'crm.calllist.add');
        return result($webhook->call('crm.calllist.add', $add)) . ', ' . requests();
    },
    'add, portal renamed' => function () use ($webhook, $add, $portal): string {
        fault('moved', 'crm.calllist.add', ['host' => $portal]);
        return result($webhook->call('crm.calllist.add', $add)) . ', ' . made();
    },
    'token expired' => function () use ($portal): string {
        control('POST', 'clock', ['turn' => 3600]);
        $client = new CrestLike("$portal/rest/", 'sandbox-access-token', [
            'client_id' => 'local.sandbox',
            'client_secret' => 'sandbox-client-secret',
            'refresh_token' => 'sandbox-refresh-token',
            'token_url' => "$portal/oauth/token/",
        ]);
        return $client->call('crm.calllist.get', ['ID' => 13])['result']['ID'] . ', ' . requests();
    },
];

$seen = [];
foreach ($checks as $name => $check) {
    control('POST', 'reset');
    try {
        $seen[$name] = $check();
    } catch (Throwable $error) {
        $seen[$name] = $error::class . ': ' . $error->getMessage();
    }
}
echo json_encode($seen), "\n";

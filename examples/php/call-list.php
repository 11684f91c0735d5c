<?php

// Creates a call list of contacts from a CSV file, waits until all have been called, and exports their statuses.

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Model\ListState;

const HELP = <<<'TEXT'
    Usage: php call-list.php [--within HOURS] [--every SECONDS] [--list ID] CONTACTS.csv RESULT.csv

    Creates a call list of the contacts in CONTACTS.csv, waits until operators have called them all, and writes who
    has which status to RESULT.csv. CONTACTS.csv has the id of a contact at the beginning of each line, and may have
    a header.

      --within HOURS   how long to wait (8)
      --every SECONDS  how often to look (30)
      --list ID        continue with this list, after the program was stopped

    The webhook's URL is taken from B24_WEBHOOK_URL. Exit code: 0 when all have been called, 3 when time is up,
    1 on errors.

    TEXT;

try {
    exit(main($argv));
} catch (OutcomeUnknownException $error) {
    tell($error->getMessage() . "\nThe list may exist. Check the portal before you start again.");
} catch (PortalException $error) {
    tell($error->getMessage() . "\nSee $error->docUrl");
} catch (CallListException | RuntimeException | InvalidArgumentException $error) {
    tell($error->getMessage());
}
exit(1);

/** @param list<string> $argv */
function main(array $argv): int
{
    $options = getopt('h', ['help', 'within:', 'every:', 'list:'], $rest);
    $files = array_slice($argv, $rest);
    if (isset($options['h']) || isset($options['help'])) {
        echo HELP;
        return 0;
    }
    $unknown = preg_grep('/^-(?!-(within|every|list)(=|$))/', array_slice($argv, 1)); // getopt ignores them
    if (count($files) !== 2 || $unknown !== []) {
        tell(HELP);
        return 2;
    }
    $url = (string) getenv('B24_WEBHOOK_URL');
    if ($url === '') {
        tell('Set B24_WEBHOOK_URL, such as https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/');
        return 2;
    }
    [$contactsFile, $resultFile] = $files;
    $ids = readIds($contactsFile);
    $b24 = new Client(Auth::webhook($url));
    $list = (int) ($options['list'] ?? 0) ?: createList($b24, $ids);
    tell("Call list $list. If this program is stopped, continue with --list $list");
    $missing = array_values(array_diff($ids, array_keys(statuses($b24, $list))));
    if ($missing !== []) {
        tell('Not on the list, since unknown or not readable: ' . implode(', ', $missing));
    }

    $state = $b24->waitUntilDone(
        $list,
        within: (float) ($options['within'] ?? 8) * 3600,
        interval: (float) ($options['every'] ?? 30),
        onProgress: fn(ListState $state) => tell('Still to be called: ' . some($state->open)),
    );
    if ($state->deleted !== []) {
        tell('Deleted in the CRM, cannot be called: ' . some($state->deleted));
    }
    $rows = statuses($b24, $list) + array_fill_keys($missing, 'NOT_ON_LIST');
    $file = fopen($resultFile, 'w') ?: throw new RuntimeException("$resultFile cannot be written.");
    fwrite($file, "ID,STATUS\n");
    foreach ($rows as $id => $status) {
        fputcsv($file, [$id, $status], escape: '');
    }
    fclose($file);
    tell($state->done ? 'All contacts have been called.' : 'Time is up. Not called: ' . some($state->open));
    return $state->done ? 0 : 3;
}

/**
 * The portal rejects a list for one unknown id and does not say which; changeParticipants does, but needs a list.
 *
 * @param list<int> $ids
 */
function createList(Client $b24, array $ids): int
{
    $list = add($b24, $ids, ErrorCode::ENTITY_ERROR);
    if ($list !== null) {
        return $list;
    }
    foreach ($ids as $index => $id) {
        $list = add($b24, [$id], ErrorCode::ENTITY_ERROR, ErrorCode::ACCESS_ERROR);
        if ($list !== null) {
            addKnown($b24, $list, array_slice($ids, $index + 1));
            return $list;
        }
    }
    throw new RuntimeException('The portal knows none of these contacts.');
}

/**
 * The new list, or null where the portal rejects it with one of these codes.
 *
 * @param list<int> $ids
 */
function add(Client $b24, array $ids, string ...$codes): ?int
{
    try {
        return $b24->add(EntityType::Contact, $ids);
    } catch (PortalException $error) {
        return in_array($error->errorCode, $codes, true) ? null : throw $error;
    }
}

/** @param list<int> $ids */
function addKnown(Client $b24, int $list, array $ids): void
{
    try {
        $b24->changeParticipants($list, add: $ids);
    } catch (PortalException $error) {
        if ($error->ids === []) {
            throw $error;
        }
        $b24->changeParticipants($list, add: array_values(array_diff($ids, $error->ids)));
    }
}

/**
 * Everybody on the list with the status, also while operators are calling.
 *
 * @return array<int, string>
 */
function statuses(Client $b24, int $list): array
{
    $found = [];
    foreach ($b24->participants($list) as $participant) {
        $found[$participant->id] = $participant->status;
    }
    return $found;
}

/**
 * The number at the beginning of each line. Each id comes once, or the portal would reject the list.
 *
 * @return list<int>
 */
function readIds(string $file): array
{
    $lines = @file($file) ?: throw new RuntimeException("$file cannot be read, or is empty.");
    $ids = [];
    foreach ($lines as $index => $line) {
        if (preg_match('/^(?:\xEF\xBB\xBF)?"?([1-9]\d{0,14})"?\s*(?:[,;]|$)/', $line, $found)) {
            $ids[] = (int) $found[1];
        } elseif ($index > 0 && trim($line) !== '') {
            throw new RuntimeException("$file, line " . $index + 1 . ' does not begin with an id.');
        }
    }
    return array_values(array_unique($ids)) ?: throw new RuntimeException("$file has no ids.");
}

/** @param list<int> $ids */
function some(array $ids): string
{
    return implode(', ', array_slice($ids, 0, 10)) . (count($ids) > 10 ? ', …' : '');
}

function tell(string $text): void
{
    fwrite(STDERR, rtrim($text) . PHP_EOL);
}

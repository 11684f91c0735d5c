<?php

declare(strict_types=1);

// Uses a transport, then forks. Parent and children send at the same time, and other children end without sending
// anything meanwhile. Prints what came out as JSON.

namespace B24CallList\Tests;

use B24CallList\SystemClock;
use B24CallList\Transport\CurlTransport;
use B24CallList\Transport\Request;
use B24CallList\Transport\TransportException;

require __DIR__ . '/bootstrap.php';

const CHILDREN = 3;
const REQUESTS = 30;

[, $url, $options] = $argv;
$transport = new CurlTransport(json_decode($options, true));
$clock = new SystemClock();
$send = static fn (string $body): string => json_decode(
    $transport->send(new Request($url, $body, timeout: 5, repeatable: true))->body,
    true
)['body'];

/** What became of many requests. */
$work = static function (string $who, ?\Closure $before = null) use ($send, $clock): array {
    $told = ['other' => 0, 'failed' => [], 'random' => $clock->random()];
    for ($number = 0; $number < REQUESTS; ++$number) {
        if ($before !== null && $number % 5 === 0) {
            $before();
        }
        try {
            $told['other'] += $send("$who $number") === "$who $number" ? 0 : 1;
        } catch (TransportException $error) {
            $told['failed'][] = $error->getMessage();
        }
    }
    return $told;
};
$forkOneThatEnds = static function (): void {
    if (pcntl_fork() === 0) {
        usleep(random_int(0, 2000));
        exit;
    }
};

mt_srand(1);
$send('before the fork');
$results = [];
for ($child = 1; $child <= CHILDREN; ++$child) {
    $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    if (pcntl_fork() === 0) {
        fwrite($pair[1], json_encode($work("child $child")));
        exit;
    }
    fclose($pair[1]);
    $results["child $child"] = $pair[0];
}
$told = ['parent' => $work('parent', $forkOneThatEnds)];
foreach ($results as $child => $result) {
    $told[$child] = json_decode(stream_get_contents($result), true);
}
while (pcntl_wait($status) > 0) {
}
$told['parent, later'] = $work('parent');
echo json_encode($told), PHP_EOL;

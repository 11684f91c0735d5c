<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Transport\Request;
use B24CallList\Transport\Response;
use B24CallList\Transport\Transport;
use B24CallList\Transport\TransportException;

/** Answers from a list, the last one again and again, and remembers what it was sent. */
final class FakeTransport implements Transport
{
    /** @var list<Request> */
    public array $requests = [];
    /** A list of Response|TransportException|\Closure; hidden, since tests let some hold secrets. */
    private readonly \SensitiveParameterValue $answers;

    public function __construct(Response|TransportException|\Closure ...$answers)
    {
        $this->answers = new \SensitiveParameterValue($answers);
    }

    public function send(Request $request): Response
    {
        $answers = $this->answers->getValue();
        $answer = $answers[count($this->requests)] ?? $answers[array_key_last($answers)];
        $this->requests[] = $request;
        return match (true) {
            $answer instanceof Response => $answer,
            $answer instanceof \Closure => $answer($request),
            default => throw $answer,
        };
    }

    /** The bodies that were sent, parsed. */
    public function bodies(): array
    {
        return array_map(static fn (Request $request) => json_decode($request->body(), true), $this->requests);
    }

    /** The commands of a batch, as PHP reads them: method and parameters. */
    public function commands(int $request = 0): array
    {
        return array_map(static function (string $command): array {
            [$method, $query] = explode('?', $command, 2) + [1 => ''];
            parse_str($query, $params);
            return [$method, $params];
        }, $this->bodies()[$request]['cmd']);
    }
}

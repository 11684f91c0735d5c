<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use PHPUnit\Framework\TestCase;

/** A process that has used a client, and forks, with pcntl or in a pool of workers. */
final class ForkTest extends TestCase
{
    /** @var array<string, array<string, array>> by protocol and process: what became of its requests */
    private static array $told;

    public static function setUpBeforeClass(): void
    {
        $certificate = new Certificate();
        $plain = new Process(PHP_BINARY, 'tests/raw-server.php');
        $secure = new Process(PHP_BINARY, 'tests/raw-server.php', $certificate->file);
        self::$told = [
            'http' => self::told("http://localhost:$plain->said/", []),
            'https' => self::told("https://localhost:$secure->said/", [CURLOPT_CAINFO => $certificate->file]),
        ];
    }

    /** @dataProvider protocols */
    public function testEveryResponseBelongsToItsRequest(string $protocol): void
    {
        self::assertSame([], array_filter(self::of($protocol, 'other')));
    }

    /** @dataProvider protocols */
    public function testNoProcessBreaksAConnectionOfAnother(string $protocol): void
    {
        self::assertSame([], array_filter(self::of($protocol, 'failed')));
    }

    /** @dataProvider protocols */
    public function testPausesOfProcessesDiffer(string $protocol): void
    {
        $numbers = self::of($protocol, 'random');
        self::assertSame($numbers, array_unique($numbers));
    }

    public static function protocols(): iterable
    {
        yield 'http' => ['http'];
        yield 'https' => ['https'];
    }

    /** One thing of every process. */
    private static function of(string $protocol, string $what): array
    {
        return array_map(static fn (array $told): mixed => $told[$what], self::$told[$protocol]);
    }

    private static function told(string $url, array $options): array
    {
        $process = new Process(PHP_BINARY, 'tests/forks.php', $url, json_encode($options));
        return json_decode($process->said, true);
    }
}

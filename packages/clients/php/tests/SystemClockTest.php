<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\SystemClock;
use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/clock-functions.php';

/** The clock of this machine. */
final class SystemClockTest extends TestCase
{
    protected function tearDown(): void
    {
        Sleeps::$noted = null;
    }

    public function testItIsNow(): void
    {
        $before = microtime(true);
        $now = (new SystemClock())->now();
        self::assertGreaterThanOrEqual($before, $now);
        self::assertLessThanOrEqual(microtime(true), $now);
    }

    /** @dataProvider pauses */
    public function testItSleepsForSecondsAndPartsOfOne(float $seconds, int $whole, int $micro): void
    {
        Sleeps::$noted = [];
        (new SystemClock())->sleep($seconds);
        self::assertSame([['sleep', $whole], ['usleep', $micro]], Sleeps::$noted);
    }

    public static function pauses(): iterable
    {
        yield [0.0, 0, 0];
        yield [0.25, 0, 250_000];
        yield [3.0, 3, 0];
        yield [3.75, 3, 750_000];
        yield 'less than nothing' => [-3.75, 0, 0];
    }

    public function testChanceIsFromZeroToBelowOneAndEachTimeAnother(): void
    {
        $clock = new SystemClock();
        $chances = array_map(static fn (): float => $clock->random(), range(1, 1000));
        self::assertGreaterThan(900, count(array_unique($chances)));
        self::assertGreaterThanOrEqual(0, min($chances));
        self::assertLessThan(0.1, min($chances));
        self::assertGreaterThan(0.9, max($chances));
        self::assertLessThan(1, max($chances));
    }
}

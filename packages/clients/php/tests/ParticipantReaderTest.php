<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Command;
use B24CallList\Exception\UnstableListException;
use B24CallList\Internal\ParticipantReader;
use B24CallList\Model\Participant;
use PHPUnit\Framework\TestCase;
use Random\Engine\Mt19937;
use Random\Randomizer;

/** Lists are read while operators work on them: none of those who stay on the list is lost, and none comes twice. */
final class ParticipantReaderTest extends TestCase
{
    public function testNoneIsLostAndNoneComesTwiceInManyReadingsOfAnyLists(): void
    {
        $failures = [];
        for ($seed = 1; $seed <= BusyList::manyTimes(); ++$seed) {
            [$list, $gap, $status] = self::anyList($seed);
            try {
                [$ids] = self::read($list, $gap, $status);
                $lost = array_diff($list->expected($status), $ids);
                if ($lost !== [] || count($ids) !== count(array_unique($ids))) {
                    $failures[$seed] = $lost === [] ? 'some twice' : 'lost ' . implode(', ', $lost);
                }
            } catch (UnstableListException $error) {
                $failures[$seed] = $error->getMessage();
            }
        }
        self::assertSame([], $failures);
    }

    /** A list of any size, with any rights and rates; sometimes far busier than a call centre is. */
    private static function anyList(int $seed): array
    {
        $random = new Randomizer(new Mt19937($seed));
        $roll = static fn (): float => $random->getInt(0, 999_999) / 1_000_000;
        $pick = static fn (mixed ...$values): mixed => $values[$random->getInt(0, count($values) - 1)];
        $size = $random->getInt(1, $roll() < 0.4 ? 60 : 700);
        $some = static fn (float $share): array =>
            array_filter(array_fill(1, $size, true), static fn (): bool => $roll() < $share);
        $gap = $roll() < 0.3 ? 0 : 10;
        $list = new BusyList(
            $seed,
            $size,
            called: $roll(),
            chance: $pick(0.0, 0.02, 0.3, 1.0),
            between: $pick(0.0, 0.5, 3.0, 40.0),
            back: $pick(0.0, 0.05, 0.5),
            dictionary: $roll() < 0.2 ? ['IN_WORK' => 50, 'SUCCESS' => 5, 'X' => 60] : BusyList::DICTIONARY,
            hidden: $some($gap === 0 ? 0.0 : $pick(0.0, 0.0, 0.02, 0.3, 0.8)),
            unseen: $some($pick(0.0, 0.0, 0.3)),
            removing: $roll() < 0.2,
        );
        return [$list, $gap, $roll() < 0.3 ? $pick('IN_WORK', 'SUCCESS') : null];
    }

    public function testTheSameListsLoseSomebodyWhenPagesAreCountedOff(): void
    {
        $losing = 0;
        for ($seed = 1; $seed <= 50; ++$seed) {
            $list = new BusyList($seed, 1000, chance: 0.1);
            $ids = [];
            for ($start = 0; $start < 1500; $start += 50) {
                $ids = [...$ids, ...array_column($list->page($start), 'id')];
            }
            $losing += array_diff($list->expected(), $ids) === [] ? 0 : 1;
        }
        self::assertGreaterThan(25, $losing);
    }

    /** @dataProvider quietLists */
    public function testTheRequestsForAListOnWhichNobodyWorks(int $size, int $gap, array $expected): void
    {
        [$ids, $starts] = self::read(new BusyList(1, $size, called: 0), $gap);
        self::assertSame($size === 0 ? [] : range(1, $size), $ids);
        self::assertSame($expected, $starts);
    }

    public static function quietLists(): iterable
    {
        $places = static fn (int $from, int $to): array => range($from * 49, $to * 49, 49);
        yield 'pages overlap, and those that would show a movement are read once more' => [
            130, 10, [[0], $places(1, 10), [...$places(11, 12), 98, 0, 49]],
        ];
        yield 'a short list is checked with the pages behind its end' => [30, 10, [[0], [...$places(1, 10), 0]]];
        yield 'an empty list needs no check' => [0, 10, [[0], $places(1, 9)]];
        yield 'a list of one page is one request where every row is readable' => [49, 0, [[0]]];
        yield 'two pages, where every row is readable' => [80, 0, [[0], $places(1, 10), [49, 0]]];
    }

    /** @dataProvider lengths */
    public function testSoManyRequestsAreEnough(int $size, int $requests): void
    {
        [$ids, $starts] = self::read(new BusyList(1, $size));
        self::assertCount($size, $ids);
        self::assertCount($requests, $starts);
    }

    public static function lengths(): iterable
    {
        yield [50, 3];
        yield [130, 3];
        yield [1000, 4];
        yield [6000, 6];
    }

    public function testAListThatNeverComesToRestEndsWithAnErrorAfterTenPasses(): void
    {
        $list = new BusyList(1, 600, chance: 15, back: 0.5);
        $ids = [];
        try {
            self::read($list, ids: $ids);
            self::fail('an error was expected');
        } catch (UnstableListException $error) {
            self::assertSame(10, $error->passes);
            self::assertSame('crm.calllist.items.get: the list kept changing while it was read 10 times. '
                . 'Participants may be missing; try again later', $error->getMessage());
            self::assertGreaterThan(400, count($ids));
            self::assertSame($ids, array_unique($ids));
        }
    }

    /** @dataProvider checks */
    public function testAListIsReadAgainWhereAPageIsAnotherWhenItIsCheckedAtTheEnd(\Closure $changed, array $new): void
    {
        $rows = (new BusyList(1, 30, called: 0))->page(0);
        $reader = new ParticipantReader(13, null, gap: 10);
        $pages = static fn (array ...$pages): array =>
            array_map(static fn (array $page): \Closure => static fn (): array => $page, $pages);
        $reader->commands(1);
        iterator_to_array($reader->take($pages($rows)), false);
        self::assertCount(10 + 1, $reader->commands(50));
        $fresh = iterator_to_array($reader->take($pages(...array_fill(0, 10, []), ...[$changed($rows)])), false);

        self::assertSame($new, array_column($fresh, 'id'));
        self::assertSame($changed($rows) === $rows, $reader->isDone());
    }

    public static function checks(): iterable
    {
        $row = static fn (int $id, string $status): Participant => Participant::fromWire(
            ['ID' => $id, 'STATUS' => $status, 'ENTITY_TYPE' => 3]
        );
        yield 'it is the same' => [static fn (array $rows): array => $rows, []];
        yield 'another order' => [static fn (array $rows): array => array_reverse($rows), []];
        yield 'another status' => [
            static fn (array $rows): array => [$row($rows[0]->id, 'SUCCESS'), ...array_slice($rows, 1)],
            [],
        ];
        yield 'one more' => [static fn (array $rows): array => [...$rows, $row(31, 'IN_WORK')], [31]];
    }

    public function testWhatFailedBehindTheEndIsNotLookedAt(): void
    {
        $list = new BusyList(1, 80);
        $reader = new ParticipantReader(13, null, gap: 0);
        $fail = static fn () => throw new \LogicException('it was looked at');
        foreach ([[0], [49]] as $starts) {
            $reader->commands(count($starts) === 1 && $starts[0] === 0 ? 1 : 12);
            $pages = array_map(static fn (int $start) => static fn () => $list->page($start), $starts);
            iterator_to_array($reader->take([...$pages, $fail, $fail]), false);
        }
        self::assertFalse($reader->isDone());
        self::assertCount(2, $reader->commands(50));
    }

    /**
     * Reads a list as Client::participants does.
     *
     * @return array{list<int>, list<list<int>>} the ids, and the places of the pages of each request
     */
    private static function read(BusyList $list, int $gap = 10, ?string $status = null, array &$ids = []): array
    {
        $reader = new ParticipantReader(13, $status, $gap);
        $starts = [];
        while (!$reader->isDone()) {
            $commands = $reader->commands([1, 10][count($starts)] ?? 50);
            $requested = array_map(static fn (Command $command): int => $command->params['start'], $commands);
            if ($requested === [] || count($requested) > 50) {
                self::fail(count($requested) . ' commands in a request');
            }
            $starts[] = $requested;
            $list->pause();
            $pages = array_map(static fn (int $start): array => $list->page($start, $status), $requested);
            $readers = array_map(static fn (array $page): \Closure => static fn (): array => $page, $pages);
            foreach ($reader->take($readers) as $row) {
                $ids[] = $row->id;
            }
        }
        return [$ids, $starts];
    }
}

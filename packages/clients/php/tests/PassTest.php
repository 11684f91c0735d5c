<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Command;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Internal\Page;
use B24CallList\Internal\ParticipantReader;
use B24CallList\Internal\Pass;
use B24CallList\Model\Participant;
use PHPUnit\Framework\TestCase;

/** How pages show that something moved between them, and what follows. */
final class PassTest extends TestCase
{
    /** @dataProvider pages */
    public function testTwoPagesShowWhetherSomethingMoved(array $last, int $start, array $next, string $shown): void
    {
        self::assertSame($shown, self::shownBy(self::rows(...$last), $start, self::rows(...$next)));
    }

    public static function pages(): iterable
    {
        $full = range(1, 50);
        yield 'the last row is the first of the next' => [$full, 49, [50, 51], 'nothing'];
        yield 'so are the last five' => [$full, 45, range(46, 95), 'nothing'];
        yield 'the first row is another one' => [$full, 49, [51, 52], 'moved, hole'];
        yield 'nothing follows' => [$full, 49, [], 'moved, hole'];
        yield 'fewer rows in common' => [$full, 45, range(47, 96), 'moved'];
        yield 'more rows in common' => [$full, 49, [49, 50, 51], 'moved'];
        yield 'in another order' => [$full, 48, [50, 49, 51], 'moved'];
        yield 'a row from further up' => [$full, 49, [50, 51, 3], 'moved'];

        $short = range(1, 40);
        yield 'hidden rows, none in common' => [$short, 49, [51, 52], 'nothing'];
        yield 'hidden rows, one in common' => [$short, 49, [40, 51], 'nothing'];
        yield 'hidden rows, more in common than overlap' => [$short, 49, [39, 40, 51], 'moved'];
        yield 'hidden rows, in common, but not at the border' => [$short, 45, [51, 40], 'moved'];
        yield 'an empty page' => [[], 49, [51], 'nothing'];
    }

    public function testARowWithAnotherStatusShowsIt(): void
    {
        $full = self::rows(...range(1, 50));
        self::assertSame('moved', self::shownBy($full, 49, [new Participant(50, 'SUCCESS', 3)]));
    }

    /**
     * @param list<Participant> $last
     * @param list<Participant> $next
     */
    private static function shownBy(array $last, int $start, array $next): string
    {
        $pass = new Pass(1);
        $pass->add(new Page(0, $last), []);
        $pass->add(new Page($start, $next), array_fill_keys(array_column($last, 'id'), 1));
        return ($pass->moved ? 'moved' : 'nothing') . ($pass->hole ? ', hole' : '');
    }

    public function testARowThatComesAgainLaterHasMoved(): void
    {
        $pass = new Pass(2);
        $seen = [];
        foreach ([range(1, 50), range(46, 95), [...range(91, 120), 7]] as $index => $ids) {
            self::assertFalse($pass->moved);
            $pass->add(new Page(45 * $index, self::rows(...$ids)), $seen);
            $seen += array_fill_keys($ids, 2);
        }
        self::assertTrue($pass->moved);
        self::assertFalse($pass->hole);
    }

    public function testThePagesToCheckAreTheLastOfEachStatusThoseAtTheEndOfRequestsAndTheFirst(): void
    {
        $pass = new Pass(1);
        foreach ([[1, 'A'], [2, 'A'], [], [3, 'B'], [4, 'A'], [5, 'C']] as $index => $row) {
            $rows = $row === [] ? [] : [new Participant($row[0], $row[1], 3)];
            $pass->add(new Page(49 * $index, $rows), []);
            if (in_array($index, [1, 2, 3], true)) {
                $pass->endRequest();
            }
        }
        $starts = static fn (int $room): array => array_column($pass->landmarks($room), 'start');
        self::assertSame([196, 147, 245, 49, 0], $starts(50));
        self::assertSame([196, 147, 245, 49, 0], $starts(5));
        self::assertSame([], $starts(4), 'no room for all of them, nor for 25');
        self::assertSame(1, $pass->longestGap);
    }

    public function testBeforeAnythingWasReadThereIsNoGapAndNothingToCheck(): void
    {
        $pass = new Pass(1);
        $pass->endRequest();
        self::assertSame([0, 0, 0, 0, 0], [$pass->longestGap, $pass->count, $pass->empty, $pass->fresh, $pass->stale]);
        self::assertSame([false, false, null, []], [$pass->moved, $pass->hole, $pass->last, $pass->landmarks(50)]);
    }

    public function testOfManyPages25AreEnoughForACheck(): void
    {
        $pass = new Pass(1);
        for ($page = 0; $page < 60; ++$page) {
            $pass->add(new Page(49 * $page, self::rows($page + 1)), []);
        }
        self::assertCount(50, $pass->landmarks(50));
        self::assertCount(25, $pass->landmarks(25));
        self::assertSame([], $pass->landmarks(24));
        self::assertSame(59 * 49, $pass->landmarks(50)[0]->start);
    }

    public function testTenPagesInARowWithoutAnybodyNewAreOneTooMany(): void
    {
        $read = static function (array ...$requests): array {
            $reader = new ParticipantReader(13, null, gap: 10);
            $ids = [];
            foreach ($requests as $pages) {
                $reader->commands(count($pages));
                $readers = array_map(static fn (array $page) => static fn () => self::rows(...$page), $pages);
                foreach ($reader->take($readers) as $row) {
                    $ids[] = $row->id;
                }
            }
            return $ids;
        };
        $full = range(1, 50);
        $nine = array_fill(0, 9, [50]);
        self::assertSame($full, $read([$full, ...$nine]));
        self::assertSame([...$full, 51], $read([$full, ...$nine], [[50, 51]], $nine), 'somebody new begins anew');
        self::assertSame($full, $read([$full, ...$nine], [[]]), 'an empty page is none of them');

        $this->expectException(UnexpectedResponseException::class);
        $this->expectExceptionMessage('crm.calllist.items.get: the same rows for each start (HTTP 200)');
        $read([$full, ...$nine], [[], [50]]);
    }

    /** @dataProvider secondPasses */
    public function testAListOnWhichSomethingMovedIsReadAgainUntilAPassHasNoHoleAndBringsNobodyNew(
        ?string $status,
        array $passes,
    ): void {
        $reader = new ParticipantReader(13, $status, gap: 0);
        $read = [];
        foreach ($passes as $pages) {
            self::assertFalse($reader->isDone(), 'it ended early');
            $reader->commands(2);
            $readers = array_map(static fn (array $ids) => static fn () => self::rows(...$ids), $pages);
            foreach ($reader->take($readers) as $row) {
                $read[] = $row->id;
            }
        }
        self::assertTrue($reader->isDone());
        self::assertSame($read, array_values(array_unique($read)));
    }

    public static function secondPasses(): iterable
    {
        $moved = [range(1, 50), [49, 50, 51]];
        $still = [range(1, 50), [...range(46, 51)]];
        $another = [range(1, 50), [...range(46, 51), 52]];
        $hole = [range(1, 50), [51, 52]];
        yield 'nothing moved any more' => [null, [$moved, $still]];
        yield 'moved again, but brings nobody new' => [null, [$moved, [range(1, 50), [50, 51]]]];
        yield 'brings somebody new' => [null, [$moved, $another, $another]];
        yield 'has a hole' => [null, [$moved, $another, $hole, $still]];
        yield 'with a status, the third may bring somebody new' => [
            'IN_WORK',
            [$moved, $another, [range(1, 50), [...range(46, 52), 53]]],
        ];
    }

    public function testThePagesOfLaterPassesOverlapMore(): void
    {
        $reader = new ParticipantReader(13, 'IN_WORK', gap: 0);
        $request = static function (int $pages, int ...$moved) use ($reader): array {
            $starts = array_map(
                static fn (Command $command): int => $command->params['start'],
                $reader->commands($pages),
            );
            $page = static fn (int $start): array => match (true) {
                $start >= 300 => [],
                $start === 98 => [...$moved, ...range(99 + count($moved), 148)],
                default => range($start + 1, min($start + 50, 300)),
            };
            $readers = array_map(static fn (int $start) => static fn () => self::rows(...$page($start)), $starts);
            iterator_to_array($reader->take($readers), false);
            return $starts;
        };

        self::assertSame([0], $request(1));
        self::assertSame([49, 98, 147, 196, 245, 294], $request(6, 1000));
        self::assertFalse($reader->isDone(), 'one has left the place where two pages overlap');
        self::assertSame([0, 45, 90, 135], $request(4));
        // The next request overlaps more; as many pages as are left, and one behind them.
        self::assertSame([160, 205, 250, 295, 340, 385], $request(50));
        self::assertTrue($reader->isDone());
    }

    /** @return list<Participant> */
    private static function rows(int ...$ids): array
    {
        return array_map(static fn (int $id): Participant => new Participant($id, 'IN_WORK', 3), array_values($ids));
    }
}

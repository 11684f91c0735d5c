<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\ErrorCode;
use B24CallList\Exception\PortalException;
use B24CallList\Model\ListState;
use B24CallList\Status;
use PHPUnit\Framework\TestCase;

/** Waiting until a list is done, and counting how far it has come. */
final class WaitTest extends TestCase
{
    private FakeClock $clock;
    private int $looks = 0;

    protected function setUp(): void
    {
        $this->clock = new FakeClock();
    }

    public function testItEndsWhenNoParticipantIsInWorkAndLooksEveryHalfMinute(): void
    {
        $open = [];
        $note = static function (ListState $state) use (&$open): void {
            $open[] = count($state->open);
        };

        $state = $this->working(90, 30)->client->waitUntilDone(13, within: 3600, onProgress: $note);

        self::assertSame([true, [], []], [$state->done, $state->open, $state->deleted]);
        self::assertSame([30.0, 30.0, 30.0], $this->clock->pauses);
        self::assertSame([25, 25, 25], $open);
        self::assertSame((float) $state->at->format('U.u'), $this->clock->now());
    }

    public function testThoseWhoseContactWasDeletedAreNotWaitedFor(): void
    {
        $portal = $this->working(70, 30, [2 => true, 40 => true, 60 => true]);
        $state = $portal->client->waitUntilDone(13, within: 3600);
        self::assertTrue($state->done);
        self::assertEqualsCanonicalizing([2, 40, 60], $state->deleted);
    }

    public function testNorAreMoreOfThemThanALookCounts(): void
    {
        $portal = $this->working(130, 10, array_fill_keys(range(1, 120), true));
        $state = $portal->client->waitUntilDone(13, within: 3600);
        self::assertTrue($state->done);
        self::assertCount(120, $state->deleted);
    }

    public function testItEndsWithWhatIsLeftWhenTheTimeIsOver(): void
    {
        $state = $this->working(60, 0)->client->waitUntilDone(13, within: 100);
        self::assertSame([false, 25, []], [$state->done, count($state->open), $state->deleted]);
        self::assertSame([30.0, 30.0, 30.0, 10.0], $this->clock->pauses);
    }

    public function testALookIsOneRequestWhileManyAreLeft(): void
    {
        $portal = $this->working(500, 1);
        $portal->client->waitUntilDone(13, within: 300);
        self::assertSame([11, 11], [$this->looks, $portal->requests]);
    }

    public function testWhatTheCallerThrowsEndsTheWaiting(): void
    {
        $enough = static fn () => throw new \DomainException('enough');
        $this->expectExceptionMessage('enough');
        $this->working(5, 0)->client->waitUntilDone(13, within: 3600, onProgress: $enough);
    }

    public function testAListOfLeadsIsWaitedForAlthoughThePortalDoesNotSayWhichAreDeleted(): void
    {
        $portal = new BusyPortal(new BusyList(1, 3, called: 0), entityType: 'LEAD', clock: $this->clock);
        self::assertSame([1, 2, 3], $portal->client->waitUntilDone(13, within: 1)->open);
        $odd = new BusyPortal(new BusyList(1, 3, called: 0), entityType: '$result[0]', clock: $this->clock);
        self::assertSame([1, 2, 3], $odd->client->waitUntilDone(13, within: 1)->open);
    }

    public function testErrorsOfTheReadingAreThrown(): void
    {
        $transport = new FakeTransport(Portal::error(400, ErrorCode::LIST_ID_ERROR));
        $this->expectException(PortalException::class);
        Portal::client($transport)->waitUntilDone(13, within: 1);
    }

    /** @dataProvider wrongTimes */
    public function testTimesThatAreNoneAreToldWithRightOnes(float $within, float $interval, string $what): void
    {
        $this->expectException(\InvalidArgumentException::class);
        $this->expectExceptionMessage($what);
        $this->working(5, 0)->client->waitUntilDone(13, $within, $interval);
    }

    public static function wrongTimes(): iterable
    {
        yield [0, 30, 'within: seconds above 0, such as 8 * 3600'];
        yield [1, NAN, 'interval: seconds above 0, such as 30'];
        yield [-1, 30, 'within: seconds above 0'];
        yield [NAN, 30, 'within: seconds above 0'];
        yield [1, 0, 'interval: seconds above 0, such as 30'];
    }

    public function testProgressCountsEverybodyOnceAlsoWhileOperatorsWork(): void
    {
        $portal = new BusyPortal(new BusyList(3, 700, chance: 0.3), clock: $this->clock);
        $from = $this->clock->now();
        $progress = $portal->client->progressOf(13);

        self::assertSame([700, 700], [$progress->total, array_sum($progress->byStatus)]);
        self::assertGreaterThan(0, $progress->byStatus[Status::SUCCESS]);
        self::assertSame($from, (float) $progress->from->format('U.u'));
        self::assertLessThanOrEqual($progress->to, $progress->from);
    }

    /** Operators who finish so many participants before each look but the first. */
    private function working(int $size, int $perLook, array $deleted = []): BusyPortal
    {
        $portal = new BusyPortal(new BusyList(1, $size, called: 0, deleted: $deleted), clock: $this->clock);
        $lastLook = null;
        $portal->before = function () use ($portal, $perLook, &$lastLook): void {
            if ($lastLook === $this->clock->now()) {
                return; // another request of the same look
            }
            $lastLook = $this->clock->now();
            if (++$this->looks === 1) {
                return;
            }
            $list = $portal->list;
            $isOpen = static fn (int $id): bool => $list->statuses[$id] === 'IN_WORK' && !isset($list->deleted[$id]);
            foreach (array_slice(array_filter($list->order, $isOpen), 0, $perLook) as $id) {
                $list->set($id, 'SUCCESS');
            }
        };
        return $portal;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\ErrorCode;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\UnstableListException;
use B24CallList\Executed;
use B24CallList\Model\ParticipantsChanged;
use B24CallList\Transport\Request;
use PHPUnit\Framework\TestCase;
use Random\Engine\Mt19937;
use Random\Randomizer;

/** Participants join and leave a list without a loss of others, or of the form. */
final class ParticipantChangeTest extends TestCase
{
    public function testTheUpdateHasEverybodyWhoStaysThoseWhoJoinAndTheForm(): void
    {
        $portal = self::quiet(3);
        $changed = $portal->client->changeParticipants(13, add: [21, '23'], remove: [2]);

        self::assertEquals(self::changed(added: [21, 23], removed: [2]), $changed);
        self::assertSame([['entities' => [1, 3, 21, 23], 'form' => 5]], $portal->updates);
    }

    /** @dataProvider noForms */
    public function testAListWithoutAFormKeepsNone(?string $form): void
    {
        $portal = new BusyPortal(new BusyList(1, 2), $form);
        $portal->client->changeParticipants(13, add: [21]);
        self::assertSame([null], array_column($portal->updates, 'form'));
    }

    public static function noForms(): iterable
    {
        yield 'null' => [null];
        yield 'empty' => [''];
        yield '0, which the portal would reject' => ['0'];
    }

    public function testNothingIsSentWhereNothingWouldChange(): void
    {
        $portal = self::quiet(2);
        self::assertEquals(self::changed(), $portal->client->changeParticipants(13, add: [1], remove: [99]));
        self::assertEquals(self::changed(), $portal->client->changeParticipants(13));
        self::assertSame([], $portal->updates);
    }

    public function testWhoIsNamedTwiceOrIsOnTheListAlreadyIsAddedOnce(): void
    {
        $portal = self::quiet(2);
        $changed = $portal->client->changeParticipants(13, add: [1, '2', 21, 21]);
        self::assertEquals(self::changed(added: [21]), $changed);
        self::assertSame([[1, 2, 21]], array_column($portal->updates, 'entities'));
    }

    public function testWhoIsToBeAddedAndRemovedIsRemoved(): void
    {
        $portal = self::quiet(2);
        $changed = $portal->client->changeParticipants(13, add: [2, 21], remove: [2, 21]);
        self::assertEquals(self::changed(removed: [2]), $changed);
        self::assertSame([[1]], array_column($portal->updates, 'entities'));
    }

    public function testAnEmptyListIsFilled(): void
    {
        self::assertEquals(self::changed(added: [9]), self::quiet(0)->client->changeParticipants(13, [9]));
    }

    public function testThoseWhoseContactWasDeletedAreLeftOutAndReported(): void
    {
        $portal = self::quiet(130, deleted: [60 => true, 61 => true]);
        $changed = $portal->client->changeParticipants(13, add: [200], remove: [60, 9]);

        $expected = self::changed(added: [200], removed: [9], notRemoved: [60], deleted: [60, 61]);
        self::assertEquals($expected, $changed);
        self::assertEqualsCanonicalizing([...range(1, 8), ...range(10, 130), 200], $portal->list->order);
    }

    public function testOneOfThemIsNotAddedAgain(): void
    {
        $portal = self::quiet(30, deleted: [3 => true]);
        $changed = $portal->client->changeParticipants(13, add: [3, 100]);
        self::assertEquals(self::changed(added: [100], deleted: [3]), $changed);
        self::assertNotContains(3, $portal->updates[0]['entities']);
    }

    public function testNothingIsWrittenWhereOnlySuchAreToBeRemoved(): void
    {
        $portal = self::quiet(5, deleted: [3 => true]);
        $changed = $portal->client->changeParticipants(13, remove: [3]);
        self::assertEquals(self::changed(notRemoved: [3], deleted: [3]), $changed);
        self::assertSame([], $portal->updates);
    }

    public function testIdsThatBelongToNoContactAreNamedAndNothingIsWritten(): void
    {
        $portal = self::quiet(200);
        $unknown = range(2_000_001, 2_000_012);
        try {
            $portal->client->changeParticipants(13, add: [201, ...$unknown]);
            self::fail('an error was expected');
        } catch (PortalException $error) {
            self::assertSame([ErrorCode::ENTITIES_ERROR, $unknown], [$error->errorCode, $error->ids]);
            $named = implode(', ', range(2_000_001, 2_000_010));
            $told = "No contact or company has the id $named, …. Nothing was written";
            self::assertSame("crm.calllist.update: ENTITIES_ERROR: $told (HTTP 400)", $error->getMessage());
            self::assertSame([], $portal->updates);
        }
    }

    public function testTenOfThemAreAllNamed(): void
    {
        $this->expectExceptionMessage('2000009, 2000010. Nothing was written');
        self::quiet(2)->client->changeParticipants(13, add: range(2_000_001, 2_000_010));
    }

    public function testAListWithMoreParticipantsThanACommandHoldsIsChangedToo(): void
    {
        $portal = self::quiet(2500, deleted: [7 => true, 2400 => true]);
        $changed = $portal->client->changeParticipants(13, add: [3000]);
        self::assertEquals(self::changed(added: [3000], deleted: [7, 2400]), $changed);
    }

    public function testIdsThatThePortalDropsSilentlyAreReported(): void
    {
        $portal = self::quiet(3, hidden: [21 => true]);
        $changed = $portal->client->changeParticipants(13, add: [20, 21]);
        self::assertEquals(self::changed(added: [20], notAdded: [21]), $changed);
    }

    /** @dataProvider wrongIds */
    public function testWhatIsNoIdIsToldBeforeAnythingIsSent(mixed $id): void
    {
        $portal = self::quiet(3);
        foreach (['add', 'remove'] as $what) {
            try {
                $portal->client->changeParticipants(13, ...[$what => [$id]]);
                self::fail('an error was expected');
            } catch (\InvalidArgumentException $error) {
                self::assertStringStartsWith("$what: ids are whole numbers", $error->getMessage());
            }
        }
        self::assertSame(0, $portal->requests);
    }

    public static function wrongIds(): iterable
    {
        foreach (['abc', '13 or 1=1', 0, -1, 1.5, null, [13], true] as $id) {
            yield [$id];
        }
    }

    public function testAListThatWouldBeEmptyIsNotWritten(): void
    {
        $portal = self::quiet(2);
        try {
            $portal->client->changeParticipants(13, remove: [1, 2]);
            self::fail('an error was expected');
        } catch (\RangeException $error) {
            self::assertSame(
                'changeParticipants: no participant would be left on list 13, and the portal rejects an empty list. '
                . 'Keep one of them',
                $error->getMessage(),
            );
            self::assertSame([], $portal->updates);
        }
    }

    public function testAListOfSomethingElseIsRejectedByThePortal(): void
    {
        $portal = new BusyPortal(new BusyList(1, 3), entityType: 'LEAD');
        try {
            $portal->client->changeParticipants(13, add: [9]);
            self::fail('an error was expected');
        } catch (PortalException $error) {
            self::assertSame(ErrorCode::ENTITY_TYPE_ERROR, $error->errorCode);
        }
    }

    public function testWhereTheListCannotBeReadAfterwardsTheResultSaysSo(): void
    {
        $portal = self::quiet(2);
        $portal->before = static function () use ($portal): void {
            if ($portal->updates !== []) {
                throw Portal::refused();
            }
        };
        $changed = $portal->client->changeParticipants(13, add: [9], remove: [1]);
        self::assertEquals(self::changed(added: [9], removed: [1], confirmed: false), $changed);
    }

    public function testWhereItCannotBeReadBeforeTheErrorIsThrown(): void
    {
        $portal = self::quiet(2);
        $portal->before = static fn () => throw Portal::refused();
        $this->expectException(ConnectionException::class);
        $portal->client->changeParticipants(13, add: [9]);
    }

    /**
     * @testWith [1]
     *           [2]
     *           [3]
     */
    public function testAnErrorBeforeTheUpdateSaysThatNothingWasChanged(int $failing): void
    {
        $portal = self::quiet(2);
        $portal->before = static function () use ($portal, $failing): void {
            if ($portal->requests >= $failing) {
                throw Portal::reset();
            }
        };
        try {
            $portal->client->changeParticipants(13, add: [9]);
            self::fail('an error was expected');
        } catch (ConnectionException $error) {
            self::assertSame(Executed::No, $error->executed);
            self::assertSame([], $portal->updates);
        }
    }

    public function testWhereParticipantsComeAndGoAllTheTimeNothingIsWritten(): void
    {
        $portal = self::quiet(30);
        $next = 1000;
        $portal->before = static function () use ($portal, &$next): void {
            $portal->list->join($next++);
        };
        try {
            $portal->client->changeParticipants(13, add: [500]);
            self::fail('an error was expected');
        } catch (UnstableListException $error) {
            self::assertStringContainsString('Nothing was written; try again later', $error->getMessage());
            self::assertSame([], $portal->updates);
        }
    }

    public function testWhereNoReadingOfFiveAgreesWithTheOneBeforeNothingIsWritten(): void
    {
        foreach ([3 => true, 4 => false] as $joins => $isWritten) {
            $portal = self::quiet(30);
            $portal->before = static function (Request $request) use ($portal, &$joins): void {
                // The ids are checked between two readings.
                if (str_contains($request->body(), 'LIST_ID=2147483647') && $joins-- > 0) {
                    $portal->list->join(1000 + $joins);
                }
            };
            try {
                $portal->client->changeParticipants(13, add: [500]);
                self::assertTrue($isWritten);
            } catch (UnstableListException $error) {
                self::assertFalse($isWritten);
                self::assertSame('crm.calllist.items.get: the list kept changing while it was read 5 times. '
                    . 'Nothing was written; try again later', $error->getMessage());
                self::assertSame(5, $error->passes);
            }
            self::assertCount($isWritten ? 1 : 0, $portal->updates);
        }
    }

    public function testWhoJoinsOrLeavesBetweenTwoReadingsIsSeenByTheNext(): void
    {
        for ($request = 1; $request <= 5; ++$request) {
            $portal = self::quiet(30);
            $portal->before = static function () use ($portal, $request): void {
                if ($portal->requests === $request) {
                    $portal->list->join(777);
                }
            };
            $portal->client->changeParticipants(13, add: [500]);
            self::assertSame([...range(1, 30), 777, 500], $portal->updates[0]['entities'], "at request $request");

            $portal = self::quiet(30);
            $portal->before = static function () use ($portal, $request): void {
                if ($portal->requests === $request) {
                    $portal->list->update([...range(1, 19), ...range(21, 30)]);
                }
            };
            $portal->client->changeParticipants(13, add: [500]);
            $entities = [...range(1, 19), ...range(21, 30), 500];
            self::assertSame($entities, $portal->updates[0]['entities'], "at request $request");
        }
    }

    public function testAHundredPagesThatCannotBeReadAreTheEnd(): void
    {
        $found = static function (int $last): bool {
            $portal = self::quiet($last, hidden: array_fill_keys(range(51, $last - 1), true));
            $portal->client->changeParticipants(13, add: [10_000]);
            return in_array($last, $portal->updates[0]['entities'], true);
        };
        self::assertSame([true, false], [$found(4999), $found(5000)]);
    }

    public function testReadableParticipantsBehindALongGapAreFoundAgain(): void
    {
        $hidden = array_fill_keys(range(51, 3000), true);
        $portal = self::quiet(3001, hidden: $hidden);
        $changed = $portal->client->changeParticipants(13, add: [5000], remove: [1]);
        self::assertEquals(self::changed(added: [5000], removed: [1]), $changed);
        self::assertContains(3001, $portal->list->order);
    }

    public function testInManyChangesUnderOperatorsNoneIsLostAndEachDoesWhatWasAskedOrWritesNothing(): void
    {
        $failures = [];
        $written = 0;
        for ($seed = 1; $seed <= BusyList::manyTimes(); ++$seed) {
            $portal = self::anyPortal($seed);
            $before = $portal->list->order;
            $remove = array_slice(array_diff($portal->list->expected(), array_keys($portal->list->deleted)), 0, 3);
            $add = [900, 901];
            try {
                $portal->client->changeParticipants(13, $add, $remove);
                ++$written;
                $lost = array_diff([...array_diff($before, $remove), ...$add], $portal->list->order);
                $left = array_intersect($remove, $portal->list->order);
                if ($lost !== [] || $left !== []) {
                    $failures[$seed] = 'lost ' . implode(', ', $lost) . ', left ' . implode(', ', $left);
                }
            } catch (UnstableListException | \RangeException $error) {
                if ($portal->updates !== []) {
                    $failures[$seed] = "{$error->getMessage()}, although an update was sent";
                }
            }
        }
        self::assertSame([], $failures);
        self::assertGreaterThan(0.9 * BusyList::manyTimes(), $written);
    }

    private static function anyPortal(int $seed): BusyPortal
    {
        $random = new Randomizer(new Mt19937($seed));
        $roll = static fn (): float => $random->getInt(0, 999_999) / 1_000_000;
        $pick = static fn (mixed ...$values): mixed => $values[$random->getInt(0, count($values) - 1)];
        $size = $random->getInt(5, $roll() < 0.8 ? 60 : 200);
        $some = static fn (float $share): array =>
            array_filter(array_fill(1, $size, true), static fn (): bool => $roll() < $share);
        return new BusyPortal(new BusyList(
            $seed,
            $size,
            called: $roll(),
            chance: $pick(0.0, 0.01, 0.1, 0.5),
            between: $pick(0.0, 1.0, 5.0),
            back: $pick(0.05, 0.05, 0.5),
            hidden: $some($pick(0.0, 0.0, 0.3)),
            deleted: $some($pick(0.0, 0.0, 0.05)),
        ));
    }

    private static function quiet(int $size, array $hidden = [], array $deleted = []): BusyPortal
    {
        return new BusyPortal(new BusyList(1, $size, called: 0, hidden: $hidden, deleted: $deleted));
    }

    private static function changed(
        array $added = [],
        array $removed = [],
        array $notAdded = [],
        array $notRemoved = [],
        array $deleted = [],
        bool $confirmed = true,
    ): ParticipantsChanged {
        return new ParticipantsChanged($added, $removed, $notAdded, $notRemoved, $deleted, $confirmed);
    }
}

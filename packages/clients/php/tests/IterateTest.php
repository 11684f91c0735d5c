<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Client;
use B24CallList\ErrorCode;
use B24CallList\Exception\AccessException;
use B24CallList\Exception\LimitException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** Whole lists, though the portal tells neither how many there are nor where the end is. */
final class IterateTest extends TestCase
{
    /** How many pages each request asked for. @var list<int> */
    private array $asked = [];

    /** @dataProvider lengths */
    public function testEveryParticipantComesOnceAndInOrder(int $count, array $asked): void
    {
        $ids = $count === 0 ? [] : range(1, $count);

        $read = iterator_to_array($this->portal($ids)->participants(13));

        self::assertSame($ids, array_column($read, 'id'));
        self::assertSame($asked, $this->asked);
    }

    public static function lengths(): iterable
    {
        // Pages that overlap by a row, and at the end those that show whether something has moved.
        yield 'none' => [0, [1, 9]];
        yield 'one' => [1, [1, 10 + 1]];
        yield 'a whole page' => [50, [1, 10, 3]];
        yield 'a page and one' => [51, [1, 10, 3]];
        yield 'many' => [2500, [1, 10, 50, 50]];
        yield 'more' => [3200, [1, 10, 50, 50, 50]];
    }

    public function testReadingGoesOnAcrossAGap(): void
    {
        // Pages 2 to 10 have nobody readable, page 11 has half of its participants.
        $readable = [...range(1, 50), ...range(501, 550, 2)];

        self::assertSame($readable, $this->idsOf($this->portal(range(1, 550), $readable)->participants(13)));
    }

    public function testEachGapIsCountedFromItsBeginning(): void
    {
        $readable = [1, 401, 801];
        self::assertSame($readable, $this->idsOf($this->portal(range(1, 801), $readable)->participants(13)));
        self::assertSame([1, 10 + 1, 8 + 2, 8 + 3], $this->asked);
    }

    public function testALongerGapIsTheEndUnlessALongerOneIsAllowed(): void
    {
        $readable = [1, 601];
        $portal = $this->portal(range(1, 601), $readable);

        self::assertSame([1], $this->idsOf($portal->participants(13)));
        self::assertSame([1, 601], $this->idsOf($portal->participants(13, gap: 12)));
    }

    public function testProgressGoesOnAcrossNineEmptyPagesUnlessMoreAreAllowed(): void
    {
        $total = fn (int $last, mixed ...$gap): int =>
            $this->portal(range(1, $last), [1, $last])->progressOf(13, ...$gap)->total;

        self::assertSame(2, $total(540)); // since pages overlap by a row, and nine of them are empty
        self::assertSame(1, $total(541));
        self::assertSame(2, $total(541, gap: 11));
    }

    public function testForAdministratorsAShortPageIsTheLast(): void
    {
        self::assertCount(40, $this->idsOf($this->portal(range(1, 40))->participants(13, gap: 0)));
        self::assertSame([1], $this->asked);

        $this->asked = [];
        self::assertCount(100, $this->idsOf($this->portal(range(1, 100))->participants(13, gap: 0)));
        self::assertSame([1, 10, 3], $this->asked);
    }

    public function testAStatusIsAskedForOnEveryPage(): void
    {
        $transport = new FakeTransport(Portal::error(403, ErrorCode::ACCESS_ERROR), Portal::batch(
            static fn () => Portal::error(403, ErrorCode::ACCESS_ERROR)
        ));

        self::assertSame([], $this->idsOf(Portal::client($transport)->participants(13, 'SUCCESS')));

        self::assertSame(['LIST_ID' => 13, 'FILTER' => ['STATUS' => 'SUCCESS'], 'start' => 0], $transport->bodies()[0]);
        self::assertSame(
            ['crm.calllist.items.get', ['LIST_ID' => '13', 'FILTER' => ['STATUS' => 'SUCCESS'], 'start' => '441']],
            $transport->commands(1)['c8']
        );
    }

    public function testNothingIsAskedForSomebodyWhoStopsTaking(): void
    {
        foreach ($this->portal(range(1, 5000))->participants(13) as $index => $participant) {
            if ($index === 49) {
                break;
            }
        }
        self::assertSame([1], $this->asked);
    }

    public function testAnyOtherRefusalIsThrown(): void
    {
        $refused = [
            Portal::error(400, ErrorCode::LIST_ID_ERROR),
            Portal::error(403, ErrorCode::PORTAL_DELETED),
            Portal::error(401, ErrorCode::INVALID_CREDENTIALS),
        ];
        foreach ($refused as $answer) {
            try {
                $this->idsOf(Portal::client(new FakeTransport($answer))->participants(13));
                self::fail('an error was expected');
            } catch (PortalException $error) {
                self::assertStringContainsString($error->errorCode, $answer->body);
            }
        }
    }

    public function testA403ThatIsNoEmptyPageOfParticipantsIsThrown(): void
    {
        $thrown = function (string $code, \Closure $read): string {
            try {
                iterator_to_array($read($this->answering(static fn () => Portal::error(403, $code))));
                return 'nothing';
            } catch (AccessException $error) {
                return $error->errorCode;
            }
        };
        $participants = static fn (Client $b24): iterable => $b24->participants(13);
        $lists = static fn (Client $b24): iterable => $b24->lists();
        self::assertSame('nothing', $thrown(ErrorCode::ACCESS_ERROR, $participants));
        self::assertSame(ErrorCode::PORTAL_DELETED, $thrown(ErrorCode::PORTAL_DELETED, $participants));
        self::assertSame(ErrorCode::ACCESS_ERROR, $thrown(ErrorCode::ACCESS_ERROR, $lists));
    }

    public function testAnErrorInsideABatchIsThrownAfterWhatCameBefore(): void
    {
        $transport = new FakeTransport(
            Portal::result($this->participants(range(1, 50))),
            Portal::batch(static fn () => Portal::error(401, ErrorCode::INSUFFICIENT_SCOPE)),
        );
        $read = [];
        try {
            foreach (Portal::client($transport)->participants(13) as $participant) {
                $read[] = $participant->id;
            }
            self::fail('an error was expected');
        } catch (PortalException $error) {
            self::assertSame('insufficient_scope', $error->errorCode);
            self::assertSame(range(1, 50), $read);
        }
    }

    public function testAPageThatWasPutOffInsideABatchIsAskedForAgainByItself(): void
    {
        $rows = fn (int $start) => $this->participants(array_slice(range(1, 99), $start, 50));
        $page = static fn (array $rows) => $rows === [] ? Portal::error(403, ErrorCode::ACCESS_ERROR) : $rows;
        $all = Portal::batch(static fn ($_, $params) => $page($rows((int) $params['start'])));
        $transport = new FakeTransport(
            Portal::result($rows(0)),
            Portal::batch(static fn ($_, $params) => match ($params['start']) {
                '49' => Portal::error(429, ErrorCode::OPERATION_TIME_LIMIT),
                default => $page($rows((int) $params['start'])),
            }),
            Portal::error(429, ErrorCode::OPERATION_TIME_LIMIT),
            Portal::result($rows(49)),
            $all,
        );
        self::assertSame(range(1, 99), $this->idsOf(Portal::client($transport)->participants(13)));
        self::assertCount(5, $transport->requests);
    }

    public function testThePagesOfABatchThatWasRefusedWholeAreNotAskedForOneByOne(): void
    {
        $transport = new FakeTransport(
            Portal::result($this->participants([1])),
            Portal::error(429, ErrorCode::OPERATION_TIME_LIMIT),
        );
        try {
            $this->idsOf(Portal::client($transport, attempts: 1)->participants(13));
            self::fail('an error was expected');
        } catch (LimitException $error) {
            self::assertSame(429, $error->status);
        }
        self::assertCount(2, $transport->requests);
    }

    public function testAWrongGapIsToldAtOnce(): void
    {
        $this->expectExceptionMessage('gap: a number of pages, 0 or more, such as 10');
        $this->portal([])->participants(13, gap: -1);
    }

    public function testAWrongIdIsToldAtOnce(): void
    {
        $this->expectExceptionMessage('listId: an id is a whole number from 1');
        $this->portal([])->participants(0);
    }

    /** @dataProvider cursors */
    public function testListsAreReadBehindTheLastId(array $order, array $filter, array $select): void
    {
        $b24 = $this->portalOfLists(range(1, 130));

        $read = iterator_to_array($b24->lists($select, $filter, $order));

        self::assertSame(range(($filter['>ID'] ?? 0) + 1, 130), array_keys(array_filter(
            array_column($read, 'createdById', 'createdById')
        )));
        self::assertSame([1, 10], $this->asked);
        $asked = $this->transport->commands(1)['c0'][1];
        self::assertSame(['ID' => 'ASC'], $asked['ORDER']);
        self::assertSame((string) (($filter['>ID'] ?? 0) + 50), $asked['FILTER']['>ID']);
        self::assertSame('0', $asked['start']);
    }

    public static function cursors(): iterable
    {
        yield 'nothing asked for' => [[], [], []];
        yield 'by rising id' => [['ID' => 'ASC'], [], []];
        yield 'behind an id' => [[], ['>ID' => '20'], []];
        yield 'behind an id that is a number' => [[], ['>ID' => 20], []];
        yield 'with a filter' => [[], ['ENTITY_TYPE_ID' => 3], []];
        yield 'without the id' => [[], [], ['CREATED_BY_ID']];
    }

    public function testAnIdThatWasNotSelectedIsNotShown(): void
    {
        $b24 = $this->portalOfLists(range(1, 60));

        $rows = iterator_to_array($b24->lists(select: ['CREATED_BY_ID']));

        self::assertSame(['CREATED_BY_ID' => 60], $rows[59]->toWire());
        self::assertSame(['CREATED_BY_ID', 'ID'], $this->transport->bodies()[0]['SELECT']);
    }

    public function testAnIdThatWasSelectedAsOneOfAllIsShown(): void
    {
        $b24 = $this->answering(static fn () => [['ID' => '5', 'CREATED_BY_ID' => '1']]);
        self::assertSame([5], $this->idsOf($b24->lists(select: ['*'])));
        self::assertSame(['*'], $this->transport->bodies()[0]['SELECT']);
    }

    /** @dataProvider otherFilters */
    public function testListsBehindWhatIsNoIdAreCountedOff(mixed $after, mixed $sent): void
    {
        $b24 = $this->portalOfLists(range(1, 60));
        iterator_to_array($b24->lists(filter: ['>ID' => $after]));
        [, $asked] = $this->transport->commands(1)['c0'];
        self::assertSame([['>ID' => $sent], '50'], [$asked['FILTER'], $asked['start']]);
    }

    public static function otherFilters(): iterable
    {
        yield ['5x', '5x'];
        yield ['-5', '-5'];
        yield [[5], ['5']];
    }

    public function testListsInAnOrderOfOnesOwnAreCountedOff(): void
    {
        $b24 = $this->portalOfLists(range(1, 130));

        $read = iterator_to_array($b24->lists(order: ['CREATED_BY_ID' => 'DESC']));

        self::assertSame(range(130, 1), array_column($read, 'id'));
        [, $asked] = $this->transport->commands(1)['c0'];
        self::assertSame(['ORDER' => ['CREATED_BY_ID' => 'DESC', 'ID' => 'ASC'], 'start' => '50'], $asked);
    }

    public function testAPortalThatGivesTheSamePageAgainAndAgainIsNotReadForEver(): void
    {
        $page = array_fill(0, 50, ['ID' => '0']);
        $b24 = $this->answering(fn () => count($this->asked) < 5 ? $page : []);
        $this->expectException(UnexpectedResponseException::class);
        try {
            $this->idsOf($b24->lists());
        } finally {
            self::assertSame([1], $this->asked);
        }
    }

    public function testAPortalThatLooksAtNoStartIsNotReadForEver(): void
    {
        $said = null;
        $read = function (string $method, array $rows) use (&$said): array {
            $this->asked = [];
            $said = '';
            $b24 = $this->answering(static fn () => $rows);
            $ids = [];
            try {
                foreach ($method === 'lists' ? $b24->lists(order: ['ID' => 'DESC']) : $b24->$method(13) as $row) {
                    $ids[] = $row->id;
                }
            } catch (UnexpectedResponseException $error) {
                $said = $error->getMessage();
            }
            return [count($ids), $this->asked];
        };
        $again = static fn (string $method): string => "$method: the same rows for each start (HTTP 200)";

        self::assertSame([3, [1, 11]], $read('participants', $this->participants([1, 2, 3])));
        self::assertSame($again('crm.calllist.items.get'), $said);
        self::assertSame([50, [1, 10]], $read('participants', $this->participants(range(1, 50))));
        self::assertSame($again('crm.calllist.items.get'), $said);
        $rows = array_map(static fn (int $id): array => ['ID' => $id], range(50, 1));
        self::assertSame([550, [1, 10]], $read('lists', $rows));
        self::assertSame($again('crm.calllist.list'), $said);
    }

    public function testRowsWithoutIdsThatAreAlikeAreReadOn(): void
    {
        $b24 = $this->answering(fn (string $_, array $params) =>
            array_fill(0, (int) ($params['start'] ?? 0) < 3000 ? 50 : 7, ['CREATED_BY_ID' => '1']));
        $rows = iterator_to_array($b24->lists(select: ['CREATED_BY_ID'], order: ['CREATED_BY_ID' => 'ASC']));
        self::assertCount(3007, $rows);
        self::assertSame(['CREATED_BY_ID'], $this->transport->bodies()[0]['SELECT']);
    }

    private FakeTransport $transport;

    /** A portal with a list of these participants, of which some can be read. */
    private function portal(array $ids, ?array $readable = null): Client
    {
        $readable = array_flip($readable ?? $ids);
        return $this->answering(function (string $_, array $params) use ($ids, $readable): array|Response {
            $page = array_slice($ids, (int) ($params['start'] ?? 0), 50);
            $rows = $this->participants(array_values(array_filter($page, static fn ($id) => isset($readable[$id]))));
            return $rows === [] ? Portal::error(403, ErrorCode::ACCESS_ERROR) : $rows;
        });
    }

    /** A portal with call lists, each made by a user of the same number. */
    private function portalOfLists(array $ids): Client
    {
        return $this->answering(static function (string $_, array $params) use ($ids): array {
            $after = (int) ($params['FILTER']['>ID'] ?? 0);
            $found = array_filter($ids, static fn ($id) => $id > $after);
            if (($params['ORDER']['CREATED_BY_ID'] ?? '') === 'DESC') {
                $found = array_reverse($found);
            }
            $row = static fn (int $id) => array_intersect_key(
                ['ID' => (string) $id, 'CREATED_BY_ID' => (string) $id],
                array_flip($params['SELECT'] ?? ['ID', 'CREATED_BY_ID'])
            );
            return array_map($row, array_slice($found, (int) ($params['start'] ?? 0), 50));
        });
    }

    private function answering(\Closure $answer): Client
    {
        $this->transport = new FakeTransport(function ($request) use ($answer): Response {
            $body = json_decode($request->body(), true);
            $this->asked[] = count($body['cmd'] ?? [1]);
            if (isset($body['cmd'])) {
                return Portal::batch($answer)($request);
            }
            $said = $answer('', $body);
            return $said instanceof Response ? $said : Portal::result($said);
        });
        return Portal::client($this->transport);
    }

    private function participants(array $ids): array
    {
        return array_map(static fn ($id) => ['ID' => $id, 'STATUS' => 'IN_WORK', 'ENTITY_TYPE' => 3], $ids);
    }

    private function idsOf(iterable $rows): array
    {
        return array_column(iterator_to_array($rows), 'id');
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\PortalException;
use B24CallList\Internal\UnknownIds;
use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** Which ids the portal rejects, though it only says that some are wrong. */
final class UnknownIdsTest extends TestCase
{
    /** @var list<int> how many ids each command of each request has */
    private array $asked = [];

    /**
     * @dataProvider lists
     *
     * @param list<int> $unknown
     * @param list<list<int>> $asked
     */
    public function testFewRequestsFindThem(int $count, array $unknown, array $asked): void
    {
        self::assertSame($unknown, $this->among(range(1, $count), $unknown));
        self::assertSame($asked, $this->asked);
    }

    public static function lists(): iterable
    {
        yield 'as many as a command holds' => [998, [], [[998]]];
        yield 'one more' => [999, [], [[500, 499]]];
        yield 'one alone' => [1, [1], [[1]]];
        yield 'both of two' => [2, [1, 2], [[2], [1, 1]]];
        yield 'one of fifty' => [50, [50], [[50], array_fill(0, 50, 1)]];
        yield 'one of a hundred' => [100, [1], [[100], array_fill(0, 50, 2), [1, 1]]];
        yield 'in two commands' => [1000, [1, 1000], [
            [500, 500],
            array_fill(0, 50, 20),
            array_fill(0, 40, 1),
        ]];
    }

    public function testNoIdsAreNoRequest(): void
    {
        self::assertSame([], $this->among([], []));
        self::assertSame([], $this->asked);
    }

    public function testTheyComeInAscendingOrder(): void
    {
        self::assertSame([3, 7], $this->among([9, 7, 5, 3], [7, 3]));
    }

    public function testAMockPortalThatKnowsNoListsRejectsNone(): void
    {
        $b24 = Portal::client(new FakeTransport(Portal::batch(static fn (): bool => true)));
        self::assertSame([], UnknownIds::among($b24, EntityType::Contact, [9]));
    }

    public function testAnyOtherErrorIsThrown(): void
    {
        $refusal = Portal::error(400, ErrorCode::ENTITY_TYPE_ERROR);
        $b24 = Portal::client(new FakeTransport(Portal::batch(static fn (): Response => $refusal)));
        $this->expectException(PortalException::class);
        $this->expectExceptionMessage('ENTITY_TYPE_ERROR');
        UnknownIds::among($b24, EntityType::Contact, [9]);
    }

    /**
     * @param list<int> $ids
     * @param list<int> $unknown
     *
     * @return list<int>
     */
    private function among(array $ids, array $unknown): array
    {
        $answer = function (string $method, array $params) use ($unknown): Response {
            self::assertSame(['crm.calllist.update', '2147483647'], [$method, $params['LIST_ID']]);
            self::assertSame('COMPANY', $params['ENTITY_TYPE']);
            $this->asked[array_key_last($this->asked)][] = count($params['ENTITIES']);
            $isWrong = array_intersect($params['ENTITIES'], $unknown) !== [];
            return Portal::error(400, $isWrong ? ErrorCode::ENTITIES_ERROR : ErrorCode::LIST_ID_ERROR);
        };
        $transport = new FakeTransport(function ($request) use ($answer): Response {
            $this->asked[] = [];
            return Portal::batch($answer)($request);
        });
        return UnknownIds::among(Portal::client($transport), EntityType::Company, $ids);
    }
}

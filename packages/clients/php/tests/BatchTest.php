<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\AccessException;
use B24CallList\Exception\AuthException;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\SkippedException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Model\CallList;
use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** Many commands with a request. */
final class BatchTest extends TestCase
{
    public function testCommandsGoAsTextAndComeBackUnderTheirKeys(): void
    {
        $transport = new FakeTransport(Portal::batch(static fn (string $method): array => match ($method) {
            'crm.calllist.get' => Portal::ROW,
            default => [],
        }));

        $entries = Portal::client($transport)->batch(['list' => Command::get(13), 7 => Command::statuses()]);

        self::assertSame(
            '{"cmd":{"c0":"crm.calllist.get?ID=13","c1":"crm.calllist.statuslist"},"halt":0}',
            $transport->requests[0]->body()
        );
        self::assertSame(['list', 7], array_keys($entries));
        self::assertTrue($entries['list']->ok);
        self::assertInstanceOf(CallList::class, $entries['list']->get());
        self::assertSame([], $entries[7]->result);
    }

    public function testAllThatAValueCanHoldArrivesAsPhpReadsIt(): void
    {
        $transport = new FakeTransport(Portal::batch(static fn () => []));
        $text = 'A&B=C+D#E%20F?G[H] "я"';

        Portal::client($transport)->batch([
            Command::list(
                select: ['ID', 'WEBFORM_ID'],
                filter: ['>=ID' => 20, '@ID' => [3, 4], '!WEBFORM_ID' => null, '=CREATED_BY_ID' => '7'],
                order: ['ID' => 'DESC'],
                start: 50,
            ),
            Command::items(13, $text),
            Command::add(EntityType::Contact, [9, 17], 1),
            Command::of('crm.deal.update', ['id' => 1, 'fields' => ['A' => ['B' => [true, false, 1.5, 'я']]]]),
        ]);

        self::assertSame([
            'c0' => ['crm.calllist.list', [
                'SELECT' => ['ID', 'WEBFORM_ID'],
                'FILTER' => ['>=ID' => '20', '@ID' => ['3', '4'], '!WEBFORM_ID' => '', '=CREATED_BY_ID' => '7'],
                'ORDER' => ['ID' => 'DESC'],
                'start' => '50',
            ]],
            'c1' => ['crm.calllist.items.get', ['LIST_ID' => '13', 'FILTER' => ['STATUS' => $text]]],
            'c2' => ['crm.calllist.add', ['ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => ['9', '17'], 'WEBFORM_ID' => '1']],
            'c3' => ['crm.deal.update', ['id' => '1', 'fields' => ['A' => ['B' => ['1', '0', '1.5', 'я']]]]],
        ], $transport->commands());
        self::assertMatchesRegularExpression(
            '/^crm\.calllist\.list\?SELECT%5B0%5D=ID&SELECT%5B1%5D=WEBFORM_ID&FILTER%5B%3E%3DID%5D=20&/',
            $transport->bodies()[0]['cmd']['c0']
        );
        self::assertStringContainsString(
            'A%26B%3DC%2BD%23E%2520F%3FG%5BH%5D%20%22%D1%8F%22',
            $transport->bodies()[0]['cmd']['c1']
        );
    }

    /** @dataProvider unsendable */
    public function testWhatABatchCannotCarryIsRefusedBeforeAnythingIsSent(Command $command, string $why): void
    {
        $transport = new FakeTransport(Portal::batch(static fn () => []));
        try {
            Portal::client($transport)->batch([Command::statuses(), $command]);
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            self::assertSame("batch: $why", $error->getMessage());
            self::assertSame([], $transport->requests);
        }
    }

    public static function unsendable(): iterable
    {
        $lost = 'is an empty list, which would get lost';
        yield 'an empty list' => [Command::list(filter: ['@ID' => []]), "crm.calllist.list FILTER @ID $lost"];
        yield 'nobody' => [Command::add(EntityType::Contact, []), "crm.calllist.add ENTITIES $lost"];
        foreach (['result', 'next', 'total', 'time', 'error', 'RESULT'] as $name) {
            $why = 'crm.calllist.items.get FILTER STATUS looks like a reference to a command';
            yield "a reference to $name" => [Command::items(13, "x\$$name" . '[list][0]'), $why];
        }
        foreach (['ID]', '[ID', 'I D', 'I.D', "I\0D", "ID\n", ''] as $name) {
            $why = "crm.calllist.list FILTER: a batch cannot carry the name \"$name\"";
            yield 'the name ' . json_encode($name) => [Command::list(filter: [$name => 1]), $why];
        }
        $object = Command::of('profile', ['a' => ['b' => new \stdClass()]]);
        yield 'an object' => [$object, 'profile a b is no plain value'];
        $many = 'crm.calllist.add has more values than a portal reads (1000); call it by itself';
        yield 'more values than PHP reads' => [Command::add(EntityType::Contact, range(1, 1000)), $many];
    }

    public function testAsManyValuesAsPhpReadsArrive(): void
    {
        $transport = new FakeTransport(Portal::batch(static fn () => 51));
        Portal::client($transport)->batch([Command::add(EntityType::Contact, range(1, 999))]);
        self::assertCount(999, $transport->commands()['c0'][1]['ENTITIES']);
    }

    public function testNoCommandsAreNoRequest(): void
    {
        $transport = new FakeTransport(Portal::reset());
        self::assertSame([], Portal::client($transport)->batch([]));
        self::assertSame([], $transport->requests);
    }

    public function testAnyNumberGoesInFifties(): void
    {
        $transport = new FakeTransport(Portal::batch(static fn ($_, $params) => ['ID' => $params['ID']] + Portal::ROW));

        $entries = Portal::client($transport)->batch(array_map(Command::get(...), range(1, 120)));

        self::assertSame([50, 50, 20], array_map(static fn ($body) => count($body['cmd']), $transport->bodies()));
        self::assertSame(range(1, 120), array_map(static fn ($entry) => $entry->result->id, $entries));
    }

    public function testAnErrorInOneDoesNotThrow(): void
    {
        $entries = $this->ofGets([13, 99, 40, 7], [
            99 => Portal::error(400, ErrorCode::LIST_ID_ERROR, 'Incorrect list id'),
            7 => Portal::error(403, ErrorCode::ACCESS_ERROR),
        ]);

        self::assertSame([true, false, true, false], array_column($entries, 'ok'));
        self::assertSame(PortalException::class, $entries[1]->error::class);
        self::assertSame('Incorrect list id', $entries[1]->error->description);
        self::assertSame('crm.calllist.get', $entries[1]->error->method);
        self::assertInstanceOf(AccessException::class, $entries[3]->error);
        $this->expectException(PortalException::class);
        $entries[1]->get();
    }

    public function testPhpsListsAndObjectsAreOne(): void
    {
        $b24 = Portal::client(new FakeTransport(
            Portal::result(['result' => [], 'result_error' => ['c0' => ['error' => 'LIST_ID_ERROR']]]),
            Portal::page(200, '{"result":{"result":{"c0":[]},"result_error":{}}}', 'application/json'),
        ));
        self::assertSame('LIST_ID_ERROR', $b24->batch([Command::statuses()])[0]->error->errorCode);
        self::assertSame([], $b24->batch([Command::statuses()])[0]->result);
    }

    public function testHaltStopsAfterTheFirstErrorAndInLaterRequestsToo(): void
    {
        $transport = new FakeTransport(static function ($request): Response {
            self::assertSame(1, json_decode($request->body(), true)['halt']);
            return Portal::result([
                'result' => ['c0' => Portal::ROW],
                'result_error' => ['c1' => ['error' => 'LIST_ID_ERROR']],
            ]);
        });

        $entries = Portal::client($transport)->batch(array_map(Command::get(...), range(1, 120)), halt: true);

        self::assertCount(1, $transport->requests);
        self::assertTrue($entries[0]->ok);
        self::assertInstanceOf(PortalException::class, $entries[1]->error);
        self::assertInstanceOf(SkippedException::class, $entries[2]->error);
        self::assertSame($entries[1]->error, $entries[119]->error->cause);
    }

    public function testWithoutHaltLaterRequestsAreSent(): void
    {
        $entries = $this->ofGets(range(1, 60), [1 => Portal::error(400, ErrorCode::LIST_ID_ERROR)]);
        self::assertSame(59, count(array_filter(array_column($entries, 'ok'))));
    }

    public function testARefusedRequestIsTheErrorOfEachOfItsCommands(): void
    {
        $transport = new FakeTransport(Portal::error(401, ErrorCode::INVALID_CREDENTIALS));
        $entries = Portal::client($transport)->batch(array_map(Command::get(...), range(1, 60)));

        self::assertInstanceOf(AuthException::class, $entries[0]->error);
        self::assertInstanceOf(AuthException::class, $entries[49]->error);
        self::assertInstanceOf(SkippedException::class, $entries[50]->error);
        self::assertCount(1, $transport->requests);
    }

    public function testAfterALostRequestOnlyAddIsOpen(): void
    {
        $transport = new FakeTransport(Portal::reset());
        $entries = Portal::client($transport)->batch([
            'list' => Command::get(13),
            'new' => Command::add(EntityType::Contact, [9]),
        ]);

        self::assertCount(1, $transport->requests);
        self::assertFalse($transport->requests[0]->repeatable);
        self::assertInstanceOf(ConnectionException::class, $entries['list']->error);
        self::assertInstanceOf(OutcomeUnknownException::class, $entries['new']->error);
        self::assertInstanceOf(ConnectionException::class, $entries['new']->error->cause);
        self::assertSame(['ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => [9]], $entries['new']->error->params);
    }

    public function testABatchWithAddIsSentAgainWhenItWasSurelyNotCarriedOut(): void
    {
        $transport = new FakeTransport(
            Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED),
            Portal::refused(),
            Portal::batch(static fn () => 51),
        );
        $entries = Portal::client($transport)->batch([Command::add(EntityType::Contact, [9])]);
        self::assertSame(51, $entries[0]->get());
    }

    public function testACommandWithoutATraceIsUnexpectedAndAddThenOpen(): void
    {
        $b24 = Portal::client(new FakeTransport(Portal::result(['result' => [], 'result_error' => []])));
        $entries = $b24->batch([Command::get(13), Command::add(EntityType::Contact, [9])]);

        self::assertInstanceOf(UnexpectedResponseException::class, $entries[0]->error);
        self::assertSame(200, $entries[0]->error->status);
        self::assertInstanceOf(OutcomeUnknownException::class, $entries[1]->error);
    }

    public function testAnAddThatCrashedInABatchIsOpen(): void
    {
        foreach (['INTERNAL_SERVER_ERROR', 'ERROR_CORE'] as $code) {
            $maps = Portal::result(['result' => [], 'result_error' => ['c0' => ['error' => $code]]]);
            $entries = Portal::client(new FakeTransport($maps))->batch([Command::add(EntityType::Contact, [9])]);
            self::assertInstanceOf(OutcomeUnknownException::class, $entries[0]->error, $code);
        }
    }

    public function testAnErrorCountsThoughAResultIsThereToo(): void
    {
        $both = Portal::result(['result' => ['c0' => 51], 'result_error' => ['c0' => ['error' => 'ENTITY_ERROR']]]);
        $entries = Portal::client(new FakeTransport($both))->batch([Command::add(EntityType::Contact, [9])]);
        self::assertSame('ENTITY_ERROR', $entries[0]->error->errorCode);
    }

    public function testWhereAnAnswerIsNoBatchLaterRequestsAreNotSentAndSayWhy(): void
    {
        $transport = new FakeTransport(Portal::result('no batch'));
        $entries = Portal::client($transport)->batch(array_fill(0, 51, Command::get(13)));
        self::assertCount(1, $transport->requests);
        self::assertInstanceOf(SkippedException::class, $entries[50]->error);
        self::assertInstanceOf(UnexpectedResponseException::class, $entries[50]->error->cause);
        self::assertSame('batch', $entries[50]->error->cause->method);
    }

    public function testAnAnswerThatIsNoBatchIsUnexpected(): void
    {
        $broken = ['result' => 'c0', 'result_error' => []];
        foreach ([null, [], ['result' => []], $broken, 5] as $answer) {
            $entries = Portal::client(new FakeTransport(Portal::result($answer)))->batch([Command::get(13)]);
            self::assertInstanceOf(UnexpectedResponseException::class, $entries[0]->error);
            self::assertSame(['batch', 200], [$entries[0]->error->method, $entries[0]->error->status]);
        }
    }

    /** Entries of a batch that gets lists, some of which are refused. */
    private function ofGets(array $ids, array $refused): array
    {
        $answer = static fn ($_, array $params) => $refused[(int) $params['ID']] ?? Portal::ROW;
        return Portal::client(new FakeTransport(Portal::batch($answer)))->batch(array_map(Command::get(...), $ids));
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\AccessException;
use B24CallList\Exception\AuthException;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\LimitException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\PortalMovedException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Internal\Wire;
use B24CallList\Model\CallList;
use B24CallList\Model\CallListRow;
use B24CallList\Model\CallStatus;
use B24CallList\Model\Participant;
use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** What is made of an answer. */
final class AnswerTest extends TestCase
{
    public function testNumbersAreNumbersInWhicheverFormTheyCome(): void
    {
        $asNumbers = ['ID' => 13, 'CREATED_BY_ID' => 29, 'WEBFORM_ID' => 1, 'ENTITY_TYPE_ID' => 3] + Portal::ROW;
        $list = new CallList(13, '2025-07-14 08:47:19', 29, 1, 3, 'CONTACT');

        self::assertEquals($list, $this->answer(Portal::ROW)->get(13));
        self::assertEquals($list, $this->answer($asNumbers)->get(13));
        self::assertSame(51, $this->answer('51')->add(EntityType::Contact, [9]));
        self::assertSame(51, $this->answer(51)->add(EntityType::Contact, [9]));
        self::assertEquals(
            [new Participant(9, 'IN_WORK', 3)],
            $this->answer([['ID' => '9', 'STATUS' => 'IN_WORK', 'ENTITY_TYPE' => '3']])->items(13)
        );
        self::assertEquals(
            [new CallStatus(61, 'In progress', 10, 'IN_WORK')],
            $this->answer([
                ['ID' => '61', 'NAME' => 'In progress', 'SORT' => '10', 'STATUS_ID' => 'IN_WORK'],
            ])->statuses()
        );
        foreach ([true, 1, '1'] as $done) {
            self::assertTrue($this->answer($done)->update(13, EntityType::Contact, [9], null));
        }
    }

    public function testWhatIsNotSetIsNull(): void
    {
        $list = $this->answer(['WEBFORM_ID' => null, 'ENTITY_TYPE_ID' => null, 'CREATED_BY_ID' => null] + Portal::ROW);

        self::assertEquals(new CallList(13, '2025-07-14 08:47:19', null, null, null, 'CONTACT'), $list->get(13));
        $list = $this->answer(['WEBFORM_ID' => '', 'ENTITY_TYPE_ID' => '', 'CREATED_BY_ID' => ''] + Portal::ROW);
        self::assertNull($list->get(13)->webformId);
        $participants = $this->answer([['ID' => 9, 'STATUS' => null, 'ENTITY_TYPE' => 3]])->items(13);
        self::assertEquals([new Participant(9, '', 3)], $participants);
    }

    public function testOnlySelectedFieldsAreInARow(): void
    {
        $rows = $this->answer([['ID' => '20', 'WEBFORM_ID' => '5']])->list(select: ['ID', 'WEBFORM_ID']);

        self::assertEquals([new CallListRow(20, null, null, 5, null)], $rows);
        self::assertSame(['ID' => 20, 'WEBFORM_ID' => 5], $rows[0]->toWire());
    }

    public function testUnknownFieldsStatusesAndTypesAreNoError(): void
    {
        $row = ['ID' => 9, 'STATUS' => 'UC_A1B2C3', 'ENTITY_TYPE' => 130, 'NEW_FIELD' => ['a' => 1]];

        self::assertEquals([new Participant(9, 'UC_A1B2C3', 130)], $this->answer([$row])->items(13));
        $list = $this->answer(['ENTITY_TYPE' => 'DYNAMIC_130'] + Portal::ROW)->get(13);
        self::assertSame('DYNAMIC_130', $list->entityType);
    }

    /** @dataProvider marks */
    public function testAByteOrderMarkBeforeTheBodyIsDropped(string $mark): void
    {
        $json = static fn (int $status, string $body): Response =>
            Portal::page($status, $mark . $body, 'application/json');
        $transport = new FakeTransport(
            $json(503, '{"error":"QUERY_LIMIT_EXCEEDED"}'),
            $json(200, '{"result":51}'),
            $json(400, '{"error":"ENTITY_ERROR"}'),
        );
        $b24 = Portal::client($transport);

        self::assertSame(51, $b24->add(EntityType::Contact, [9]));
        try {
            $b24->add(EntityType::Contact, [9, 9]);
            self::fail('an error was expected');
        } catch (PortalException $error) {
            self::assertSame('ENTITY_ERROR', $error->errorCode);
        }
    }

    public static function marks(): iterable
    {
        yield 'one' => ["\xEF\xBB\xBF"];
        yield 'of two files' => ["\xEF\xBB\xBF\r\n\xEF\xBB\xBF"];
        yield 'behind a line end' => ["\n\xEF\xBB\xBF"];
    }

    public function testRowsThatComeAsAnObjectAreTheListOfItsValues(): void
    {
        $status = ['ID' => 61, 'NAME' => 'In progress', 'SORT' => 10, 'STATUS_ID' => 'IN_WORK'];
        $participant = ['ID' => 9, 'STATUS' => 'IN_WORK', 'ENTITY_TYPE' => 3];

        $lists = $this->answer([0 => ['ID' => '20'], 2 => ['ID' => '30']])->list();
        self::assertSame([20, 30], array_column($lists, 'id'));
        self::assertSame([9], array_column($this->answer([5 => $participant])->items(13), 'id'));
        self::assertSame([61], array_column($this->answer([1 => $status])->statuses(), 'id'));

        $batch = Portal::batch(static fn (): array => [0 => $participant, 3 => ['ID' => 17] + $participant]);
        $entries = Portal::client(new FakeTransport($batch))->batch([Command::items(13)]);
        self::assertSame([9, 17], array_column($entries[0]->get(), 'id'));
    }

    public function testAResultIsOneWithEveryStatusThatSaysSo(): void
    {
        $b24 = Portal::client(new FakeTransport(
            Portal::json(['result' => 51], 201),
            Portal::json(['result' => 52], 299),
        ));
        self::assertSame(51, $b24->add(EntityType::Contact, [9]));
        self::assertSame(52, $b24->add(EntityType::Contact, [9]));
    }

    public function testAnEmptyPageOfListsIsEmpty(): void
    {
        self::assertSame([], $this->answer([])->list());
    }

    /** @dataProvider refusals */
    public function testARefusalHasTheClassOfItsStatus(int $status, string|int $code, string $class): void
    {
        $error = $this->error(Portal::error($status, $code, 'You don\'t have access'));

        self::assertInstanceOf(PortalException::class, $error);
        self::assertSame($class, $error::class);
        self::assertSame([$status, (string) $code], [$error->status, $error->errorCode]);
        self::assertSame('You don\'t have access', $error->description);
        self::assertSame('crm.calllist.get', $error->method);
    }

    public static function refusals(): iterable
    {
        yield [400, ErrorCode::LIST_ID_ERROR, PortalException::class];
        yield [400, 'NEVER_SEEN', PortalException::class];
        yield [400, '', PortalException::class];
        yield [400, 100, PortalException::class];
        yield [400, '1.5', PortalException::class];
        yield [404, ErrorCode::ERROR_METHOD_NOT_FOUND, PortalException::class];
        yield [401, ErrorCode::INVALID_CREDENTIALS, AuthException::class];
        yield [401, 'NEVER_SEEN', AuthException::class];
        yield [403, ErrorCode::ACCESS_ERROR, AccessException::class];
        yield [403, ErrorCode::PORTAL_DELETED, AccessException::class];
        yield [429, ErrorCode::OPERATION_TIME_LIMIT, LimitException::class];
        yield [503, ErrorCode::QUERY_LIMIT_EXCEEDED, LimitException::class];
        yield [500, ErrorCode::INTERNAL_SERVER_ERROR, PortalException::class];
        yield 'a good answer that is an error' => [200, ErrorCode::INVALID_CREDENTIALS, AuthException::class];
        yield 'the same, unknown' => [200, 'NEVER_SEEN', PortalException::class];
    }

    public function testMessagesSayMethodCodeAndText(): void
    {
        $error = $this->error(Portal::error(400, ErrorCode::LIST_ID_ERROR, 'Incorrect list id'));
        self::assertSame('crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 400)', $error->getMessage());

        $error = $this->error(Portal::json(['error' => ''], 400));
        self::assertSame('crm.calllist.get: refused without a code (HTTP 400)', $error->getMessage());
    }

    public function testAPartOfARefusalThatIsNoTextIsReadAsOneOrLeftOut(): void
    {
        $parts = static fn (PortalException $error): array =>
            [$error->errorCode, $error->description, $error->argument];
        $refusal = ['error' => 1.5, 'error_description' => 13, 'argument' => true];
        self::assertSame(['1.5', '13', '1'], $parts($this->error(Portal::json($refusal, 400))));
        $refusal = ['error' => 'X', 'error_description' => ['x'], 'argument' => null];
        self::assertSame(['X', '', ''], $parts($this->error(Portal::json($refusal, 400))));
        self::assertSame(['X', '', ''], $parts($this->error(Portal::json(['error' => 'X'], 400))));
        foreach ([null, true, ['x']] as $code) {
            $error = $this->error(Portal::json(['error' => $code], 400));
            self::assertInstanceOf(UnexpectedResponseException::class, $error);
        }
    }

    public function testATextThatIsCutWithinALetterIsStillRead(): void
    {
        $cut = Portal::page(400, "{\"error\":\"X\",\"error_description\":\"Спис\xd0\"}", 'application/json');
        self::assertSame("Спис\u{fffd}", $this->error($cut)->description);
    }

    public function testTheNameOfAnArgumentIsKept(): void
    {
        $body = ['error' => 'ERROR_ARGUMENT', 'error_description' => 'Invalid order "X"', 'argument' => 'order'];
        self::assertSame('order', $this->error(Portal::json($body, 400))->argument);
    }

    /** @dataProvider strangeAnswers */
    public function testWhatNoPortalSendsIsUnexpected(Response $response, int $status, string $excerpt): void
    {
        $error = $this->error($response);

        self::assertInstanceOf(UnexpectedResponseException::class, $error);
        self::assertSame([$status, $excerpt], [$error->status, $error->excerpt]);
    }

    public static function strangeAnswers(): iterable
    {
        yield 'a page' => [Portal::page(404, '<html>nothing here</html>'), 404, '<html>nothing here</html>'];
        yield 'a login page with 200' => [Portal::page(200, '<html>login</html>'), 200, '<html>login</html>'];
        yield 'nothing' => [Portal::page(200, ''), 200, ''];
        yield 'JSON that breaks off' => [Portal::page(200, '{"result":', 'application/json'), 200, '{"result":'];
        yield 'JSON without a result' => [Portal::page(200, '{"time":1}', 'application/json'), 200, '{"time":1}'];
        yield 'a number' => [Portal::page(200, '5', 'application/json'), 200, '5'];
        yield 'an error of REST v3' => [Portal::page(400, '{"error":{"code":"X"}}'), 400, '{"error":{"code":"X"}}'];
        yield 'warnings before the JSON' => [
            Portal::page(200, "\n<br />\n<b>Warning</b>: x{\"result\":1}", 'application/json'),
            200,
            '<br /> <b>Warning</b>: x{"result":1}',
        ];
        yield 'a long page' => [Portal::page(404, str_repeat('я', 300)), 404, str_repeat('я', 200)];
        yield 'no UTF-8' => [Portal::page(404, str_repeat("\xff", 300)), 404, str_repeat("\u{fffd}", 200)];
    }

    /** @dataProvider wrongResults */
    public function testAResultOfAnotherTypeIsAnErrorThatSaysWhatCame(\Closure $call, mixed $result, string $what): void
    {
        $transport = new FakeTransport(Portal::result($result));
        try {
            $call(Portal::client($transport));
            self::fail('an error was expected');
        } catch (CallListException $error) {
            $cause = $error instanceof OutcomeUnknownException ? $error->cause : $error;
            self::assertInstanceOf(UnexpectedResponseException::class, $cause);
            self::assertSame("$error->method: $what (HTTP 200)", $cause->getMessage());
            self::assertSame($error->method === 'crm.calllist.add', $error instanceof OutcomeUnknownException);
            self::assertCount(1, $transport->requests);
        }
    }

    public static function wrongResults(): iterable
    {
        $calls = [
            'add' => [fn (Client $b24) => $b24->add(EntityType::Contact, [9]), 'an id'],
            'update' => [fn (Client $b24) => $b24->update(13, EntityType::Contact, [9], null), 'true'],
            'get' => [fn (Client $b24) => $b24->get(13), 'an object'],
            'list' => [fn (Client $b24) => $b24->list(), 'a list'],
            'items' => [fn (Client $b24) => $b24->items(13), 'a list'],
            'statuses' => [fn (Client $b24) => $b24->statuses(), 'a list'],
        ];
        $values = [
            'add' => [false, null, true, 0, -1, 5.5, '', 'x', '5 ids', [], [51], ['ID' => '51']],
            'update' => [false, null, 0, 2, '', '0', 'true', [], ['ID' => '13']],
            'get' => [false, null, true, 13, '13', [[1]]],
            'list' => [false, null, true, 0, 'x'],
            'items' => [false, null, true, ''],
            'statuses' => [false, null, true, 61],
        ];
        foreach ($calls as $name => [$call, $expected]) {
            foreach ($values[$name] as $value) {
                $json = json_encode($value);
                $what = "$expected was expected, but the response has result: $json";
                yield "$name: $json" => [$call, $value, $what];
            }
        }
        $row = ['ID' => '13'];
        $number = 'a whole number was expected, but the response has result:';
        $object = 'an object was expected, but the response has result:';
        yield 'get: []' => [$calls['get'][0], [], "$number []"];
        yield 'get: no number' => [$calls['get'][0], ['ID' => ['13']], "$number {\"ID\":[\"13\"]}"];
        yield 'list: one row' => [$calls['list'][0], $row, "$object {\"ID\":\"13\"}"];
        $text = 'a text was expected, but the response has result: [{"ID":9,"STATUS":["IN_WORK"],"ENTITY_TYPE":3}]';
        $wrong = [['ID' => 9, 'STATUS' => ['IN_WORK'], 'ENTITY_TYPE' => 3]];
        yield 'items: a status that is no text' => [$calls['items'][0], $wrong, $text];
        yield 'get: an id that is a bool' => [$calls['get'][0], ['ID' => true], "$number {\"ID\":true}"];
        $items = ['items' => [$row]];
        yield 'list: as in newer methods' => [$calls['list'][0], $items, "$object {\"items\":[{\"ID\":\"13\"}]}"];
        $long = str_repeat('я', 59);
        $cut = "an id was expected, but the response has result: \"{$long}…";
        yield 'add: an address' => [$calls['add'][0], 'a/я', 'an id was expected, but the response has result: "a/я"'];
        yield 'add: a long text' => [$calls['add'][0], "{$long}яя", $cut];
    }

    public function testANumberKeepsItsDigitsWhereThereAreMoreThanAnIntHolds(): void
    {
        $response = Portal::page(200, '{"result":{"ID":12345678901234567890}}', 'application/json');
        $result = Portal::client(new FakeTransport($response))->call(Command::of('profile'));
        self::assertSame(['ID' => '12345678901234567890'], $result);
    }

    public function testANumberBeyondAllNumbersIsAResultOfAnotherTypeToo(): void
    {
        $json = Portal::page(200, '{"result":1e999}', 'application/json');
        $what = 'a list was expected, but the response has result: 0'; // JSON cannot write it
        $this->expectExceptionMessage($what);
        Portal::client(new FakeTransport($json))->list();
    }

    public function testAResultOfAnotherTypeInABatchIsTheErrorOfItsCommand(): void
    {
        $results = ['crm.calllist.get' => Portal::ROW];
        $batch = Portal::batch(static fn (string $method): mixed => $results[$method] ?? false);
        $entries = Portal::client(new FakeTransport($batch))->batch([
            'add' => Command::add(EntityType::Contact, [9]),
            'update' => Command::update(13, EntityType::Contact, [9], null),
            'get' => Command::get(13),
        ]);

        self::assertInstanceOf(OutcomeUnknownException::class, $entries['add']->error);
        self::assertInstanceOf(UnexpectedResponseException::class, $entries['update']->error);
        self::assertStringContainsString('has result: false', $entries['update']->error->getMessage());
        self::assertTrue($entries['get']->ok);
    }

    public function testABodyWithMoreValuesThanAnyOfAPortalIsNotDecoded(): void
    {
        $read = fn (string $json): mixed => Portal::client(
            new FakeTransport(Portal::page(200, $json, 'application/json')),
            attempts: 1,
        )->call(Command::of('profile'));
        $lists = static fn (int $count): string => '{"result":[' . substr(str_repeat('[],', $count - 2), 0, -1) . ']}';
        $maps = static fn (int $count): string => '{"result":[' . substr(str_repeat('{},', $count - 2), 0, -1) . ']}';
        $values = static fn (int $commas): string => '{"result":[1' . str_repeat(',1', $commas) . ']}';

        self::assertCount(599_998, $read($lists(600_000)));
        self::assertCount(3_000_001, $read($values(3_000_000)));
        memory_reset_peak_usage();
        $used = memory_get_usage();
        foreach ([$lists(600_001), $maps(600_001), $values(3_000_001), $maps(20_000_000)] as $json) {
            try {
                $read($json);
                self::fail('an error was expected');
            } catch (CallListException $error) {
                $what = 'profile: the response has more values than any of a portal (HTTP 200)';
                self::assertSame($what, $error->getPrevious()?->getMessage() ?? $error->getMessage());
            }
        }
        self::assertLessThan(150 * 1024 * 1024, memory_get_peak_usage() - $used);
    }

    public function testMoreRowsThanAHalfMillionAreNoPage(): void
    {
        $rows = array_fill(0, 500_001, null);
        $count = Wire::listOf(static fn (mixed $row): mixed => $row);
        self::assertCount(500_000, $count(array_slice($rows, 1)));
        $this->expectExceptionMessage('a list of no more than 500,000 rows was expected');
        $count($rows);
    }

    /** @dataProvider redirects */
    public function testARedirectTellsItsHostAndIsNotFollowed(string $location, string $host): void
    {
        $transport = new FakeTransport(new Response(302, ['Location' => $location], ''));
        try {
            Portal::client($transport)->add(EntityType::Contact, [9]);
            self::fail('an error was expected');
        } catch (PortalMovedException $error) {
            self::assertSame([302, $host], [$error->status, $error->host]);
            self::assertCount(1, $transport->requests);
        }
    }

    public static function redirects(): iterable
    {
        yield ['https://renamed.bitrix24.com/rest/1/s3cretc0de/crm.calllist.add', 'renamed.bitrix24.com'];
        yield ['https://127.0.0.1:8443/', '127.0.0.1:8443'];
        yield ['https://example.bitrix24.com@evil.example/rest/', 'evil.example'];
        yield ['https://example.bitrix24.com-evil.net/', 'example.bitrix24.com-evil.net'];
        yield ['https://example.bitrix24.com.evil.net:8443/', 'example.bitrix24.com.evil.net:8443'];
        yield ['//evil.example/rest/', 'evil.example'];
        yield ['http://127.0.0.1/rest/', '127.0.0.1'];
        yield ['https://портал.example/', 'портал.example'];
        yield ['/login/', ''];
        yield ['http:///', ''];
        yield ['', ''];
    }

    private function answer(mixed $result): \B24CallList\Client
    {
        return Portal::client(new FakeTransport(Portal::result($result)));
    }

    private function error(Response $response): CallListException
    {
        try {
            Portal::client(new FakeTransport($response), attempts: 1)->get(13);
        } catch (CallListException $error) {
            return $error;
        }
        self::fail('an error was expected');
    }
}

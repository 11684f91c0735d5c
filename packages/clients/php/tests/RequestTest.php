<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Transport\Request;
use PHPUnit\Framework\TestCase;

/** What goes over the wire. */
final class RequestTest extends TestCase
{
    /** @dataProvider calls */
    public function testEachMethodSendsThePortalsNames(
        \Closure $call,
        string $method,
        string $body,
        mixed $result,
    ): void {
        $transport = new FakeTransport(Portal::result($result));

        $call(Portal::client($transport));

        self::assertSame("https://example.bitrix24.com/rest/1/s3cretc0de/$method", $transport->requests[0]->url());
        self::assertSame($body, $transport->requests[0]->body());
    }

    public static function calls(): iterable
    {
        $contacts = [EntityType::Contact, [9, 17, 19]];
        yield 'add' => [
            fn (Client $b24) => $b24->add(...$contacts),
            'crm.calllist.add',
            '{"ENTITY_TYPE":"CONTACT","ENTITIES":[9,17,19]}',
            51,
        ];
        yield 'add with a form, ids with gaps in their keys' => [
            fn (Client $b24) => $b24->add(EntityType::Company, [3 => 1, 7 => 2], webformId: 5),
            'crm.calllist.add',
            '{"ENTITY_TYPE":"COMPANY","ENTITIES":[1,2],"WEBFORM_ID":5}',
            51,
        ];
        yield 'add of nobody, which the portal refuses' => [
            fn (Client $b24) => $b24->add(EntityType::Company, []),
            'crm.calllist.add',
            '{"ENTITY_TYPE":"COMPANY","ENTITIES":[]}',
            51,
        ];
        yield 'get' => [fn (Client $b24) => $b24->get(13), 'crm.calllist.get', '{"ID":13}', Portal::ROW];
        yield 'list' => [fn (Client $b24) => $b24->list(), 'crm.calllist.list', '{}', []];
        yield 'list with an empty filter' => [
            fn (Client $b24) => $b24->list(select: [], filter: [], order: [], start: 0),
            'crm.calllist.list',
            '{"start":0}',
            [],
        ];
        yield 'list with everything' => [
            fn (Client $b24) => $b24->list(
                select: ['ID', 'WEBFORM_ID'],
                filter: ['>=ID' => 20, '@ENTITY_TYPE_ID' => [1 => 3, 2 => 4], '!WEBFORM_ID' => null],
                order: ['ENTITY_TYPE_ID' => 'DESC', 'ID' => 'ASC'],
                start: 50,
            ),
            'crm.calllist.list',
            '{"SELECT":["ID","WEBFORM_ID"],"FILTER":{">=ID":20,"@ENTITY_TYPE_ID":[3,4],"!WEBFORM_ID":null},'
            . '"ORDER":{"ENTITY_TYPE_ID":"DESC","ID":"ASC"},"start":50}',
            [],
        ];
        yield 'update' => [
            fn (Client $b24) => $b24->update(13, ...$contacts, webformId: 1),
            'crm.calllist.update',
            '{"LIST_ID":13,"ENTITY_TYPE":"CONTACT","ENTITIES":[9,17,19],"WEBFORM_ID":1}',
            true,
        ];
        yield 'items' => [fn (Client $b24) => $b24->items(13), 'crm.calllist.items.get', '{"LIST_ID":13}', []];
        yield 'items with a status and a page' => [
            fn (Client $b24) => $b24->items(13, 'Перезвонить/позже', 100),
            'crm.calllist.items.get',
            '{"LIST_ID":13,"FILTER":{"STATUS":"Перезвонить/позже"},"start":100}',
            [],
        ];
        yield 'statuses' => [fn (Client $b24) => $b24->statuses(), 'crm.calllist.statuslist', '{}', []];
        yield 'a number with a fraction' => [
            fn (Client $b24) => $b24->call(Command::of('profile', ['a' => ['b' => 0.1]])),
            'profile',
            '{"a":{"b":0.1}}',
            [],
        ];
        yield 'any other method' => [fn (Client $b24) => $b24->call(Command::of('profile')), 'profile', '{}', []];
    }

    /** @dataProvider wrongParameters */
    public function testAWrongParameterIsNamedBeforeAnythingIsSent(\Closure $call, string $what): void
    {
        $transport = new FakeTransport(Portal::result([]));
        try {
            $call(Portal::client($transport));
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            self::assertStringStartsWith($what, $error->getMessage());
            self::assertSame([], $transport->requests);
        }
    }

    public static function wrongParameters(): iterable
    {
        foreach ([0, -13, PHP_INT_MIN] as $id) {
            yield "get $id" => [fn (Client $b24) => $b24->get($id), 'id: an id is a whole number from 1, such as 13'];
            yield "items of $id" => [fn (Client $b24) => $b24->items($id), 'listId: an id is'];
            $update = static fn (Client $b24) => $b24->update($id, EntityType::Contact, [9], null);
            yield "update of $id" => [$update, 'listId: an id is'];
            $add = static fn (Client $b24) => $b24->add(EntityType::Contact, [9], $id);
            yield "add with form $id" => [$add, 'webformId: an id is'];
        }
        $wrong = [0, -1, '0', '13 or 1=1', '+13', '013', '1e3', ' 13', '', 13.0, true, null, [13]];
        $wrong[] = '99999999999999999999';
        foreach ($wrong as $id) {
            $json = json_encode($id);
            $what = 'entities: ids are whole numbers from 1, such as [9, 17, 19]';
            yield "add $json" => [fn (Client $b24) => $b24->add(EntityType::Contact, [9, $id]), $what];
            $command = static fn () => Command::update(13, EntityType::Company, ['a' => $id], null);
            yield "a batch with $json" => [fn (Client $b24) => $b24->batch([$command()]), $what];
        }
        foreach ([[13], [null], [''], ['ID' => ['x']]] as $select) {
            yield 'select ' . json_encode($select) => [fn (Client $b24) => $b24->list($select), 'select: names'];
        }
        foreach ([['ID'], ['ID' => 1], ['ID' => ['ASC']], ['ID' => true]] as $order) {
            $list = static fn (Client $b24) => $b24->list(order: $order);
            yield 'order ' . json_encode($order) => [$list, 'order: each field'];
        }
        foreach ([['ID'], ['ID' => 1.5], ['ID' => true], ['@ID' => [[13]]], ['ID' => new \stdClass()]] as $filter) {
            $list = static fn (Client $b24) => $b24->list(filter: $filter);
            yield 'filter ' . json_encode($filter) => [$list, 'filter: each field'];
        }
    }

    public function testIdsMayBeText(): void
    {
        $transport = new FakeTransport(Portal::result(51));
        Portal::client($transport)->add(EntityType::Contact, ['9', '17', 19]);
        self::assertSame([9, 17, 19], $transport->bodies()[0]['ENTITIES']);
    }

    public function testTheClientSaysWhatItSends(): void
    {
        $headers = (new Request('https://example.bitrix24.com/', '{}', 60, true))->headers();

        self::assertSame('application/json', $headers['Content-Type']);
        self::assertSame('application/json', $headers['Accept']);
        self::assertMatchesRegularExpression('#^b24-calllist-php/\d+\.\d+\.\d+#', $headers['User-Agent']);
    }

    public function testATokenTravelsInTheBodyAndNeverInTheAddress(): void
    {
        $transport = new FakeTransport(Portal::result(Portal::ROW));
        $auth = Auth::oauth('example.bitrix24.com', 't0ken-s3cret');

        (new Client($auth, transport: $transport))->get(13);

        self::assertSame('https://example.bitrix24.com/rest/crm.calllist.get', $transport->requests[0]->url());
        self::assertSame('{"ID":13,"auth":"t0ken-s3cret"}', $transport->requests[0]->body());
    }

    public function testARequestHasSixtySecondsUnlessToldOtherwise(): void
    {
        $transport = new FakeTransport(Portal::result([]));

        Portal::client($transport)->statuses();
        (new Client(Auth::webhook(Portal::URL), timeout: 2.5, transport: $transport))->statuses();

        self::assertSame([60.0, 2.5], array_column($transport->requests, 'timeout'));
    }

    public function testTextThatIsNoUtf8IsRefusedBeforeItIsSent(): void
    {
        $transport = new FakeTransport(Portal::result([]));
        try {
            Portal::client($transport)->items(13, "\xff");
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            $why = 'Malformed UTF-8 characters, possibly incorrectly encoded';
            $what = "crm.calllist.items.get: the parameters are no JSON ($why)";
            self::assertSame($what, $error->getMessage());
            self::assertNull($error->getPrevious(), 'its trace would have the token in it');
            self::assertSame([], $transport->requests);
        }
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\AccessException;
use B24CallList\Exception\AuthException;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\LimitException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\PortalMovedException;
use B24CallList\Exception\TimeoutException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Transport\Response;
use B24CallList\Transport\TransportException;
use PHPUnit\Framework\TestCase;

/** What is sent again, and what never is. */
final class RepetitionTest extends TestCase
{
    /** What happened; whether a reading call and an add are sent again; whether an add is open then; its class. */
    public static function table(): iterable
    {
        $portal = PortalException::class;
        $page = UnexpectedResponseException::class;
        $limit = LimitException::class;
        $auth = AuthException::class;
        $closed = AccessException::class;
        $moved = PortalMovedException::class;
        yield 'too many requests' => [Portal::error(503, 'QUERY_LIMIT_EXCEEDED'), true, true, false, $limit];
        yield 'working time' => [Portal::error(429, 'OPERATION_TIME_LIMIT'), true, true, false, $limit];
        yield '429 with a code of its own' => [Portal::error(429, 'SLOW_DOWN'), true, true, false, $limit];
        yield '429 page' => [Portal::page(429), true, true, false, $page];
        yield 'no connection' => [Portal::refused(), true, true, false, ConnectionException::class];
        yield 'connection broke off' => [Portal::reset(), true, false, true, ConnectionException::class];
        yield 'no answer in time' => [Portal::silence(), true, false, true, TimeoutException::class];
        yield '500 page' => [Portal::page(500), true, false, true, $page];
        yield '502 page' => [Portal::page(502), true, false, true, $page];
        yield '503 page' => [Portal::page(503), true, false, true, $page];
        yield '504 page' => [Portal::page(504), true, false, true, $page];
        yield '408 page' => [Portal::page(408), true, false, true, $page];
        yield '408 as JSON' => [Portal::error(408, 'REQUEST_TIMEOUT'), true, false, true, $portal];
        yield '421 page' => [Portal::page(421), true, true, false, $page];
        yield '425 page' => [Portal::page(425), true, true, false, $page];
        yield '502 as JSON' => [Portal::error(502, 'BAD_GATEWAY'), true, false, true, $portal];
        yield 'empty answer' => [Portal::page(200, ''), true, false, true, $page];
        yield 'JSON that breaks off' => [Portal::page(200, '{"res', 'application/json'), true, false, true, $page];
        yield 'the same, by a type in capitals' => [Portal::page(200, '{"res', 'TEXT/JSON'), true, false, true, $page];
        yield 'the same, by another type' => [Portal::page(200, '{"res', 'text/html'), false, false, true, $page];
        yield 'the same without a type' => [new Response(200, [], '{"res'), false, false, true, $page];
        $warning = "<br />\n<b>Warning</b>:  Undefined variable<br />\n{\"result\":51}";
        $warned = Portal::page(200, $warning, 'application/json');
        yield 'warnings before the JSON' => [$warned, false, false, true, $page];
        $notice = "\nNotice: Undefined variable\n{\"result\":51}";
        $warned = Portal::page(200, $notice, 'application/json');
        yield 'the same as plain text' => [$warned, false, false, true, $page];
        $mark = Portal::page(200, "\xEF\xBB\xBF", 'application/json');
        yield 'a byte order mark alone' => [$mark, true, false, true, $page];
        yield 'certificate' => [Portal::untrusted(), false, false, false, ConnectionException::class];
        yield 'login page' => [Portal::page(200), false, false, true, $page];
        yield '500 as JSON' => [Portal::error(500, 'INTERNAL_SERVER_ERROR'), false, false, true, $portal];
        yield '500 of the database' => [Portal::error(500, 'ERROR_CORE'), false, false, true, $portal];
        yield '500 with a code of its own' => [Portal::error(500, 'NEVER_SEEN'), false, false, true, $portal];
        yield 'refused' => [Portal::error(400, 'ENTITY_ERROR'), false, false, false, $portal];
        yield 'refused with an unknown code' => [Portal::error(400, 'NEVER_SEEN'), false, false, false, $portal];
        yield 'no such method' => [Portal::error(404, 'ERROR_METHOD_NOT_FOUND'), false, false, false, $portal];
        foreach (['OVERLOAD_LIMIT', 'ACCESS_DENIED', 'INVALID_CREDENTIALS', 'expired_token'] as $code) {
            yield $code => [Portal::error(401, $code), false, false, false, $auth];
        }
        yield 'portal deleted' => [Portal::error(403, 'PORTAL_DELETED'), false, false, false, $closed];
        yield '400 page' => [Portal::page(400), false, false, false, $page];
        yield '499 page' => [Portal::page(499), false, false, false, $page];
        yield '400 with a result' => [Portal::json(['result' => 13], 400), false, false, false, $page];
        yield '404 page' => [Portal::page(404), false, false, false, $page];
        $redirect = new Response(302, ['Location' => 'https://other.example/'], '');
        yield 'redirect' => [$redirect, false, false, false, $moved];
        foreach ([300, 301, 399] as $status) {
            yield "redirect by $status" => [new Response($status, [], '{"result":51}'), false, false, false, $moved];
        }
    }

    /** @dataProvider table */
    public function testAReadingCall(
        Response|TransportException $answer,
        bool $isSentAgain,
        bool $_,
        bool $__,
        string $class,
    ): void {
        $transport = new FakeTransport($answer, Portal::result(Portal::ROW));
        if ($isSentAgain) {
            self::assertSame(13, Portal::client($transport)->get(13)->id);
            self::assertCount(2, $transport->requests);
            self::assertSame($transport->bodies()[0], $transport->bodies()[1]);
            return;
        }
        $error = $this->error(fn () => Portal::client($transport)->get(13));
        self::assertInstanceOf($class, $error);
        self::assertCount(1, $transport->requests);
    }

    /** @dataProvider table */
    public function testAdd(
        Response|TransportException $answer,
        bool $_,
        bool $isSentAgain,
        bool $isOpen,
        string $class,
    ): void {
        $transport = new FakeTransport($answer, Portal::result(51));
        $add = fn () => Portal::client($transport)->add(EntityType::Contact, [9, 17]);
        if ($isSentAgain) {
            self::assertSame(51, $add());
            self::assertCount(2, $transport->requests);
            return;
        }
        $error = $this->error($add);
        self::assertCount(1, $transport->requests);
        if (!$isOpen) {
            self::assertInstanceOf($class, $error);
            return;
        }
        self::assertInstanceOf(OutcomeUnknownException::class, $error);
        self::assertInstanceOf($class, $error->cause);
        self::assertSame($error->cause, $error->getPrevious());
        self::assertSame(['ENTITY_TYPE' => 'CONTACT', 'ENTITIES' => [9, 17]], $error->params);
        self::assertStringContainsString('Look with crm.calllist.list, newest first', $error->getMessage());
    }

    public function testAResponseThatIsTooLargeWouldBeTooLargeAgain(): void
    {
        $body = '{"result":"' . str_repeat('x', Response::MAX_BYTES);
        $transport = new FakeTransport(Portal::page(200, $body, 'application/json'));
        $b24 = Portal::client($transport);

        $read = $this->error(fn () => $b24->get(13));
        $add = $this->error(fn () => $b24->add(EntityType::Contact, [9]));

        self::assertInstanceOf(UnexpectedResponseException::class, $read);
        self::assertSame('crm.calllist.get: the response is larger than 64 MiB (HTTP 200)', $read->getMessage());
        self::assertInstanceOf(OutcomeUnknownException::class, $add);
        self::assertCount(2, $transport->requests);
    }

    /** @dataProvider safeCalls */
    public function testWhatDoesNoHarmTwiceIsSentAgain(\Closure $call, mixed $result): void
    {
        $transport = new FakeTransport(Portal::reset(), Portal::result($result));

        $call(Portal::client($transport));

        self::assertSame([true, true], array_column($transport->requests, 'repeatable'));
    }

    public static function safeCalls(): iterable
    {
        yield 'get' => [fn (Client $b24) => $b24->get(13), Portal::ROW];
        yield 'list' => [fn (Client $b24) => $b24->list(), []];
        yield 'items' => [fn (Client $b24) => $b24->items(13), []];
        yield 'statuses' => [fn (Client $b24) => $b24->statuses(), []];
        yield 'update' => [fn (Client $b24) => $b24->update(13, EntityType::Contact, [9], null), true];
        yield 'a batch of these' => [
            fn (Client $b24) => $b24->batch([Command::get(13), Command::statuses()]),
            ['result' => [], 'result_error' => []],
        ];
    }

    public function testAMethodThatIsNotKnownHereIsTreatedAsAdd(): void
    {
        $transport = new FakeTransport(Portal::reset());
        $params = ['fields' => ['TITLE' => 'x'], 'auth' => 'n0t-yours'];
        $error = $this->error(fn () => Portal::client($transport)->call(Command::of('crm.deal.add', $params)));

        self::assertInstanceOf(OutcomeUnknownException::class, $error);
        self::assertSame(['fields' => ['TITLE' => 'x']], $error->params);
        self::assertFalse($transport->requests[0]->repeatable);
    }

    /** @dataProvider batchesWithoutCommands */
    public function testABatchOfOnesOwnThatHoldsNoCommandsIsTreatedAsAdd(array $params): void
    {
        $transport = new FakeTransport(Portal::reset());
        $error = $this->error(fn () => Portal::client($transport)->call(Command::of('batch', $params)));

        self::assertInstanceOf(OutcomeUnknownException::class, $error);
        self::assertCount(1, $transport->requests);
    }

    public static function batchesWithoutCommands(): iterable
    {
        yield 'nothing' => [[]];
        yield 'a text' => [['cmd' => 'crm.calllist.get?ID=13']];
        yield 'a command in parts' => [['cmd' => [['crm.calllist.get', ['ID' => 13]]]]];
    }

    public function testPausesDoubleUpToTheLongest(): void
    {
        $clock = new FakeClock();
        $transport = new FakeTransport(Portal::refused());
        $b24 = new Client(Auth::webhook(Portal::URL), attempts: 8, transport: $transport, clock: $clock);

        $this->error(fn () => $b24->get(13));

        self::assertSame([1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0], $clock->pauses);
    }

    public function testAPauseIsShorterByARandomPartOfUpToAHalf(): void
    {
        $clock = new FakeClock(chance: 0.5);
        $this->error(fn () => Portal::client(new FakeTransport(Portal::refused()), $clock)->get(13));
        self::assertSame([0.75, 1.5, 3.0, 6.0], $clock->pauses);
    }

    public function testACallIsSentFiveTimesAtMost(): void
    {
        $transport = new FakeTransport(Portal::page(502));
        $b24 = new Client(Auth::webhook(Portal::URL), transport: $transport, clock: new FakeClock());
        $error = $this->error(fn () => $b24->get(13));

        self::assertInstanceOf(UnexpectedResponseException::class, $error);
        self::assertCount(5, $transport->requests);
    }

    public function testOneAttemptRepeatsNothing(): void
    {
        $transport = new FakeTransport(Portal::refused());
        $this->error(fn () => Portal::client($transport, attempts: 1)->get(13));
        self::assertCount(1, $transport->requests);
    }

    /** @dataProvider retryAfters */
    public function testRetryAfterIsHonoured(string $value, float $pause): void
    {
        $clock = new FakeClock();
        $busy = Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED, 'x', ['Retry-After' => $value]);

        Portal::client(new FakeTransport($busy, Portal::result([])), $clock)->statuses();

        self::assertSame([$pause], $clock->pauses);
    }

    public function testRetryAfterOfAPageIsHonouredToo(): void
    {
        $clock = new FakeClock();
        $page = new Response(503, ['Content-Type' => 'text/html', 'Retry-After' => '7'], '<html>busy</html>');
        Portal::client(new FakeTransport($page, Portal::result([])), $clock)->statuses();
        self::assertSame([7.0], $clock->pauses);
    }

    public static function retryAfters(): iterable
    {
        yield 'seconds' => ['7', 7.0];
        yield 'more than the longest pause' => ['90', 90.0];
        yield 'less than the own pause' => ['0', 1.0];
        yield 'a date' => [gmdate('D, d M Y H:i:s', 1_750_000_020) . ' GMT', 20.0];
        yield 'a date that is past' => [gmdate('D, d M Y H:i:s', 1_749_999_000) . ' GMT', 1.0];
        yield 'nonsense' => ['soon-ish', 1.0];
        yield 'less than nothing' => ['-5', 1.0];
        yield 'what PHP takes for a date' => ['tomorrow', 1.0];
        $date = gmdate('D, d M Y H:i:s', 1_750_000_020) . ' GMT';
        yield 'more than a date' => ["$date+1", 1.0];
        yield 'a date and a line end' => ["$date\n", 1.0];
        yield 'a date with something before it' => ["x$date", 1.0];
    }

    public function testACallIsNotSentAgainLaterThanTenMinutesAfterItsFirstSending(): void
    {
        $clock = new FakeClock();
        $busy = Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED, 'x', ['Retry-After' => '250']);
        $transport = new FakeTransport($busy);

        $error = $this->error(fn () => Portal::client($transport, $clock)->get(13));

        self::assertInstanceOf(LimitException::class, $error);
        self::assertSame([250.0, 250.0], $clock->pauses);
    }

    public function testTheTenMinutesAreExact(): void
    {
        foreach ([600 => [600.0], 601 => []] as $seconds => $pauses) {
            $clock = new FakeClock();
            $busy = Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED, 'x', ['Retry-After' => (string) $seconds]);
            $this->error(fn () => Portal::client(new FakeTransport($busy), $clock)->get(13));
            self::assertSame($pauses, $clock->pauses);
        }
    }

    public function testTheTenMinutesDoNotCountHowLongTheMethodWasHeldBeforeThat(): void
    {
        $clock = new FakeClock();
        $time = ['finish' => 1787206096.5, 'operating_reset_at' => 1787206696];
        $putOff = ['result' => [], 'result_error' => ['c0' => ['error' => ErrorCode::OPERATION_TIME_LIMIT]]];
        $b24 = Portal::client(new FakeTransport(
            Portal::json(['result' => [], 'time' => $time]),
            Portal::result($putOff),
            Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED),
            Portal::result([]),
        ), $clock);
        $b24->statuses();
        $b24->batch([Command::statuses()]);
        $b24->statuses();
        self::assertSame([599.5, 1.0], $clock->pauses);
    }

    public function testNoPauseIsLessThanNothing(): void
    {
        $transport = new FakeTransport(Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED), Portal::result([]));
        $clock = new FakeClock(tick: 0.001);
        $b24 = new Client(Auth::webhook(Portal::URL), delay: 0, transport: $transport, clock: $clock);
        self::assertSame([], $b24->statuses());
        self::assertSame([0.0], $clock->pauses);
    }

    public function testTheSmallestNumbersAreTaken(): void
    {
        $transport = new FakeTransport(Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED));
        $clock = new FakeClock();
        $b24 = new Client(Auth::webhook(Portal::URL), 0.001, 2, 0, 0, $transport, $clock);
        $this->error(fn () => $b24->get(13));
        self::assertSame([0.0], $clock->pauses);
        self::assertSame([0.001, 0.001], array_column($transport->requests, 'timeout'));
    }

    /** @dataProvider wrongNumbers */
    public function testWrongNumbersAreToldWithRightOnes(array $options): void
    {
        $this->expectExceptionMessage(
            'timeout, delay and maxDelay are seconds, attempts is how often a call is sent at most, such as '
            . 'timeout: 60, attempts: 5, delay: 1, maxDelay: 30; attempts: 1 repeats nothing'
        );
        new Client(Auth::webhook(Portal::URL), ...$options);
    }

    public static function wrongNumbers(): iterable
    {
        yield [['timeout' => 0]];
        yield [['timeout' => -1]];
        yield [['timeout' => INF]];
        yield [['timeout' => NAN]];
        yield [['delay' => NAN]];
        yield [['maxDelay' => NAN]];
        yield [['attempts' => 0]];
        yield [['delay' => -1]];
        yield [['maxDelay' => -1]];
    }

    private function error(\Closure $call): CallListException
    {
        try {
            $call();
        } catch (CallListException $error) {
            return $error;
        }
        self::fail('an error was expected');
    }
}

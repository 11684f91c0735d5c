<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Exception\AuthException;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\LimitException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\PortalMovedException;
use B24CallList\Exception\SkippedException;
use B24CallList\Exception\TimeoutException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Exception\UnstableListException;
use B24CallList\Executed;
use PHPUnit\Framework\TestCase;

/** What every error says about its call: whether the portal executed it, and whether a request of it has left. */
final class ExecutedTest extends TestCase
{
    /** @dataProvider attempts */
    public function testAfterAllAttemptsOfACall(array $answers, Executed $executed, bool $sent): void
    {
        self::assertSays($executed, $sent, self::errorOf(self::update(), ...$answers));
    }

    public static function attempts(): iterable
    {
        $wrong = Portal::error(400, 'LIST_ID_ERROR');
        $busy = Portal::error(503, 'QUERY_LIMIT_EXCEEDED');
        yield 'no connection' => [[Portal::refused()], Executed::No, false];
        yield 'silence, no connection' => [[Portal::silence(), Portal::refused()], Executed::Unknown, true];
        yield 'reset, rejected' => [[Portal::reset(), $wrong], Executed::Unknown, true];
        yield '502, rejected' => [[Portal::page(502), $wrong], Executed::Unknown, true];
        yield 'no connection, rejected' => [[Portal::refused(), $wrong], Executed::No, true];
        yield 'busy, no connection' => [[$busy, Portal::refused()], Executed::No, true];
        yield 'no connection, 502' => [[Portal::refused(), Portal::page(502)], Executed::Unknown, true];
        yield 'rejected' => [[$wrong], Executed::No, true];
        yield 'crashed' => [[Portal::error(500, 'ERROR_CORE')], Executed::Unknown, true];
        yield 'moved' => [[Portal::page(302)], Executed::No, true];
        yield 'another type' => [[Portal::result(false)], Executed::Unknown, true];
    }

    public function testEachAttemptIsJudgedByItself(): void
    {
        $refused = Portal::refused();
        $transport = new FakeTransport(Portal::reset(), $refused, $refused, Portal::result(true));
        Portal::client($transport)->update(13, EntityType::Contact, [9], webformId: null);
        self::assertCount(4, $transport->requests);
    }

    public function testACallThatMustNotBeExecutedTwiceIsUnknownByItsLastAttemptAlone(): void
    {
        $busy = Portal::error(503, 'QUERY_LIMIT_EXCEEDED');
        $unsent = self::errorOf(self::add(), $busy, Portal::refused());
        self::assertInstanceOf(ConnectionException::class, $unsent);
        self::assertSays(Executed::No, true, $unsent);
        $unknown = self::errorOf(self::add(), Portal::refused(), Portal::page(502));
        self::assertInstanceOf(OutcomeUnknownException::class, $unknown);
        self::assertSays(Executed::Unknown, true, $unknown);
    }

    public function testACallThatIsHeldUntilTheResetWasNotSent(): void
    {
        $b24 = Portal::client(new FakeTransport(Portal::error(429, 'OPERATION_TIME_LIMIT')), attempts: 1);
        self::assertSays(Executed::No, true, self::caught(static fn () => $b24->statuses()));
        $held = self::caught(static fn () => $b24->statuses());
        self::assertInstanceOf(LimitException::class, $held);
        self::assertNotNull($held->retryAt);
        self::assertSays(Executed::No, false, $held);
    }

    public function testACallThatIsHeldAfterItsTokenWasRenewedWasSent(): void
    {
        $transport = new FakeTransport(
            static function () use (&$b24): mixed {
                self::caught(static fn () => $b24->statuses());
                return Portal::error(401, 'expired_token');
            },
            Portal::error(429, 'OPERATION_TIME_LIMIT'),
        );
        $auth = Auth::oauth('example.bitrix24.com', 'a-token', static fn (): string => 'another-token');
        $b24 = new Client($auth, attempts: 1, transport: $transport, clock: new FakeClock());
        $held = self::caught(static fn () => $b24->statuses());
        self::assertStringContainsString('not sent', $held->getMessage());
        self::assertSays(Executed::No, true, $held);
    }

    public function testAnEntryOfABatchHasItsOwn(): void
    {
        $codes = ['LIST_ID_ERROR', 'ERROR_CORE'];
        $answer = static fn ($_, $params) => Portal::error(400, $codes[$params['ID'] - 1]);
        $b24 = Portal::client(new FakeTransport(Portal::batch($answer)));
        [$no, $unknown] = $b24->batch([Command::get(1), Command::get(2)]);
        self::assertSays(Executed::No, true, $no->error);
        self::assertSays(Executed::Unknown, true, $unknown->error);
    }

    public function testACommandThatIsPassedOverWasSentWithTheOthersOrNotAtAll(): void
    {
        $failed = ['result' => [], 'result_error' => ['c0' => ['error' => 'LIST_ID_ERROR']]];
        $b24 = Portal::client(new FakeTransport(Portal::result($failed)));
        $entries = $b24->batch(array_fill(0, 51, Command::get(1)), true);
        self::assertInstanceOf(SkippedException::class, $entries[1]->error);
        self::assertSays(Executed::No, true, $entries[1]->error);
        self::assertInstanceOf(SkippedException::class, $entries[50]->error);
        self::assertSays(Executed::No, false, $entries[50]->error);
    }

    public function testAnEntryHasThatOfItsRequestWhereTheWholeRequestFailed(): void
    {
        $transport = new FakeTransport(Portal::reset(), Portal::error(401, 'NO_AUTH_FOUND'));
        [$lost] = Portal::client($transport)->batch([self::update()]);
        self::assertInstanceOf(AuthException::class, $lost->error);
        self::assertSays(Executed::Unknown, true, $lost->error);
        [$unsent] = Portal::client(new FakeTransport(Portal::refused()))->batch([self::add()]);
        self::assertInstanceOf(ConnectionException::class, $unsent->error);
        self::assertSays(Executed::No, false, $unsent->error);
    }

    /** @dataProvider made */
    public function testAnErrorThatATestMakesItself(CallListException $error, Executed $executed, bool $sent): void
    {
        self::assertSays($executed, $sent, $error);
    }

    public static function made(): iterable
    {
        $timeout = new TimeoutException('m', 1);
        yield [new PortalException('m', 400, 'LIST_ID_ERROR'), Executed::No, true];
        yield [new PortalException('m', 500, 'INTERNAL_SERVER_ERROR'), Executed::Unknown, true];
        yield [new LimitException('m', 429, 'OPERATION_TIME_LIMIT'), Executed::No, true];
        yield [new UnexpectedResponseException('m', 404), Executed::No, true];
        yield [new UnexpectedResponseException('m', 502), Executed::Unknown, true];
        yield [new ConnectionException('m', 'refused', false), Executed::No, false];
        yield [new ConnectionException('m', 'reset', true), Executed::Unknown, true];
        yield [$timeout, Executed::Unknown, true];
        yield [new PortalMovedException('m', 302, ''), Executed::No, true];
        yield [new OutcomeUnknownException('m', $timeout, []), Executed::Unknown, true];
        yield [new SkippedException('m', $timeout), Executed::No, true];
        yield [UnstableListException::after(5, 'Nothing was written'), Executed::No, true];
    }

    private static function update(): Command
    {
        return Command::update(13, EntityType::Contact, [9], webformId: null);
    }

    private static function add(): Command
    {
        return Command::add(EntityType::Contact, [9]);
    }

    private static function errorOf(Command $command, mixed ...$answers): CallListException
    {
        $b24 = Portal::client(new FakeTransport(...$answers));
        return self::caught(static fn () => $b24->call($command));
    }

    private static function caught(\Closure $call): CallListException
    {
        try {
            $call();
        } catch (CallListException $error) {
            return $error;
        }
        self::fail('the call succeeded');
    }

    private static function assertSays(Executed $executed, bool $sent, CallListException $error): void
    {
        self::assertSame([$executed, $sent], [$error->executed, $error->sent]);
    }
}

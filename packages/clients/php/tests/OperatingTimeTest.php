<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\LimitException;
use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** A method's working time: nothing is held back before the portal's first refusal, and then until its own reset. */
final class OperatingTimeTest extends TestCase
{
    private const PUT_OFF = ['error' => 'OPERATION_TIME_LIMIT', 'error_description' => 'Method is blocked'];
    private const NOW = 1_750_000_000;

    /** @dataProvider resets */
    public function testItIsWaitedForUntilTheResetThatTheLastAnswerTold(float $seconds): void
    {
        $clock = new FakeClock();
        $b24 = Portal::client(new FakeTransport(self::told($seconds), self::refused(), Portal::result([])), $clock);
        $b24->statuses();
        $b24->statuses();
        self::assertSame([$seconds], $clock->pauses);
    }

    public static function resets(): iterable
    {
        yield 'minutes' => [240.0];
        yield 'all of the ten' => [600.0];
        yield 'less than the pause before a repetition' => [0.5];
    }

    public function testTimesMayBeWholeNumbers(): void
    {
        $clock = new FakeClock();
        $told = Portal::json(['result' => [], 'time' => ['finish' => 1787206096, 'operating_reset_at' => 1787206186]]);
        $b24 = Portal::client(new FakeTransport($told, self::refused(), Portal::result([])), $clock);
        $b24->statuses();
        $b24->statuses();
        self::assertSame([90.0], $clock->pauses);
    }

    /** @dataProvider untoldTimes */
    public function testAMinuteWhereNoAnswerHasTold(mixed $time): void
    {
        $clock = new FakeClock();
        $told = Portal::json(['result' => [], 'time' => $time]);
        $b24 = Portal::client(new FakeTransport($told, self::refused(), self::refused(), Portal::result([])), $clock);
        $b24->statuses();
        $b24->statuses();
        self::assertSame([60.0, 60.0], $clock->pauses);
    }

    public static function untoldTimes(): iterable
    {
        yield 'none' => [null];
        yield 'an empty one' => [[]];
        yield 'a text' => ['soon'];
        yield 'on-premise' => [['start' => 1787206096, 'finish' => 1787206096.5]];
        yield 'texts in it' => [['finish' => '1', 'operating_reset_at' => '100']];
        yield 'a text for its end' => [['finish' => '1', 'operating_reset_at' => 100]];
        yield 'a text for the reset' => [['finish' => 1, 'operating_reset_at' => '100']];
        yield 'one that is past' => [['finish' => 1787206096.5, 'operating_reset_at' => 1787206096]];
        yield 'one in milliseconds' => [['finish' => 1787206096.5, 'operating_reset_at' => 1787206696000]];
        yield 'one beyond all times' => [['finish' => 1787206096.5, 'operating_reset_at' => 1e308]];
        yield 'one beyond the ten minutes' => [['finish' => 1787206096, 'operating_reset_at' => 1787206697]];
    }

    public function testACallThatWasSentEndsInThePortalsRefusalWhereTheResetIsBeyondItsTime(): void
    {
        $clock = new FakeClock();
        $busy = Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED, 'x', ['Retry-After' => '550']);
        $transport = new FakeTransport($busy, self::refused());
        $error = self::limit(fn () => Portal::client($transport, $clock)->statuses());
        self::assertStringContainsString('Method is blocked', $error->getMessage());
        self::assertSame(self::NOW + 550 + 60, $error->retryAt?->getTimestamp());
        self::assertCount(2, $transport->requests);
        self::assertSame([550.0], $clock->pauses);
    }

    public function testACallThatIsNotSentSaysSoAndUntilWhen(): void
    {
        $transport = new FakeTransport(self::told(239.5), self::refused());
        $b24 = Portal::client($transport, attempts: 1);
        $b24->statuses();
        $refused = self::limit(fn () => $b24->statuses());
        self::assertStringContainsString('Method is blocked', $refused->getMessage());

        $held = self::limit(fn () => $b24->statuses());
        self::assertSame([429, ErrorCode::OPERATION_TIME_LIMIT], [$held->status, $held->errorCode]);
        self::assertEquals($refused->retryAt, $held->retryAt);
        self::assertStringContainsString(
            'not sent, since the portal has refused this method until its working time is given back, in 240 s',
            $held->getMessage(),
        );
        self::assertCount(2, $transport->requests);
    }

    public function testAClockThatIsSetBackHoldsNothingForEver(): void
    {
        $clock = new FakeClock();
        $transport = new FakeTransport(self::told(240), self::refused(), Portal::result([]), self::refused());
        $b24 = Portal::client($transport, $clock, attempts: 1);
        $b24->statuses();
        self::limit(fn () => $b24->statuses());

        $clock->now -= 3600;
        self::assertSame([], $b24->statuses());
        // Nor is the reset known any longer, which was told before.
        $error = self::limit(fn () => $b24->statuses());
        self::assertSame(self::NOW - 3600 + 60, $error->retryAt?->getTimestamp());
    }

    public function testAnotherRefusalInABatchHoldsNothing(): void
    {
        $maps = ['result' => [], 'result_error' => ['c0' => ['error' => ErrorCode::QUERY_LIMIT_EXCEEDED]]];
        $clock = new FakeClock();
        $b24 = Portal::client(new FakeTransport(Portal::result($maps), Portal::result([])), $clock);
        $error = $b24->batch([Command::statuses()])[0]->error;
        self::assertInstanceOf(LimitException::class, $error);
        self::assertNull($error->retryAt);
        $b24->statuses();
        self::assertSame([], $clock->pauses);
    }

    public function testWithOneAttemptNothingIsWaitedForAndNothingSentBeforeTheReset(): void
    {
        $clock = new FakeClock();
        $transport = new FakeTransport(self::refused(), Portal::result(51));
        $b24 = Portal::client($transport, $clock, attempts: 1);
        foreach ([1, 2] as $_) {
            $error = self::limit(fn () => $b24->add(EntityType::Contact, [9]));
            self::assertSame(self::NOW + 60, $error->retryAt?->getTimestamp());
        }
        self::assertCount(1, $transport->requests);

        $clock->sleep(60);
        self::assertSame(51, $b24->add(EntityType::Contact, [9]));
    }

    public function testBeyondAllDatesThereIsNoneToTell(): void
    {
        $b24 = Portal::client(new FakeTransport(self::refused()), new FakeClock(now: 1e20), attempts: 1);
        self::assertNull(self::limit(fn () => $b24->statuses())->retryAt);
    }

    public function testItHoldsNoOtherMethodBack(): void
    {
        $transport = new FakeTransport(self::refused(), Portal::result([]), Portal::result(Portal::ROW));
        $b24 = Portal::client($transport, attempts: 1);
        self::limit(fn () => $b24->statuses());
        $b24->list();
        $b24->get(13);
        self::assertCount(3, $transport->requests);
    }

    public function testARefusalWithAnotherStatusHoldsTheMethod(): void
    {
        $clock = new FakeClock();
        $odd = Portal::error(400, ErrorCode::OPERATION_TIME_LIMIT);
        Portal::client(new FakeTransport($odd, Portal::result([])), $clock)->statuses();
        self::assertSame([60.0], $clock->pauses);
    }

    public function testResetsAreLearnedFromTheCommandsOfABatchToo(): void
    {
        $clock = new FakeClock();
        $maps = ['result' => ['c0' => []], 'result_error' => [], 'result_time' => ['c0' => self::time(90)]];
        $b24 = Portal::client(new FakeTransport(Portal::result($maps), self::refused(), Portal::result([])), $clock);
        $b24->batch(['all' => Command::statuses()]);
        $b24->statuses();
        self::assertSame([90.0], $clock->pauses);
    }

    public function testACommandOfABatchThatIsPutOffHoldsItsMethod(): void
    {
        $clock = new FakeClock();
        $maps = ['result' => [], 'result_error' => ['c0' => self::PUT_OFF]];
        $b24 = Portal::client(new FakeTransport(self::told(240), Portal::result($maps), Portal::result([])), $clock);
        $b24->statuses();
        $error = $b24->batch([Command::statuses()])[0]->error;
        self::assertInstanceOf(LimitException::class, $error);
        self::assertSame(self::NOW + 240, $error->retryAt?->getTimestamp());

        $b24->statuses();
        self::assertSame([240.0], $clock->pauses);
    }

    public function testTheTimeOfABatchItselfTellsNothing(): void
    {
        $clock = new FakeClock();
        $maps = ['result' => ['c0' => []], 'result_error' => []];
        $told = Portal::json(['result' => $maps, 'time' => self::time(300)]);
        $b24 = Portal::client(new FakeTransport($told, self::refused(), $told), $clock);
        $b24->batch([Command::statuses()]);
        $b24->batch([Command::statuses()]);
        self::assertSame([60.0], $clock->pauses);
    }

    /** @dataProvider retryAfters */
    public function testWhenTooManyRequestsMayGoAgainIsWhatRetryAfterSays(string $value, ?int $seconds): void
    {
        $busy = Portal::error(503, ErrorCode::QUERY_LIMIT_EXCEEDED, 'x', ['Retry-After' => $value]);
        $error = self::limit(fn () => Portal::client(new FakeTransport($busy), attempts: 1)->statuses());
        self::assertSame($seconds === null ? null : self::NOW + $seconds, $error->retryAt?->getTimestamp());
    }

    public static function retryAfters(): iterable
    {
        yield 'seconds' => ['90', 90];
        yield 'a second' => ['1', 1];
        yield 'a date' => [gmdate('D, d M Y H:i:s', self::NOW + 20) . ' GMT', 20];
        yield 'a date that is past' => [gmdate('D, d M Y H:i:s', self::NOW - 20) . ' GMT', null];
        yield 'nothing' => ['', null];
        yield 'now' => ['0', null];
        yield 'nonsense' => ['soon-ish', null];
        yield 'seconds below nothing' => ['-5', null];
        yield 'what PHP takes for a date' => ['tomorrow', null];
        yield 'digits of another script' => ["\u{663}", null];
        yield 'more than a day' => [str_repeat('9', 400), 86_400];
        yield 'a date beyond a day' => ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400];
    }

    /** By the portal's own clock, which is not the client's. */
    private static function time(float $seconds): array
    {
        return ['finish' => 1787206096.5, 'operating_reset_at' => 1787206096.5 + $seconds];
    }

    private static function told(float $seconds): Response
    {
        return Portal::json(['result' => [], 'time' => self::time($seconds)]);
    }

    private static function refused(): Response
    {
        return Portal::json(self::PUT_OFF, 429);
    }

    private static function limit(\Closure $call): LimitException
    {
        try {
            $call();
        } catch (LimitException $error) {
            return $error;
        }
        self::fail('a LimitException was expected');
    }
}

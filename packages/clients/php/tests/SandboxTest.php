<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\TimeoutException;
use B24CallList\Status;
use PHPUnit\Framework\TestCase;

/** The life of call lists on a portal that keeps state. */
final class SandboxTest extends TestCase
{
    private static ?Process $process;
    private static string $url;

    public static function setUpBeforeClass(): void
    {
        self::$process = new Process('node', '../../portals/sandbox/dist/bin.js', '--port', '0', '--no-limits');
        self::assertMatchesRegularExpression('/^Sandbox portal: http/', self::$process->said);
        self::$url = substr(self::$process->said, strlen('Sandbox portal: '));
    }

    public static function tearDownAfterClass(): void
    {
        self::$process = null;
    }

    protected function setUp(): void
    {
        $this->control('POST', 'reset');
    }

    public function testTheLifeOfACallList(): void
    {
        $b24 = $this->client();

        $id = $b24->add(EntityType::Contact, [9, 17, 19], webformId: 5);
        $list = $b24->get($id);
        self::assertSame([$id, 'CONTACT', 3, 5], [$list->id, $list->entityType, $list->entityTypeId, $list->webformId]);
        self::assertSame([9, 17, 19], array_column($b24->items($id), 'id'));

        $this->control('PUT', "lists/$id/participants/17", ['STATUS' => 'SUCCESS']);
        $reached = iterator_to_array($b24->participants($id, Status::SUCCESS));
        self::assertSame([17], array_column($reached, 'id'));

        self::assertTrue($b24->update($id, EntityType::Contact, [17, 21], $list->webformId));
        $statuses = array_column(iterator_to_array($b24->participants($id)), 'status', 'id');
        self::assertSame([17 => 'SUCCESS', 21 => 'IN_WORK'], $statuses);
        self::assertSame(5, $b24->get($id)->webformId);
    }

    public function testAllParticipantsOfAListForSomebodyWhoReadsAllAndForSomebodyWhoReadsHalf(): void
    {
        $all = array_column(iterator_to_array($this->client()->participants(30)), 'id');
        self::assertSame(count($all), count(array_unique($all)));
        self::assertGreaterThan(100, count($all));

        $half = array_column(iterator_to_array($this->client(user: 7)->participants(30)), 'id');
        $even = array_filter($all, static fn (int $id): bool => $id % 2 === 0);
        self::assertGreaterThan(50, count($half));
        self::assertSame($half, array_values(array_intersect($even, $half)));
    }

    public function testAllCallListsAndThoseOfAFilter(): void
    {
        $b24 = $this->client();
        $ids = array_column(iterator_to_array($b24->lists()), 'id');
        self::assertSame($ids, array_column($b24->list(order: ['ID' => 'ASC']), 'id'));

        $newest = $b24->lists(filter: ['>=ID' => 20], order: ['ID' => 'DESC']);
        $expected = array_reverse(array_filter($ids, static fn (int $id): bool => $id >= 20));
        self::assertSame(array_values($expected), array_column(iterator_to_array($newest), 'id'));

        $some = $b24->batch([Command::list(filter: ['@ID' => [13, 20], '!ID' => 20])])[0]->get();
        self::assertSame([13], array_column($some, 'id'));
    }

    /** @dataProvider usedBefore */
    public function testAnAddWhoseAnswerIsLostMakesExactlyOneList(bool $isUsedBefore): void
    {
        $b24 = $this->client();
        $before = $this->lists();
        if ($isUsedBefore) {
            $b24->get(13); // and its connection is kept
        }
        $this->control('POST', 'faults', ['fault' => 'reset-after', 'method' => 'crm.calllist.add']);
        try {
            $b24->add(EntityType::Contact, [9]);
            self::fail('an error was expected');
        } catch (OutcomeUnknownException) {
            self::assertSame($before + 1, $this->lists());
        }
    }

    public static function usedBefore(): iterable
    {
        yield 'on a new client' => [false];
        yield 'on a client that was used before' => [true];
    }

    public function testABatchWithAddWhoseAnswerIsLostMakesExactlyOneList(): void
    {
        $b24 = $this->client();
        $before = $this->lists();
        $b24->get(13);
        $this->control('POST', 'faults', ['fault' => 'reset-after']);

        $entries = $b24->batch([Command::add(EntityType::Contact, [9])]);

        self::assertInstanceOf(OutcomeUnknownException::class, $entries[0]->error);
        self::assertSame($before + 1, $this->lists());
    }

    public function testAReadingCallGetsOverWhatPasses(): void
    {
        foreach (['rate-limit', 'bad-gateway', 'reset-before', 'cut-body'] as $fault) {
            $this->control('POST', 'faults', ['fault' => $fault]);
        }
        self::assertSame(13, $this->client()->get(13)->id);
    }

    public function testASlowAnswerIsATimeout(): void
    {
        $this->control('POST', 'faults', ['fault' => 'slow', 'seconds' => 5]);
        $this->expectException(TimeoutException::class);
        $this->expectExceptionMessage('crm.calllist.get: no answer within 0.2 s');
        (new Client(Auth::webhook(self::$url), timeout: 0.2, attempts: 1))->get(13);
    }

    public function testATokenThatExpiresIsRenewedWithTheAuthorisationServer(): void
    {
        $origin = preg_replace('#/rest/.*#', '', self::$url);
        $renew = static function () use ($origin): string {
            $query = http_build_query([
                'grant_type' => 'refresh_token',
                'client_id' => 'local.sandbox',
                'client_secret' => 'sandbox-client-secret',
                'refresh_token' => 'sandbox-refresh-token',
            ]);
            return json_decode(file_get_contents("$origin/oauth/token/?$query"), true)['access_token'];
        };
        $this->control('POST', 'faults', ['fault' => 'expired-token']);

        $b24 = new Client(Auth::oauth($origin, 'sandbox-access-token', $renew));

        self::assertSame(13, $b24->get(13)->id);
        $journal = $this->control('GET', 'journal');
        self::assertStringNotContainsString('auth=', json_encode($journal));
    }

    private function client(int $user = 1): Client
    {
        $url = str_replace('/rest/1/', "/rest/$user/", self::$url);
        return new Client(Auth::webhook($url), timeout: 10, clock: new FakeClock());
    }

    /** How many call lists there are. */
    private function lists(): int
    {
        return count($this->control('GET', 'state')['lists']);
    }

    private function control(string $verb, string $path, ?array $body = null): mixed
    {
        $handle = curl_init(preg_replace('#/rest/.*#', "/__sandbox/$path", self::$url));
        curl_setopt_array($handle, [
            CURLOPT_CUSTOMREQUEST => $verb,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
        ] + ($body === null ? [] : [CURLOPT_POSTFIELDS => json_encode($body)]));
        $answer = (string) curl_exec($handle);
        self::assertLessThan(300, curl_getinfo($handle, CURLINFO_RESPONSE_CODE), $answer);
        return json_decode($answer, true);
    }
}

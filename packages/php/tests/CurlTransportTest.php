<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Transport\CurlTransport;
use B24CallList\Transport\Request;
use B24CallList\Transport\Response;
use B24CallList\Transport\TransportException;
use PHPUnit\Framework\TestCase;

/** How requests really leave this machine, and how they fail. */
final class CurlTransportTest extends TestCase
{
    private static ?Process $server;

    public static function setUpBeforeClass(): void
    {
        self::$server = new Process(PHP_BINARY, 'tests/raw-server.php');
    }

    public static function tearDownAfterClass(): void
    {
        self::$server = null;
    }

    public function testARequestIsAPostWithTheBodyAndTheHeaders(): void
    {
        $body = str_repeat('я', 700_000); // more than curl sends without asking first, unless it is told not to
        $response = $this->send('/echo', body: $body);

        self::assertSame(200, $response->status);
        self::assertSame('application/json', $response->header('Content-Type'));
        ['line' => $line, 'headers' => $headers, 'body' => $sent] = json_decode($response->body, true);
        self::assertSame('POST /echo HTTP/1.1', $line);
        self::assertSame($body, $sent);
        self::assertStringContainsString('Content-Type: application/json', $headers);
        self::assertStringContainsString('User-Agent: b24-calllist-php/', $headers);
        self::assertStringNotContainsString('Expect', $headers);
    }

    public function testARedirectIsNotFollowed(): void
    {
        $response = $this->send('/redirect');
        self::assertSame([302, 'http://127.0.0.1:1/elsewhere'], [$response->status, $response->header('location')]);
    }

    public function testHeadersAreThoseOfTheLastAnswer(): void
    {
        $response = $this->send('/early');
        self::assertSame(['', 'a:b'], [$response->header('x-interim'), $response->header('X-Last')]);
    }

    public function testAConnectionIsKeptForWhatMayBeSentTwiceAndANewOneIsMadeForWhatMayNot(): void
    {
        $transport = new CurlTransport();
        $used = fn (bool $repeatable): bool =>
            json_decode($this->send('/echo', $repeatable, $transport)->body, true)['used'];

        self::assertSame([false, true, false, true], [$used(true), $used(true), $used(false), $used(true)]);
    }

    public function testWhatMayNotBeSentTwiceIsSentOnceOnAConnectionThatWasUsedBefore(): void
    {
        $transport = new CurlTransport();
        $this->send('/echo', true, $transport);
        $before = $this->counts()['/reset'] ?? 0;

        $error = $this->error(fn () => $this->send('/reset', false, $transport));

        self::assertTrue($error->sent);
        self::assertSame($before + 1, $this->counts()['/reset']);
    }

    /** @dataProvider mishaps */
    public function testAMishapTellsWhetherTheRequestHadLeft(string $url, bool $sent, bool $timedOut): void
    {
        $error = $this->error(fn () => $this->send($url, timeout: 1.5));

        self::assertSame([$sent, $timedOut], [$error->sent, $error->timedOut]);
        self::assertNotSame('', $error->getMessage());
        self::assertStringNotContainsString('127.0.0.1', $error->getMessage());
    }

    public static function mishaps(): iterable
    {
        yield 'nobody listens' => ['http://127.0.0.1:1/', false, false];
        yield 'no such host' => ['http://no-such-host.invalid/', false, false];
        yield 'no TLS there' => ['https:/echo', false, false];
        yield 'the connection breaks off' => ['/reset', true, false];
        yield 'the answer breaks off' => ['/cut', true, false];
        yield 'no answer in time' => ['/silence', true, true];
    }

    public function testOptionsOfOnesOwnAreTakenButNotThoseThatSafetyIsMadeOf(): void
    {
        $transport = new CurlTransport([CURLOPT_REFERER => 'here', CURLOPT_FOLLOWLOCATION => true]);

        self::assertStringContainsString('Referer: here', $this->send('/echo', true, $transport)->body);
        self::assertSame(302, $this->send('/redirect', true, $transport)->status);
    }

    private function send(
        string $url,
        bool $repeatable = true,
        CurlTransport $transport = new CurlTransport(),
        string $body = '{}',
        float $timeout = 5,
    ): Response {
        $origin = '127.0.0.1:' . self::$server->said;
        $url = match (true) {
            str_contains($url, '://') => $url,
            str_starts_with($url, 'https:') => "https://$origin" . substr($url, 6),
            default => "http://$origin$url",
        };
        return $transport->send(new Request($url, $body, $timeout, $repeatable));
    }

    private function counts(): array
    {
        return json_decode($this->send('/counts')->body, true);
    }

    private function error(\Closure $send): TransportException
    {
        try {
            $send();
        } catch (TransportException $error) {
            return $error;
        }
        self::fail('an error was expected');
    }
}

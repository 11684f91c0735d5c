<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\EntityType;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Transport\Psr18Transport;
use B24CallList\Transport\Response;
use GuzzleHttp\Psr7\FnStream;
use GuzzleHttp\Psr7\HttpFactory;
use GuzzleHttp\Psr7\NoSeekStream;
use PHPUnit\Framework\TestCase;
use Psr\Http\Client\ClientExceptionInterface;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\ResponseInterface;

require_once 'Psr/Http/Client/autoload.php';
require_once 'GuzzleHttp/Psr7/autoload.php';

/** Any PSR-18 client can send the requests. */
final class Psr18TransportTest extends TestCase
{
    public function testRequestsGoThroughIt(): void
    {
        $factory = new HttpFactory();
        $sent = null;
        $b24 = $this->client(static function (RequestInterface $request) use ($factory, &$sent): ResponseInterface {
            $sent = $request;
            return $factory->createResponse()
                ->withHeader('Content-Type', 'application/json')
                ->withBody($factory->createStream('{"result":51}'));
        });

        self::assertSame(51, $b24->add(EntityType::Contact, [9]));

        self::assertSame('POST', $sent->getMethod());
        self::assertSame('https://example.bitrix24.com/rest/1/s3cretc0de/crm.calllist.add', (string) $sent->getUri());
        self::assertSame('{"ENTITY_TYPE":"CONTACT","ENTITIES":[9]}', (string) $sent->getBody());
        self::assertSame('application/json', $sent->getHeaderLine('Content-Type'));
        self::assertStringStartsWith('b24-calllist-php/', $sent->getHeaderLine('User-Agent'));
    }

    public function testHeadersOfTheAnswerAreRead(): void
    {
        $moved = (new HttpFactory())->createResponse(302)->withHeader('Location', 'https://renamed.bitrix24.com/');
        $this->expectExceptionMessage('redirects to renamed.bitrix24.com');
        $this->client(static fn () => $moved)->get(13);
    }

    /** @dataProvider packed */
    public function testABodyThatTheClientLeftPackedIsUnpacked(string $encoding, string $body): void
    {
        $factory = new HttpFactory();
        $response = $factory->createResponse()
            ->withHeader('Content-Type', 'application/json')
            ->withHeader('Content-Encoding', $encoding)
            ->withBody($factory->createStream($body));
        self::assertSame(51, $this->client(static fn () => $response)->add(EntityType::Contact, [9]));
    }

    public static function packed(): iterable
    {
        $json = '{"result":51,"x":"' . str_repeat('x', 100_000) . bin2hex(random_bytes(20_000)) . '"}';
        yield 'gzip' => ['gzip', gzencode($json)];
        yield 'gzip by its old name' => ['x-gzip', gzencode($json)];
        yield 'gzip in capitals' => ['GZIP', gzencode($json)];
        yield 'deflate' => ['deflate', gzcompress($json)];
        yield 'deflate without a header' => ['deflate', gzdeflate($json)];
        yield 'gzip that the client has unpacked' => ['gzip', $json];
        yield 'deflate that the client has unpacked' => ['deflate', $json];
        yield 'a short one that the client has unpacked' => ['deflate', '{"result":51}'];
        yield 'nothing' => ['identity', $json];
    }

    public function testAPageThatIsNotPackedThoughAHeaderSaysSoIsReadAsItIs(): void
    {
        $factory = new HttpFactory();
        foreach (['gzip', 'deflate', 'br'] as $encoding) {
            $response = $factory->createResponse(404)
                ->withHeader('Content-Encoding', $encoding)
                ->withBody($factory->createStream('<html>not packed</html>'));
            try {
                $this->client(static fn () => $response)->get(13);
                self::fail('an error was expected');
            } catch (UnexpectedResponseException $error) {
                self::assertSame('<html>not packed</html>', $error->excerpt);
            }
        }
    }

    public function testABodyThatWasReadAlreadyIsReadAgainWhereThatIsPossible(): void
    {
        $factory = new HttpFactory();
        $body = $factory->createStream('{"result":51}');
        $body->getContents();
        $response = $factory->createResponse()->withBody($body);
        self::assertSame(51, $this->client(static fn () => $response)->add(EntityType::Contact, [9]));

        $response = $factory->createResponse()->withBody(new NoSeekStream($factory->createStream('{"result":52}')));
        self::assertSame(52, $this->client(static fn () => $response)->add(EntityType::Contact, [9]));
    }

    public function testABodyThatCannotBeReadIsAConnectionThatBrokeOff(): void
    {
        $body = FnStream::decorate((new HttpFactory())->createStream('{}'), [
            'read' => static fn () => throw new \RuntimeException('cannot read ' . Portal::URL),
        ]);
        $response = (new HttpFactory())->createResponse()->withBody($body);
        try {
            $this->client(static fn () => $response)->add(EntityType::Contact, [9]);
            self::fail('an error was expected');
        } catch (OutcomeUnknownException $error) {
            self::assertSame('the PSR-18 client got no response', $error->cause->reason);
        }
    }

    /** @dataProvider tooLarge */
    public function testABodyThatIsTooLargeIsNotReadWhole(string $encoding, \Closure $body): void
    {
        $factory = new HttpFactory();
        $response = $factory->createResponse()
            ->withHeader('Content-Encoding', $encoding)
            ->withBody($factory->createStream($body()));
        memory_reset_peak_usage();
        $used = memory_get_usage();
        try {
            $this->client(static fn () => $response)->get(13);
            self::fail('an error was expected');
        } catch (UnexpectedResponseException $error) {
            self::assertStringContainsString('the response is larger than 64 MiB', $error->getMessage());
            self::assertLessThan(2 * Response::MAX_BYTES, memory_get_peak_usage() - $used);
        }
    }

    public static function tooLarge(): iterable
    {
        yield 'four gigabytes packed' => ['gzip', static function (): string {
            $gzip = deflate_init(ZLIB_ENCODING_GZIP);
            $start = deflate_add($gzip, '<', ZLIB_FULL_FLUSH);
            $million = deflate_add($gzip, str_repeat('x', 1024 * 1024), ZLIB_FULL_FLUSH);
            return $start . str_repeat($million, 4096);
        }];
        yield 'as it is' => ['', static fn (): string => str_repeat('x', Response::MAX_BYTES + 1)];
    }

    public function testItsErrorsAreConnectionsThatBrokeOffAndShowNoAddress(): void
    {
        $error = new class ('cannot reach ' . Portal::URL) extends \Exception implements ClientExceptionInterface {
        };
        try {
            $this->client(static fn () => throw $error)->add(EntityType::Contact, [9]);
            self::fail('an error was expected');
        } catch (OutcomeUnknownException $unknown) {
            self::assertInstanceOf(ConnectionException::class, $unknown->cause);
            self::assertStringNotContainsString('s3cretc0de', $unknown . $unknown->cause);
            self::assertNull($unknown->cause->getPrevious());
        }
    }

    public function testAnAddressThatItsFactoryRejectsIsNotCalledAndNotShown(): void
    {
        $factory = new HttpFactory();
        $rejecting = new class implements RequestFactoryInterface {
            public function createRequest(string $method, $uri): RequestInterface
            {
                throw new \InvalidArgumentException("cannot parse $uri");
            }
        };
        $http = new class implements ClientInterface {
            public function sendRequest(RequestInterface $request): ResponseInterface
            {
                throw new \LogicException('nothing is sent');
            }
        };
        $transport = new Psr18Transport($http, $rejecting, $factory);
        try {
            (new Client(Auth::webhook(Portal::URL), transport: $transport))->add(EntityType::Contact, [9]);
            self::fail('an error was expected');
        } catch (ConnectionException $error) {
            self::assertSame([false, true], [$error->sent, $error->permanent]);
            self::assertSame('the PSR-17 factories rejected the request', $error->reason);
            self::assertNull($error->getPrevious());
        }
    }

    private function client(\Closure $answer): Client
    {
        $factory = new HttpFactory();
        $http = new class ($answer) implements ClientInterface {
            public function __construct(private readonly \Closure $answer)
            {
            }

            public function sendRequest(RequestInterface $request): ResponseInterface
            {
                return ($this->answer)($request);
            }
        };
        $transport = new Psr18Transport($http, $factory, $factory);
        return new Client(Auth::webhook(Portal::URL), transport: $transport, clock: new FakeClock());
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\UnexpectedResponseException;
use B24CallList\Internal\Excerpt;
use B24CallList\Internal\OutsideText;
use B24CallList\Transport\CurlTransport;
use B24CallList\Transport\Request;
use B24CallList\Transport\Response;
use B24CallList\Transport\TransportException;
use PHPUnit\Framework\TestCase;

/** A webhook's code and a token show nowhere, though exceptions here keep the arguments in their traces. */
final class SecretsTest extends TestCase
{
    private const CODE = 'h1ddenc0de8x7y6z';
    private const TOKEN = 't0ken-s3cret-1';
    private const RENEWED = 'ren3wed-s3cret-2';
    private const TOKENS = [self::TOKEN, self::RENEWED];

    public function testTracesKeepArgumentsHere(): void
    {
        try {
            Portal::client(new FakeTransport(Portal::silence()), attempts: 1)->items(13, 'seen in the trace');
            self::fail('an error was expected');
        } catch (CallListException $error) {
            self::assertStringContainsString('seen in the trace', self::shown($error));
        }
    }

    /** @dataProvider secretive */
    public function testNothingShowsThem(object $thing): void
    {
        self::assertHidden(self::shown($thing));
    }

    public static function secretive(): iterable
    {
        foreach (self::auths() as $name => $auth) {
            yield "credentials: $name" => [$auth];
            yield "a client: $name" => [new Client($auth)];
            $used = new Client($auth, attempts: 1, transport: new FakeTransport(Portal::result([])));
            $used->statuses();
            yield "a client that was used: $name" => [$used];
        }
        $proxy = [CURLOPT_PROXY => 'http://me:' . self::CODE . '@proxy.example:3128'];
        yield 'a transport with a proxy' => [new CurlTransport($proxy)];
        $body = '{"auth":"' . self::TOKEN . '"}';
        yield 'a request' => [new Request('https://a/rest/1/' . self::CODE, $body, 60, true)];
    }

    /** @dataProvider mishaps */
    public function testNoErrorShowsThem(string $kind, Response|TransportException $answer): void
    {
        foreach (self::auths() as $name => $auth) {
            $b24 = new Client($auth, attempts: 2, transport: new FakeTransport($answer), clock: new FakeClock());
            $calls = [
                fn () => $b24->get(13),
                fn () => $b24->add(EntityType::Contact, [9]),
                fn () => iterator_to_array($b24->participants(13)),
                fn () => $b24->changeParticipants(13, [9]),
                fn () => $b24->waitUntilDone(13, 1),
                fn () => $b24->batch(['a' => Command::add(EntityType::Contact, [9])])['a']->get(),
            ];
            foreach ($calls as $call) {
                try {
                    $call();
                    self::fail("an error was expected: $kind");
                } catch (CallListException $error) {
                    // A client knows its own secrets, and takes no other for one.
                    self::assertHidden(self::shown($error), $name === 'webhook' ? [self::CODE] : self::TOKENS);
                }
            }
        }
    }

    public static function mishaps(): iterable
    {
        $all = self::CODE . ' ' . self::TOKEN;
        yield ['in the description', Portal::error(400, 'LIST_ID_ERROR', "Cannot read $all")];
        yield ['in the code', Portal::error(400, "X$all")];
        yield ['in the argument', Portal::json(['error' => 'X', 'argument' => $all], 400)];
        yield ['in a page', Portal::page(404, "<html>Cannot POST /rest/1/$all/crm.calllist.get</html>")];
        yield ['twice in the description', Portal::error(400, 'X', "$all, $all and $all")];
        yield ['all over a page', Portal::page(502, str_repeat(self::CODE . self::TOKEN, 50_000))];
        yield ['with their ends cut by the page\'s length', Portal::page(502, str_repeat("$all ", 199))];
        yield ['at the edge of the excerpt', Portal::page(502, str_repeat('x', 195) . $all)];
        yield ['in a page, as JSON writes it', Portal::page(404, '"\/rest\/1\/' . self::CODE . '\/x"')];
        yield ['in a content type', Portal::page(404, 'x', "text/$all")];
        yield ['in a redirect', new Response(302, ['Location' => 'https://' . self::CODE . '.example/'], '')];
        yield ['in a redirect\'s path', new Response(302, ['Location' => "https://a.example/rest/1/$all/"], '')];
        yield ['in a good answer that is none', Portal::page(200, "{\"time\":\"$all\"}", 'application/json')];
        yield ['in a result of another shape', Portal::result($all)];
        yield ['in the transport\'s own error', new TransportException("cannot reach https://a/rest/1/$all/")];
        yield ['with an expired token', Portal::error(401, 'expired_token', $all . self::RENEWED)];
        yield ['in silence', Portal::silence()];
    }

    public function testAnErrorInABatchShowsNoSecret(): void
    {
        $answer = Portal::batch(static fn () => Portal::error(400, 'X', '/rest/1/' . self::CODE . '/'));
        foreach (self::auths() as $auth) {
            $entries = (new Client($auth, transport: new FakeTransport($answer)))->batch([Command::get(13)]);
            self::assertHidden(self::shown($entries[0]->error) . self::shown($entries[0]));
        }
    }

    public function testParametersThatAreNoJsonShowNoSecret(): void
    {
        foreach (self::auths() as $auth) {
            try {
                (new Client($auth, transport: new FakeTransport(Portal::result([]))))->items(13, "\xff");
                self::fail('an error was expected');
            } catch (\InvalidArgumentException $error) {
                self::assertHidden(self::shown($error));
            }
        }
    }

    public function testAWrongPortalShowsNeitherTheTokenNorWhatTheRenewalHolds(): void
    {
        $secret = self::RENEWED;
        try {
            Auth::oauth('http://example.bitrix24.com', self::TOKEN, static fn (): string => $secret);
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            self::assertHidden(self::shown($error));
        }
    }

    /** @dataProvider forms */
    public function testASecretIsHiddenInEveryFormThatItIsWrittenIn(bool $isCode, string $form): void
    {
        $auth = $isCode
            ? Auth::webhook('https://example.bitrix24.com/rest/1/ab%2Bc%26d%22e/')
            : Auth::oauth('example.bitrix24.com', 'ab+c&d"e/f');
        self::assertSame('*** and *** (***)', $auth->redact("$form and $form ($form)"));
    }

    public static function forms(): iterable
    {
        yield 'a code as it stands in the address' => [true, 'ab%2Bc%26d%22e'];
        yield 'with small letters' => [true, 'ab%2bc%26d%22e'];
        yield 'decoded' => [true, 'ab+c&d"e'];
        yield 'in JSON' => [true, 'ab+c&d\"e'];
        yield 'in HTML' => [true, 'ab+c&amp;d&quot;e'];
        yield 'a token' => [false, 'ab+c&d"e/f'];
        yield 'a token in a query' => [false, 'ab%2Bc%26d%22e%2Ff'];
        yield 'a token in JSON' => [false, 'ab+c&d\"e\/f'];
        yield 'a token in JSON that leaves slashes' => [false, 'ab+c&d\"e/f'];
        yield 'a token in HTML' => [false, 'ab+c&amp;d&quot;e/f'];
        yield 'a token with letters of another case' => [false, 'AB+C&D"E/F'];
    }

    public function testACodeWithLettersThatNeedNoEncodingIsHiddenAsItStandsInTheAddress(): void
    {
        $auth = Auth::webhook('https://example.bitrix24.com/rest/1/s3%63retc0de/');
        self::assertSame('*** and ***', $auth->redact('s3%63retc0de and s3cretc0de'));
    }

    public function testASecretThatBeginsWithAnotherIsHiddenWhole(): void
    {
        $auth = Auth::oauth('example.bitrix24.com', 's3cret', static fn (): string => 's3cret-and-more');
        $auth->renew();
        self::assertSame('*** ***', $auth->redact('s3cret-and-more s3cret'));
    }

    public function testAShortTestCodeIsNotHiddenSinceThatWouldGarbleTexts(): void
    {
        self::assertSame('a stock', Auth::webhook('https://example.bitrix24.com/rest/1/stock/')->redact('a stock'));
        self::assertSame('a ***', Auth::webhook('https://example.bitrix24.com/rest/1/stocks/')->redact('a stocks'));
    }

    /** @dataProvider othersWebhooks */
    public function testSomebodyElsesWebhookIsNotShownEither(\Closure $shown): void
    {
        $text = $shown();
        $answers = [
            Portal::page(404, $text),
            Portal::page(404, str_repeat("$text ", 100)),
            Portal::page(404, str_repeat('x', 180) . " $text"),
            Portal::page(404, str_repeat('x', 1970) . " $text"),
            Portal::page(404, 'x', $text),
            Portal::error(400, 'X', "$text and $text"),
            Portal::error(400, $text),
            Portal::json(['error' => 'X', 'argument' => $text], 400),
            Portal::result($text),
            new TransportException($text),
        ];
        foreach ($answers as $answer) {
            try {
                Portal::client(new FakeTransport($answer), attempts: 1)->get(13);
                self::fail('an error was expected');
            } catch (CallListException $error) {
                self::assertHidden(self::shown($error));
            }
        }
    }

    public static function othersWebhooks(): iterable
    {
        $code = self::CODE; // in functions, since PHPUnit's frames of a trace would show texts
        yield [static fn (): string => "https://other.bitrix24.com/rest/7/$code/profile"];
        yield [static fn (): string => "moved to /rest/7/$code/profile, no: /rest/7/$code"];
        yield [static fn (): string => "\"https:\\/\\/other.bitrix24.com\\/rest\\/7\\/$code\\/profile\""];
        yield [static fn (): string => "?to=https%3A%2F%2Fother.bitrix24.com%2Frest%2F7%2F$code%2Fprofile"];
        yield [static fn (): string => "?to=https%3a%2f%2fother.bitrix24.com%2frest%2f7%2f$code"];
        yield [static fn (): string => "https://other.bitrix24.com/rest/api/7/$code/main.profile"];
        yield [static fn (): string => "https://other.bitrix24.com//rest//7//$code//profile"];
        yield [static fn (): string => "https://other.bitrix24.com/REST/7/$code/profile"];
    }

    /** @dataProvider othersAddresses */
    public function testAPageThatShowsSomebodyElsesAddressIsShownWithoutIt(string $page, string $excerpt): void
    {
        try {
            Portal::client(new FakeTransport(Portal::page(404, $page)), attempts: 1)->get(13);
            self::fail('an error was expected');
        } catch (UnexpectedResponseException $error) {
            self::assertSame($excerpt, $error->excerpt);
        }
    }

    public static function othersAddresses(): iterable
    {
        $token = '?auth=0123456789abcdef';
        yield ["GET https://other.bitrix24.com/rest/profile$token failed", 'GET *** failed'];
        yield ["GET <b>/REST/profile.json$token</b>", 'GET <b>***</b>'];
        yield ["?to=https%3A%2F%2Fother.bitrix24.com%2Frest%2Fprofile$token\"", '***"'];
        yield ['see https://example.bitrix24.com/resting/place/x', 'see https://example.bitrix24.com/resting/place/x'];
        yield 'of megabytes' => [str_repeat('x', 3_000_000), str_repeat('x', 200)];
    }

    public function testASecretAtTheEndOfWhatIsSearchedIsNotShown(): void
    {
        $auth = Auth::oauth('example.bitrix24.com', str_repeat('s3cret', 2000));
        foreach (range(0, 12_000, 999) as $cut) {
            $text = str_repeat(str_repeat('s3cret', 2000), 83) . str_repeat(' ', $cut) . str_repeat('s3cret', 2000);
            self::assertStringNotContainsString('s3cret', OutsideText::masked($text, $auth));
        }
        $length = static fn (int $bytes): int => strlen(OutsideText::masked(str_repeat('x', $bytes), $auth));
        self::assertSame([1_000_000, 984_000], [$length(1_000_000), $length(1_000_001)]);
    }

    /** @runInSeparateProcess */
    public function testWhereTheSearchForSecretsGivesUpNothingIsShown(): void
    {
        $auth = Auth::webhook('https://example.bitrix24.com/rest/1/x/');
        ini_set('pcre.jit', '0');
        ini_set('pcre.backtrack_limit', '100');
        self::assertSame('***', $auth->redact('/rest/7/' . str_repeat('x', 1000)));
        self::assertSame('***', Excerpt::of(str_repeat('x', 1000) . '/rest/' . self::CODE, $auth));
        self::assertSame('***', Excerpt::of(str_repeat('rest', 1000), $auth));
    }

    public function testErrorsOfTheRealTransportShowNoSecret(): void
    {
        foreach (['http://127.0.0.1:9', 'https://127.0.0.1:9'] as $portal) {
            foreach ([Auth::webhook("$portal/rest/1/" . self::CODE), Auth::oauth($portal, self::TOKEN)] as $auth) {
                try {
                    (new Client($auth, attempts: 1))->add(EntityType::Contact, [9]);
                    self::fail('an error was expected');
                } catch (CallListException $error) {
                    self::assertHidden(self::shown($error));
                }
            }
        }
    }

    /** @return iterable<string, Auth> */
    private static function auths(): iterable
    {
        $secret = self::RENEWED;
        yield 'webhook' => Auth::webhook('https://example.bitrix24.com/rest/1/' . self::CODE . '/');
        yield 'token' => Auth::oauth('example.bitrix24.com', self::TOKEN, static fn (): string => $secret);
    }

    private static function assertHidden(string $text, array $secrets = [self::CODE, ...self::TOKENS]): void
    {
        foreach ($secrets as $secret) {
            $at = strpos($text, substr($secret, 0, 9));
            self::assertFalse($at, $at === false ? '' : '… ' . substr($text, max(0, $at - 300), 400) . ' …');
        }
    }

    /** A thing in every way that people print it. */
    private static function shown(object $thing): string
    {
        if ($thing instanceof \Throwable) {
            self::forgetTest($thing);
        }
        ob_start();
        var_dump($thing);
        print_r($thing);
        foreach (self::WAYS as $way) {
            try {
                print_r($way === 'cast' ? (array) $thing : $way($thing, ...($way === 'var_export' ? [true] : [])));
            } catch (\Throwable $error) {
                echo $error;
            }
        }
        if ($thing instanceof \Throwable) {
            for ($error = $thing; $error !== null; $error = $error->getPrevious()) {
                echo $error, $error->getMessage(), $error->getTraceAsString();
                var_dump($error->getTrace());
            }
        }
        return (string) ob_get_clean();
    }

    private const WAYS = ['var_export', 'json_encode', 'serialize', 'strval', 'cast', 'get_object_vars'];

    /** Keeps the frames of the client, and cuts off those of this test and its runner, which are given the secrets. */
    private static function forgetTest(\Throwable $thing): void
    {
        $trace = new \ReflectionProperty(\Exception::class, 'trace');
        for ($error = $thing; $error instanceof \Exception; $error = $error->getPrevious()) {
            $frames = array_filter($error->getTrace(), static function (array $frame): bool {
                $class = $frame['class'] ?? '';
                $isTest = str_starts_with($class, __NAMESPACE__) && $class !== FakeTransport::class;
                $isOurs = str_starts_with($class, 'B24CallList\\') || str_contains($frame['file'] ?? '', '/src/');
                return $isOurs && !$isTest;
            });
            self::assertNotSame([], $frames);
            $trace->setValue($error, array_values($frames));
        }
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Transport\CurlTransport;
use B24CallList\Transport\Request;
use B24CallList\Transport\Response;
use B24CallList\Transport\TransportException;
use PHPUnit\Framework\TestCase;

/** How requests really leave this machine, and how they fail. */
final class CurlTransportTest extends TestCase
{
    private static ?Certificate $certificate;
    private static ?Process $server;
    private static ?Process $secure;

    public static function setUpBeforeClass(): void
    {
        self::$certificate = new Certificate();
        putenv('TUNNEL_CERTIFICATE=' . self::$certificate->file);
        self::$server = new Process(PHP_BINARY, 'tests/raw-server.php');
        self::$secure = new Process(PHP_BINARY, 'tests/raw-server.php', self::$certificate->file);
    }

    public static function tearDownAfterClass(): void
    {
        putenv('TUNNEL_CERTIFICATE');
        self::$server = self::$secure = self::$certificate = null;
    }

    protected function tearDown(): void
    {
        foreach (self::PROXY_VARIABLES as $name) {
            putenv($name);
        }
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

    public function testAHostWithAnInternationalNameOrAnUnderscoreIsCalled(): void
    {
        $port = self::$server->said;
        $hosts = ['портал.example' => 'xn--80awhdgm.example', 'my_portal.example' => 'my_portal.example'];
        foreach ($hosts as $host => $called) {
            $url = Auth::webhook("http://$host:$port/rest/1/s3cretc0de/", [$host])->url('profile');
            $transport = new CurlTransport([CURLOPT_RESOLVE => ["$called:$port:127.0.0.1"]]);
            $headers = json_decode($this->send($url, true, $transport)->body, true)['headers'];
            self::assertStringContainsString("Host: $called:$port", $headers);
        }
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

    public function testNoTlsSessionIsKeptWhereAForkedChildWouldCloseItUnlessTheCallerWantsIt(): void
    {
        $used = fn (CurlTransport $transport): bool =>
            json_decode($this->send($this->secure('/echo'), true, $transport)->body, true)['used'];
        $trust = [CURLOPT_CAINFO => self::$certificate->file];
        $transport = new CurlTransport($trust);
        $keeping = new CurlTransport($trust + [CURLOPT_FORBID_REUSE => false]);

        self::assertTrue(function_exists('pcntl_fork'));
        self::assertSame([false, false], [$used($transport), $used($transport)]);
        self::assertSame([false, true], [$used($keeping), $used($keeping)]);
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

    /** @dataProvider proxies */
    public function testAProxyThatDoesNotConnectIsToldAndNothingWasSent(string $url, string $reason): void
    {
        $transport = new CurlTransport([CURLOPT_PROXY => 'http://127.0.0.1:' . self::$server->said]);
        $error = $this->error(fn () => $this->send($url, true, $transport, timeout: 1));

        self::assertSame([$reason, false, false], [$error->getMessage(), $error->sent, $error->timedOut]);
        self::assertSame(str_contains($reason, '407'), $error->permanent);
    }

    public static function proxies(): iterable
    {
        $password = 'the proxy wants a user name and a password, or others (HTTP 407)';
        yield 'status 407' => ['https://refused-407.example/', $password];
        yield 'status 300' => ['https://refused-300.example/', 'the proxy refused the connection (HTTP 300)'];
        yield 'status 403' => ['https://refused-403.example/', 'the proxy refused the connection (HTTP 403)'];
        yield 'status 502' => ['https://refused-502.example/', 'the proxy refused the connection (HTTP 502)'];
        yield 'closed' => [
            'https://closed.example/',
            'no response from the proxy (Failure when receiving data from the peer)',
        ];
        yield 'silent' => ['https://silent.example/', 'no response from the proxy (Timeout was reached)'];
        yield 'the portal behind it breaks off' => ['https://cut.example/', 'SSL connect error'];
    }

    public function testWhereNoProxyIsSetNoneIsNamed(): void
    {
        $error = $this->error(fn () => $this->send('http://127.0.0.1:1/'));
        self::assertSame("Couldn't connect to server", $error->getMessage());
    }

    public function testAProxyThatIsNotThereIsNamedByWhatSetsIt(): void
    {
        $error = $this->error(fn () => $this->send(
            'https://portal.example/',
            true,
            new CurlTransport([CURLOPT_PROXY => 'http://127.0.0.1:1']),
        ));
        self::assertSame("Couldn't connect to server; CURLOPT_PROXY sets a proxy", $error->getMessage());

        putenv('HTTPS_PROXY=127.0.0.1:1');
        $error = $this->error(fn () => $this->send('https://portal.example/'));
        self::assertSame("Couldn't connect to server; HTTPS_PROXY sets a proxy", $error->getMessage());
        self::assertSame([false, false], [$error->sent, $error->permanent]);
    }

    public function testRequestsGoThroughAProxyOfAVariableUnlessNoProxySaysOtherwise(): void
    {
        $trust = [CURLOPT_CAINFO => self::$certificate->file];
        $send = fn (string $url): Response => $this->send($url, true, new CurlTransport($trust));
        putenv('https_proxy=127.0.0.1:' . self::$server->said); // without a scheme it is http
        $before = $this->counts()['localhost'] ?? 0;

        self::assertSame(200, $send('https://localhost:9/')->status);
        self::assertSame($before + 1, $this->counts()['localhost']);

        putenv('NO_PROXY=.example,localhost');
        self::assertSame(200, $send($this->secure('/'))->status);
        self::assertSame($before + 1, $this->counts()['localhost']);
    }

    public function testWhatBreaksOffBehindAProxyMayHaveBeenSent(): void
    {
        $transport = new CurlTransport([
            CURLOPT_PROXY => '127.0.0.1:' . self::$server->said,
            CURLOPT_CAINFO => self::$certificate->file,
        ]);
        self::assertTrue($this->error(fn () => $this->send('https://localhost/reset', true, $transport))->sent);
    }

    /** @dataProvider wrongProxies */
    public function testAProxyThatCannotBeUsedIsToldAtOnceByItsVariable(string $variable, string $value): void
    {
        putenv("$variable=$value");
        try {
            new CurlTransport();
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            self::assertSame(
                "$variable: this proxy cannot be used. A proxy looks like http://proxy.example:3128, or with a "
                . 'password http://user:password@proxy.example:3128 (# @ / : in it as %23 %40 %2F %3A); socks4, '
                . 'socks4a, socks5 and socks5h are possible, too',
                $error->getMessage(),
            );
            self::assertStringNotContainsString('s3cret', $error->getMessage());
        }
    }

    private const PROXY_VARIABLES = [
        'https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY', 'NO_PROXY', 'no_proxy',
    ];

    public static function wrongProxies(): iterable
    {
        yield 'a port beyond all ports' => ['HTTPS_PROXY', 'http://s3cret.example:65536'];
        yield 'a line end' => ['HTTPS_PROXY', "http://s3cret.example:3128\n"];
        yield 'something before it' => ['HTTPS_PROXY', '?http://s3cret.example:3128'];
        yield 'port 0' => ['https_proxy', 's3cret.example:0'];
        yield 'a port that is no number' => ['ALL_PROXY', 'http://s3cret.example:http'];
        yield 'a password with #' => ['HTTPS_PROXY', 'http://me:s3c#ret@proxy.example:3128'];
        yield 'a password with /' => ['http_proxy', 'http://me:s3cret/1@proxy.example:3128'];
        yield 'a password with @' => ['all_proxy', 'socks5://me:s3cret@1@proxy.example:3128'];
        yield 'a blank' => ['HTTPS_PROXY', 'http://s3cret proxy.example'];
        yield 'another scheme' => ['HTTPS_PROXY', 'ftp://s3cret.example:21'];
        yield 'no host' => ['HTTPS_PROXY', 'http://:3128'];
    }

    /** @dataProvider rightProxies */
    public function testOtherProxiesAreTaken(string $value): void
    {
        putenv("HTTPS_PROXY=$value");
        putenv('ALL_PROXY=not looked at: HTTPS_PROXY comes first');
        putenv('http_proxy=127.0.0.1');
        putenv('HTTP_PROXY=not looked at:, as a request can set it');
        self::assertInstanceOf(CurlTransport::class, new CurlTransport());
    }

    public static function rightProxies(): iterable
    {
        yield ['proxy.example'];
        yield ['proxy.example:3128'];
        yield ['proxy.example:1'];
        yield ['proxy.example:65535'];
        yield ['http://proxy.example:3128/'];
        yield ['HTTP://me:p%23ss@proxy_1.example:3128'];
        yield ['https://[::1]:3128'];
        yield ['socks4a://proxy.example'];
        yield ['socks5h://me:pass@proxy.example:1080'];
    }

    /** @dataProvider certificates */
    public function testACertificateThatIsNotTrustedIsToldWithAWayOut(int $days, string $host, string $reason): void
    {
        $certificate = new Certificate($days);
        $server = new Process(PHP_BINARY, 'tests/raw-server.php', $certificate->file);
        $trust = $days === 0 || $host !== 'localhost' ? [CURLOPT_CAINFO => $certificate->file] : [];

        $error = $this->error(
            fn () => $this->send("https://$host:$server->said/", true, new CurlTransport($trust))
        );

        self::assertSame("the certificate of the portal is not trusted: $reason", $error->getMessage());
        self::assertSame([false, true], [$error->sent, $error->permanent]);
    }

    public static function certificates(): iterable
    {
        yield 'self-signed' => [
            1,
            'localhost',
            'self-signed certificate. Set the file of the authority that signed it: '
            . 'CURLOPT_CAINFO in the options of CurlTransport, or curl.cainfo in php.ini',
        ];
        yield 'expired' => [
            0,
            'localhost',
            'certificate has expired. The portal has to renew it, or the clock of this machine is wrong',
        ];
        yield 'of another host' => [
            1,
            '127.0.0.1',
            'it is for another host name. Call the portal by a host name that the certificate is for',
        ];
    }

    public function testAFileOfAuthoritiesThatIsNotThereIsTold(): void
    {
        $transport = new CurlTransport([CURLOPT_CAINFO => '/no/such/file']);
        $error = $this->error(fn () => $this->send($this->secure('/'), true, $transport));

        self::assertSame(
            'the file with the certificate authorities cannot be read. It is named by CURLOPT_CAINFO in '
            . "CurlTransport's options, or by curl.cainfo in php.ini",
            $error->getMessage(),
        );
        self::assertSame([false, true], [$error->sent, $error->permanent]);
    }

    /** @dataProvider setUps */
    public function testAMistakeOfTheSetUpIsPermanent(array $options, string $url = 'https://localhost'): void
    {
        $transport = new CurlTransport($options + [CURLOPT_CAINFO => self::$certificate->file]);
        $url = $url === 'https://localhost' ? $this->secure('/') : $url;
        $error = $this->error(fn () => $this->send($url, true, $transport));
        self::assertSame([false, true], [$error->sent, $error->permanent], $error->getMessage());
    }

    public static function setUps(): iterable
    {
        yield 'another protocol' => [[], 'ftp://127.0.0.1/'];
        yield 'an address that is none' => [[], 'http://a b/'];
        yield 'a certificate of ones own that is not there' => [[CURLOPT_SSLCERT => '/no/such/file']];
        yield 'ciphers that do not exist' => [[CURLOPT_SSL_CIPHER_LIST => 'no-such-cipher']];
        yield 'no file of authorities' => [[CURLOPT_CAINFO => '/no/such/file']];
        yield 'no file of revoked certificates' => [[CURLOPT_CRLFILE => '/no/such/file']];
        yield 'no file of the issuer' => [[CURLOPT_ISSUERCERT => '/no/such/file']];
        $pin = 'sha256//' . base64_encode(str_repeat('x', 32));
        yield 'another key than the one that is pinned' => [[CURLOPT_PINNEDPUBLICKEY => $pin]];
        yield 'no status of the certificate, where one is asked for' => [[CURLOPT_SSL_VERIFYSTATUS => true]];
    }

    public function testACertificateOfAProxyThatIsNotTrustedIsToldWithAWayOut(): void
    {
        $transport = new CurlTransport([CURLOPT_PROXY => 'https://localhost:' . self::$secure->said]);
        $error = $this->error(fn () => $this->send('https://portal.example/', true, $transport));
        self::assertSame(
            'the certificate of the proxy is not trusted: self-signed certificate. Set the file of the authority that '
            . 'signed it: CURLOPT_PROXY_CAINFO in the options of CurlTransport',
            $error->getMessage(),
        );
        self::assertSame([false, true], [$error->sent, $error->permanent]);
    }

    public function testWhatIsSetHereIsNotForACallerToSet(): void
    {
        $transport = new CurlTransport([
            CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_0,
            CURLOPT_POST => false,
            CURLOPT_POSTFIELDS => 'another body',
            CURLOPT_HTTPHEADER => ['X-Another: header'],
            CURLOPT_URL => 'http://127.0.0.1:1/',
            CURLOPT_TIMEOUT_MS => 1,
            CURLOPT_FRESH_CONNECT => true,
            CURLOPT_PROTOCOLS => CURLPROTO_ALL,
        ]);
        $this->send('/echo', true, $transport);
        ['line' => $line, 'headers' => $headers, 'body' => $body, 'used' => $used] =
            json_decode($this->send('/echo', true, $transport)->body, true);
        self::assertSame(['POST /echo HTTP/1.1', '{}', true], [$line, $body, $used]);
        self::assertStringNotContainsString('X-Another', $headers);
        $error = $this->error(fn () => $this->send('ftp://127.0.0.1/', true, $transport));
        self::assertSame('Unsupported protocol', $error->getMessage());
    }

    public function testCompressionIsAskedFor(): void
    {
        $headers = json_decode($this->send('/echo')->body, true)['headers'];
        self::assertMatchesRegularExpression('/^Accept-Encoding: .*gzip/m', $headers);
    }

    /** @dataProvider encodings */
    public function testACompressedResponseIsUnpacked(string $path): void
    {
        self::assertSame("POST $path HTTP/1.1", json_decode($this->send($path)->body, true)['line']);
    }

    public static function encodings(): iterable
    {
        yield ['/gzip'];
        yield ['/deflate'];
        yield ['/raw-deflate'];
    }

    /** @dataProvider largeBodies */
    public function testReadingEndsWhereTheBodyIsTooLarge(string $path): void
    {
        memory_reset_peak_usage();
        $used = memory_get_usage();

        $response = $this->send($path, timeout: 30);

        self::assertTrue(Response::isTooLarge($response->body));
        self::assertLessThan(Response::MAX_BYTES + 1024 * 1024, strlen($response->body));
        self::assertLessThan(2 * Response::MAX_BYTES, memory_get_peak_usage() - $used);
        self::assertSame(200, $response->status);
    }

    public static function largeBodies(): iterable
    {
        yield 'gigabytes of a few megabytes' => ['/bomb'];
        yield 'gigabytes' => ['/endless'];
    }

    /** @dataProvider endlessHeaders */
    public function testReadingEndsWhereTheHeadersAreTooLarge(string $path): void
    {
        memory_reset_peak_usage();
        $used = memory_get_usage();

        $error = $this->error(fn () => $this->send($path, timeout: 30)); // curl gives up by itself

        self::assertSame([true, false], [$error->sent, $error->timedOut]);
        self::assertLessThan(4 * 1024 * 1024, memory_get_peak_usage() - $used);
    }

    public static function endlessHeaders(): iterable
    {
        yield 'of the response' => ['/headers'];
        yield 'of interim responses' => ['/hints'];
    }

    public function testAnOptionThatReturnsTheBodyElsewhereChangesNothing(): void
    {
        $transport = new CurlTransport([CURLOPT_RETURNTRANSFER => true, CURLOPT_ENCODING => 'identity']);
        self::assertStringContainsString('POST \/gzip HTTP', $this->send('/gzip', true, $transport)->body);
    }

    public function testOptionsOfOnesOwnAreTakenButNotThoseThatSafetyIsMadeOf(): void
    {
        $transport = new CurlTransport([CURLOPT_REFERER => 'here', CURLOPT_FOLLOWLOCATION => true]);

        self::assertStringContainsString('Referer: here', $this->send('/echo', true, $transport)->body);
        self::assertSame(302, $this->send('/redirect', true, $transport)->status);
    }

    public function testACheckOfOptionsLeavesACookieJarAlone(): void
    {
        $jar = tempnam(sys_get_temp_dir(), 'jar');
        file_put_contents($jar, 'cookies');
        new CurlTransport([CURLOPT_COOKIEJAR => $jar]);
        self::assertSame('cookies', file_get_contents($jar));
        unlink($jar);
    }

    /** @dataProvider wrongOptions */
    public function testAnOptionThatCannotBeUsedIsToldAtOnceByItsName(array $options, string $why): void
    {
        try {
            new CurlTransport($options);
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            self::assertSame("CurlTransport: $why", $error->getMessage());
            self::assertNull($error->getPrevious());
        }
    }

    public static function wrongOptions(): iterable
    {
        $lines = 'has a line break in it, which would begin a header of its own';
        yield [[CURLOPT_REFERER => "here\r\nX-Forged: yes"], "CURLOPT_REFERER $lines"];
        yield [[CURLOPT_USERAGENT => "here\nX-Forged: yes"], "CURLOPT_USERAGENT $lines"];
        yield [[CURLOPT_COOKIE => "here\rX-Forged: yes"], "CURLOPT_COOKIE $lines"];
        yield [[CURLOPT_PROXYHEADER => ['X-A: b', "X-C: d\r\nX-Forged: yes"]], "CURLOPT_PROXYHEADER $lines"];
        yield [[CURLOPT_CAINFO => "/a\0b"], 'curl does not accept the value of CURLOPT_CAINFO'];
        yield [[CURLOPT_SSLVERSION => -5], 'curl does not accept the value of CURLOPT_SSLVERSION'];
        yield [[CURLOPT_PROXYHEADER => 'X-A: b'], 'curl does not accept the value of CURLOPT_PROXYHEADER'];
        yield [[999_999 => 1], 'curl does not accept the value of option 999999'];
        yield [['CURLOPT_PROXY' => 'http://proxy.example'], 'curl does not accept the value of option CURLOPT_PROXY'];
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

    /** Address on the server that speaks TLS. */
    private function secure(string $path): string
    {
        return 'https://localhost:' . self::$secure->said . $path;
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

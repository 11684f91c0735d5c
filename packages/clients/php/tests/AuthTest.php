<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Exception\AuthException;
use PHPUnit\Framework\TestCase;

/** Which credentials are taken, and how a token is renewed. */
final class AuthTest extends TestCase
{
    /** @dataProvider rightUrls */
    public function testAWebhookIsTakenAsThePortalShowsIt(string $url, string $address): void
    {
        self::assertSame($address, Auth::webhook($url)->url('crm.calllist.get'));
    }

    public static function rightUrls(): iterable
    {
        $address = 'https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get';
        yield 'as shown' => ['https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/', $address];
        yield 'without the last slash' => ['https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx', $address];
        yield 'with a line end, as from a file' => [
            "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/\n",
            $address,
        ];
        $blanks = "\u{A0}\u{200B}\r\n\t\u{2009}\u{FEFF}";
        yield 'with white space of a page' => [
            "{$blanks}https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/$blanks",
            $address,
        ];
        yield 'with a query and a fragment' => [
            'https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/?utm_source=page#top',
            $address,
        ];
        yield 'with a fragment alone' => ['https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx#top', $address];
        yield 'in capitals, as far as it does not matter' => [
            'HTTPS://Example.Bitrix24.COM/rest/1/xxxxxxxxxxxxxxxx/',
            $address,
        ];
        yield 'below a path, with www and a port' => [
            'https://www.portal.example:8443/crm/b24/rest/1/xxxxxxxxxxxxxxxx/',
            'https://www.portal.example:8443/crm/b24/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'below a path that is called rest' => [
            'https://portal.example/rest/rest/1/xxxxxxxxxxxxxxxx/',
            'https://portal.example/rest/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'with an international name' => [
            'https://Портал.РФ/rest/1/xxxxxxxxxxxxxxxx/',
            'https://xn--80awhdgm.xn--p1ai/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'with an underscore' => [
            'https://my_portal.example/rest/1/xxxxxxxxxxxxxxxx/',
            'https://my_portal.example/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'on this machine' => [
            'http://127.0.0.1:4020/rest/1/xxxxxxxxxxxxxxxx/',
            'http://127.0.0.1:4020/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'on this machine by IPv6' => [
            'http://[::1]:4020/rest/1/xxxxxxxxxxxxxxxx/',
            'http://[::1]:4020/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'on this machine by name' => [
            'http://LocalHost:4020/rest/1/xxxxxxxxxxxxxxxx/',
            'http://localhost:4020/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
    }

    /** @dataProvider wrongUrls */
    public function testAWrongWebhookIsToldWithARightOneAndWithoutTheSecret(string $url, string $why): void
    {
        try {
            Auth::webhook($url);
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            $looksLike = 'A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/';
            self::assertSame("Auth::webhook(\$url): $why. $looksLike", $error->getMessage());
            // The frames above are those of PHPUnit, which hands the URL to this test.
            $own = array_slice($error->getTrace(), 0, 2);
            self::assertStringNotContainsString('s3cretc0de', $error->getMessage() . print_r($own, true));
        }
    }

    private const PATH = 'the path is not /rest/<user id>/<code>/';
    private const USER = 'there is a user name or a password in it';
    private const HTTP = 'it has to be https. Plain http is for this machine, and for hosts that you allow by name, '
        . "such as insecureHosts: ['sandbox']";
    private const NO_HOST = 'the host is not a name that can be called (international ones need ext-intl, or to be '
        . 'written as xn--…)';

    public static function wrongUrls(): iterable
    {
        yield 'nothing' => ['', 'nothing was given'];
        yield 'no URL' => ['s3cretc0de', 'this is not a URL'];
        yield 'no scheme' => ['example.bitrix24.com/rest/1/s3cretc0de/', 'this is not a URL'];
        $blank = 'there is white space in it';
        yield 'a blank in the host' => ['https://exam ple.bitrix24.com/rest/1/s3cretc0de/', "$blank (a space)"];
        foreach (str_split('"<>\\^`{|}') as $sign) {
            yield "a $sign" => ["https://example.bitrix24.com/rest/1/s3cret{$sign}c0de/", 'this is not a URL'];
        }
        yield 'a blank where it is not UTF-8' => ["https://example.bitrix24.com/\xff /s3cretc0de/", "$blank (a space)"];
        yield 'blanks around what is not UTF-8' => [" https://exam\xffple.com/rest/1/s3cretc0de/\n", self::NO_HOST];
        $blanks = [
            ' ' => 'a space',
            "\n" => 'a line break',
            "\r" => 'a line break',
            "\t" => 'a tab',
            "\u{A0}" => 'a non-breaking space',
            "\u{200B}" => 'a zero-width space',
            "\u{2028}" => '\u2028',
        ];
        foreach ($blanks as $sign => $name) {
            $url = "https://example.bitrix24.com/rest/1/s3cretc0de{$sign}1/";
            yield bin2hex($sign) . ' in the code' => [$url, "$blank ($name)"];
        }
        yield 'a host that is none' => ["https://exam\u{FFFF}ple.com/rest/1/s3cretc0de/", self::NO_HOST];
        yield 'no UTF-8 in the host' => ["https://exam\xffple.com/rest/1/s3cretc0de/", self::NO_HOST];
        yield 'no port' => ['https://example.bitrix24.com:99999/rest/1/s3cretc0de/', 'this is not a URL'];
        yield 'http' => ['http://example.bitrix24.com/rest/1/s3cretc0de/', self::HTTP];
        yield 'http to what begins as this machine' => ['http://127.0.0.1.evil.example/rest/1/s3cretc0de/', self::HTTP];
        yield 'the same by name' => ['http://localhost.evil.example/rest/1/s3cretc0de/', self::HTTP];
        yield 'http to what ends as this machine' => ['http://evil-localhost/rest/1/s3cretc0de/', self::HTTP];
        yield 'this machine as the user' => ['http://127.0.0.1@evil.example/rest/1/s3cretc0de/', self::USER];
        yield 'another scheme' => ['ftp://127.0.0.1/rest/1/s3cretc0de/', self::HTTP];
        yield 'a user id that is empty' => ['https://example.bitrix24.com/rest//s3cretc0de/', self::PATH];
        yield 'no code' => ['https://example.bitrix24.com/rest/1/', self::PATH];
        yield 'a method' => ['https://example.bitrix24.com/rest/1/s3cretc0de/crm.calllist.get', self::PATH];
        yield 'a method below a path' => ['https://portal.example/crm/rest/1/s3cretc0de/crm.calllist.get', self::PATH];
        yield 'a password' => ['https://me:s3cretc0de@example.bitrix24.com/rest/1/s3cretc0de/', self::USER];
        yield 'a password alone' => ['https://:s3cretc0de@example.bitrix24.com/rest/1/s3cretc0de/', self::USER];
        yield 'a user' => ['https://s3cretc0de@example.bitrix24.com/rest/1/s3cretc0de/', self::USER];
    }

    public function testPlainHttpIsForThisMachineAndForHostsThatAreAllowedByName(): void
    {
        $url = 'http://Sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/';
        $address = 'http://sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/profile';
        self::assertSame($address, Auth::webhook($url, insecureHosts: ['mock', 'sandbox'])->url('profile'));
        $auth = Auth::oauth('http://песочница.example', 'token', insecureHosts: ['Песочница.example']);
        self::assertSame('http://xn--80ajjteep7bg.example/rest/profile', $auth->url('profile'));

        $auth = Auth::webhook('http://[FE80::1]/rest/1/xxxxxxxxxxxxxxxx/', ['[fe80::1]']);
        self::assertSame('http://[fe80::1]/rest/1/xxxxxxxxxxxxxxxx/profile', $auth->url('profile'));

        foreach ([[], ['box'], ['a.sandbox'], ['sandbox.example']] as $others) {
            try {
                Auth::webhook($url, insecureHosts: $others);
                self::fail('an error was expected');
            } catch (\InvalidArgumentException $error) {
                self::assertStringContainsString("such as insecureHosts: ['sandbox']", $error->getMessage());
            }
        }
    }

    /** @dataProvider wrongHosts */
    public function testInsecureHostsAreNamesOfHostsAlone(mixed $host): void
    {
        $this->expectException(\InvalidArgumentException::class);
        $this->expectExceptionMessage(
            "insecureHosts: names of hosts, without scheme, port and wildcards, such as ['sandbox']"
        );
        Auth::webhook('https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/', insecureHosts: [$host]);
    }

    public static function wrongHosts(): iterable
    {
        yield 'a wildcard' => ['*.example'];
        yield 'an address' => ['http://sandbox'];
        yield 'a port' => ['sandbox:4020'];
        yield 'nothing' => [''];
        yield 'no text' => [null];
        yield 'a user' => ['me@sandbox'];
        yield 'a path' => ['sandbox/'];
        yield 'a line end' => ["sandbox\n"];
        yield 'an IPv6 address without brackets' => ['::1'];
        yield 'one in brackets, and more' => ['[::1]x'];
    }

    public function testAPortalIsAHostOrItsAddress(): void
    {
        $address = static fn (string $portal): string => Auth::oauth($portal, 'token')->url('profile');

        self::assertSame('https://example.bitrix24.com/rest/profile', $address('example.bitrix24.com'));
        self::assertSame('https://example.bitrix24.com/rest/profile', $address('https://example.bitrix24.com/'));
        self::assertSame('https://example.bitrix24.com/rest/profile', $address('https://example.bitrix24.com/rest/'));
        self::assertSame('http://127.0.0.1:4020/rest/profile', $address('http://127.0.0.1:4020'));
        self::assertSame('https://example.bitrix24.com/rest/profile', $address(" example.bitrix24.com\u{A0}\n"));
        self::assertSame('https://portal.example:8443/crm/rest/profile', $address('portal.example:8443/crm'));
        self::assertSame('https://portal.example/crm/rest/profile', $address('https://portal.example/crm/rest/?a=1'));
        self::assertSame('https://xn--80awhdgm.xn--p1ai/rest/profile', $address('портал.рф'));
    }

    /** @dataProvider wrongTokens */
    public function testAWrongPortalOrTokenIsTold(string $portal, string $token, string $why): void
    {
        try {
            Auth::oauth($portal, $token);
            self::fail('an error was expected');
        } catch (\InvalidArgumentException $error) {
            self::assertSame("Auth::oauth$why", $error->getMessage());
        }
    }

    public static function wrongTokens(): iterable
    {
        $wrong = static fn (string $why): string => "(\$portal, …): $why. A portal looks like example.bitrix24.com";
        yield 'http' => ['http://example.bitrix24.com', 'token', $wrong(self::HTTP)];
        $more = $wrong('there is more than the portal in it, such as a method or a webhook');
        yield 'a method' => ['https://example.bitrix24.com/rest/crm.calllist.get', 'token', $more];
        yield 'a webhook' => ['https://example.bitrix24.com/crm/rest/1/s3cretc0de/', 'token', $more];
        $blank = $wrong('there is white space in it (a space)');
        yield 'a blank' => ['exam ple.bitrix24.com', 'token', $blank];
        yield 'no portal' => ['', 'token', $wrong('this is not a URL')];
        yield 'no token' => ['example.bitrix24.com', '', '(…, $accessToken): an access token that is not empty'];
    }

    public function testAnExpiredTokenIsRenewedOnceAndTheCallSentAgainWithTheNewOne(): void
    {
        $transport = new FakeTransport(Portal::error(401, 'expired_token'), Portal::result(51));
        $renewals = 0;
        $renew = static function () use (&$renewals): string {
            return 'new-token-' . ++$renewals;
        };
        $b24 = new Client(Auth::oauth('example.bitrix24.com', 'old-token', $renew), attempts: 1, transport: $transport);

        self::assertSame(51, $b24->add(\B24CallList\EntityType::Contact, [9]));
        self::assertSame(51, $b24->add(\B24CallList\EntityType::Contact, [9]));

        self::assertSame(['old-token', 'new-token-1', 'new-token-1'], array_column($transport->bodies(), 'auth'));
    }

    public function testATokenThatExpiresAgainIsNotRenewedForEver(): void
    {
        $transport = new FakeTransport(Portal::error(401, 'expired_token'));
        $renew = static fn (): string => 'new-token';
        $b24 = new Client(Auth::oauth('example.bitrix24.com', 'old-token', $renew), transport: $transport);
        try {
            $b24->get(13);
            self::fail('an error was expected');
        } catch (AuthException $error) {
            self::assertSame('expired_token', $error->errorCode);
            self::assertCount(2, $transport->requests);
        }
    }

    public function testWithoutAWayToRenewTheCallEnds(): void
    {
        $transport = new FakeTransport(Portal::error(401, 'expired_token'));
        $b24 = new Client(Auth::oauth('example.bitrix24.com', 'old-token'), transport: $transport);
        $this->expectException(AuthException::class);
        try {
            $b24->get(13);
        } finally {
            self::assertCount(1, $transport->requests);
        }
    }

    /** @dataProvider noTokens */
    public function testARenewalThatGivesNoTokenIsToldSo(mixed $none): void
    {
        $b24 = new Client(
            Auth::oauth('example.bitrix24.com', 'old-token', static fn (): mixed => $none),
            transport: new FakeTransport(Portal::error(401, 'expired_token')),
        );
        $this->expectException(\InvalidArgumentException::class);
        $this->expectExceptionMessage('Auth::oauth(…, $renew): an access token that is not empty');
        $b24->get(13);
    }

    public static function noTokens(): iterable
    {
        yield 'null' => [null];
        yield 'false' => [false];
        yield 'an empty text' => [''];
        yield 'the whole answer' => [['access_token' => 'new-token']];
    }

    public function testWhatTheRenewalThrowsTheCallThrows(): void
    {
        $renew = static fn () => throw new \DomainException('no refresh token left');
        $b24 = new Client(
            Auth::oauth('example.bitrix24.com', 'old-token', $renew),
            transport: new FakeTransport(Portal::error(401, 'expired_token')),
        );
        $this->expectExceptionMessage('no refresh token left');
        $b24->get(13);
    }
}

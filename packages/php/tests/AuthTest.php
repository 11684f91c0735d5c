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
        yield 'on this machine' => [
            'http://127.0.0.1:4020/rest/1/xxxxxxxxxxxxxxxx/',
            'http://127.0.0.1:4020/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get',
        ];
        yield 'on this machine by name' => [
            'http://localhost:4020/rest/1/xxxxxxxxxxxxxxxx/',
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
            self::assertStringContainsString($why, $error->getMessage());
            self::assertStringContainsString(
                'https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/',
                $error->getMessage()
            );
            // The frames above are those of PHPUnit, which hands the URL to this test.
            $own = array_slice($error->getTrace(), 0, 2);
            self::assertStringNotContainsString('s3cretc0de', $error->getMessage() . print_r($own, true));
        }
    }

    public static function wrongUrls(): iterable
    {
        yield 'nothing' => ['', 'nothing was given'];
        yield 'no URL' => ['s3cretc0de', 'not a URL'];
        yield 'no scheme' => ['example.bitrix24.com/rest/1/s3cretc0de/', 'not a URL'];
        yield 'a blank in the host' => ['https://exam ple.bitrix24.com/rest/1/s3cretc0de/', 'not a URL'];
        yield 'a sign in the host' => ['https://exam|ple.bitrix24.com/rest/1/s3cretc0de/', 'not a URL'];
        yield 'a blank in the code' => ['https://example.bitrix24.com/rest/1/s3cretc0de 1/', 'not a URL'];
        yield 'a line end in the code' => ["https://example.bitrix24.com/rest/1/s3cretc0de\n1/", 'not a URL'];
        yield 'no port' => ['https://example.bitrix24.com:99999/rest/1/s3cretc0de/', 'not a URL'];
        yield 'http' => ['http://example.bitrix24.com/rest/1/s3cretc0de/', 'https'];
        yield 'no code' => ['https://example.bitrix24.com/rest/1/', 'path'];
        yield 'a method' => ['https://example.bitrix24.com/rest/1/s3cretc0de/crm.calllist.get', 'path'];
        yield 'a query' => ['https://example.bitrix24.com/rest/1/s3cretc0de/?a=s3cretc0de', 'more than host and path'];
        yield 'a password' => ['https://me:s3cretc0de@example.bitrix24.com/rest/1/s3cretc0de/', 'more than host'];
    }

    public function testAPortalIsAHostOrItsAddress(): void
    {
        $address = static fn (string $portal): string => Auth::oauth($portal, 'token')->url('profile');

        self::assertSame('https://example.bitrix24.com/rest/profile', $address('example.bitrix24.com'));
        self::assertSame('https://example.bitrix24.com/rest/profile', $address('https://example.bitrix24.com/'));
        self::assertSame('https://example.bitrix24.com/rest/profile', $address('https://example.bitrix24.com/rest/'));
        self::assertSame('http://127.0.0.1:4020/rest/profile', $address('http://127.0.0.1:4020'));
    }

    /** @dataProvider wrongTokens */
    public function testAWrongPortalOrTokenIsTold(string $portal, string $token, string $why): void
    {
        $this->expectExceptionMessage($why);
        Auth::oauth($portal, $token);
    }

    public static function wrongTokens(): iterable
    {
        yield 'http' => ['http://example.bitrix24.com', 'token', 'https'];
        yield 'a path' => ['https://example.bitrix24.com/crm/', 'token', 'path behind the host'];
        yield 'a blank' => ['exam ple.bitrix24.com', 'token', 'not a URL'];
        yield 'no portal' => ['', 'token', 'not a URL'];
        yield 'no token' => ['example.bitrix24.com', '', 'access token that is not empty'];
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

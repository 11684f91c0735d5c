<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Exception\AccessException;
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
use PHPUnit\Framework\TestCase;

/** What errors say. */
final class ExceptionTest extends TestCase
{
    /** @dataProvider messages */
    public function testAnErrorSaysWhatHappenedBehindTheMethod(\Closure $make, string $what): void
    {
        $error = $make('profile');
        self::assertSame("profile: $what", $error->getMessage());
        self::assertSame(['profile', $what, 0], [$error->method, $error->what(), $error->getCode()]);
    }

    public static function messages(): iterable
    {
        yield [static fn ($method) => new PortalException($method, 400, 'X', 'no'), 'X: no (HTTP 400)'];
        yield [static fn ($method) => new PortalException($method, 400, 'X'), 'X (HTTP 400)'];
        yield [static fn ($method) => new PortalException($method, 400, '', 'no'), 'no (HTTP 400)'];
        yield [static fn ($method) => new PortalException($method, 400, ''), 'refused without a code (HTTP 400)'];
        yield [static fn ($method) => new PortalException($method, 400, '0', '0'), '0: 0 (HTTP 400)'];
        yield [
            static fn ($method) => new ConnectionException($method, 'reset', true),
            'the connection to the portal broke off (reset)',
        ];
        yield [
            static fn ($method) => new ConnectionException($method, '', true),
            'the connection to the portal broke off',
        ];
        yield [
            static fn ($method) => new ConnectionException($method, 'refused', false),
            'no connection to the portal (refused)',
        ];
        yield [static fn ($method) => new TimeoutException($method, 2.5), 'no answer within 2.5 s'];
        yield [
            static fn ($method) => new PortalMovedException($method, 302, 'a.example'),
            'the portal redirects to a.example: it has a new address, or is closed',
        ];
        yield [
            static fn ($method) => new PortalMovedException($method, 302, ''),
            'the portal redirects: it has a new address, or is closed',
        ];
        yield [
            static fn ($method) => new UnexpectedResponseException($method, 404, 'text/html'),
            'the answer is not one of a Bitrix24 portal (HTTP 404, text/html)',
        ];
        yield [
            static fn ($method) => new UnexpectedResponseException($method, 404),
            'the answer is not one of a Bitrix24 portal (HTTP 404, no content type)',
        ];
        yield [
            static fn ($method) => new UnexpectedResponseException($method, 200, detail: 'too large'),
            'too large (HTTP 200)',
        ];
        $cause = new TimeoutException('crm.calllist.add', 60);
        yield [
            static fn ($method) => new SkippedException($method, $cause),
            'not run, since a command before it failed (crm.calllist.add: no answer within 60 s)',
        ];
        yield [
            static fn ($method) => new OutcomeUnknownException($method, $cause, []),
            'it is not known whether the portal did it. Look with crm.calllist.list, newest first, before you '
            . 'repeat it. What happened: no answer within 60 s',
        ];
    }

    public function testAListThatKeptChangingSaysWhatFollows(): void
    {
        $error = UnstableListException::after(7, 'Nothing was written');
        self::assertSame(['crm.calllist.items.get', 7], [$error->method, $error->passes]);
        $what = 'the list kept changing while it was read 7 times. Nothing was written; try again later';
        self::assertSame($what, $error->what());
    }

    public function testACauseIsThePreviousErrorToo(): void
    {
        $cause = new TimeoutException('crm.calllist.add', 60);
        self::assertTrue($cause->sent);
        $params = ['auth' => 'token', 'access_token' => 'token', 'ID' => 13];
        $unknown = new OutcomeUnknownException('crm.calllist.add', $cause, $params);
        self::assertSame([$cause, $cause, ['ID' => 13]], [$unknown->cause, $unknown->getPrevious(), $unknown->params]);
        $skipped = new SkippedException('profile', $cause);
        self::assertSame([$cause, $cause], [$skipped->cause, $skipped->getPrevious()]);
    }

    /** @dataProvider classes */
    public function testARefusalKeepsEverythingInEveryClass(int $status, string $class): void
    {
        $error = PortalException::of('profile', $status, 'X', 'no', 'ID');
        self::assertSame($class, $error::class);
        self::assertSame(
            ['profile', $status, 'X', 'no', 'ID', []],
            [$error->method, $error->status, $error->errorCode, $error->description, $error->argument, $error->ids],
        );
    }

    public static function classes(): iterable
    {
        yield [400, PortalException::class];
        yield [401, AuthException::class];
        yield [402, PortalException::class];
        yield [403, AccessException::class];
        yield [429, LimitException::class];
        yield [500, PortalException::class];
        yield [503, LimitException::class];
    }

    public function testNothingIsMadeUpWhereNothingIsSaid(): void
    {
        $error = PortalException::of('profile', 400, 'X');
        self::assertSame(['', '', []], [$error->description, $error->argument, $error->ids]);
        $page = new UnexpectedResponseException('profile', 404);
        self::assertSame(['', '', ''], [$page->contentType, $page->excerpt, $page->detail]);
        self::assertFalse((new ConnectionException('profile', '', true))->permanent);
    }

    /** @dataProvider anchors */
    public function testTheAddressOfItsPageIsTheSameInAllClients(string $code, string $anchor): void
    {
        $error = new PortalException('profile', 400, $code);
        self::assertSame("https://b24-calllist.github.io/b24-calllist/errors.html#$anchor", $error->docUrl);
    }

    public static function anchors(): iterable
    {
        yield ['', 'empty-code'];
        yield ['100', '100'];
        yield ['ERROR_CORE', 'ERROR_CORE'];
        yield ["a!b'c(d)e*f~g h/я", "a!b'c(d)e*f~g%20h%2F%D1%8F"];
    }
}

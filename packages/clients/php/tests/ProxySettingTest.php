<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Internal\ProxySetting;
use PHPUnit\Framework\TestCase;

/** Which option or variable sets the proxy of a request, in the order of curl. */
final class ProxySettingTest extends TestCase
{
    private const VARIABLES = [
        'https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY',
    ];

    protected function setUp(): void
    {
        array_map(putenv(...), self::VARIABLES); // without a value it is taken away
    }

    protected function tearDown(): void
    {
        array_map(putenv(...), self::VARIABLES);
    }

    /** @dataProvider variables */
    public function testTheFirstVariableThatIsSetCounts(array $set, ?string $https, ?string $http): void
    {
        foreach ($set as $name) {
            putenv("$name=proxy.example");
        }
        self::assertSame([$https, $http], self::namesIn(new ProxySetting(null)));
    }

    public static function variables(): iterable
    {
        yield [[], null, null];
        yield [self::VARIABLES, 'https_proxy', 'http_proxy'];
        yield [['HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'], 'HTTPS_PROXY', 'all_proxy'];
        yield [['all_proxy', 'ALL_PROXY'], 'all_proxy', 'all_proxy'];
        yield [['ALL_PROXY'], 'ALL_PROXY', 'ALL_PROXY'];
        yield 'a request to a web server can set it' => [['HTTP_PROXY'], null, null];
    }

    public function testAnEmptyVariableIsNotSet(): void
    {
        putenv('https_proxy=');
        putenv('ALL_PROXY=proxy.example');
        self::assertSame(['ALL_PROXY', 'ALL_PROXY'], self::namesIn(new ProxySetting(null)));
    }

    public function testAnOptionCountsMoreThanVariables(): void
    {
        putenv('ALL_PROXY=proxy.example');
        self::assertSame(['CURLOPT_PROXY', 'CURLOPT_PROXY'], self::namesIn(new ProxySetting('proxy.example')));
        self::assertSame([null, null], self::namesIn(new ProxySetting('')), 'none is wanted');
    }

    /** @return list<string|null> for https and http */
    private static function namesIn(ProxySetting $setting): array
    {
        self::assertNull($setting->nameFor('ftp://portal.example/'));
        self::assertSame($setting->nameFor('https://a/'), $setting->nameFor('HTTPS://portal.example:443/'));
        return [$setting->nameFor('https://portal.example:443/'), $setting->nameFor('http://portal.example/')];
    }
}

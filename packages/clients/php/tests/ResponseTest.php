<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** What came back. */
final class ResponseTest extends TestCase
{
    public function testAHeaderHasItsNameInAnyCase(): void
    {
        $response = new Response(200, ['Retry-AFTER' => '7'], '');
        self::assertSame(['7', '7', ''], [
            $response->header('retry-after'),
            $response->header('RETRY-After'),
            $response->header('Location'),
        ]);
    }

    public function testABodyMayHave64MiB(): void
    {
        $body = str_repeat('x', 64 * 1024 * 1024);
        self::assertFalse(Response::isTooLarge($body));
        self::assertTrue(Response::isTooLarge("{$body}x"));
    }
}

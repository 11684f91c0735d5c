<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Internal\Methods;
use B24CallList\Transport\Response;
use PHPUnit\Framework\TestCase;

/** The examples of the client's methods send the first request that the description has, and print its response. */
final class ExamplesTest extends TestCase
{
    /** @dataProvider examples */
    public function testEveryExampleRuns(string $code, mixed $params, mixed $result): void
    {
        $transport = new FakeTransport(new Response(200, [], json_encode(['result' => $result])));
        $auth = Auth::webhook('https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/');
        $b24 = new Client($auth, transport: $transport);
        ob_start();
        (static fn (Client $b24) => eval("use B24CallList\EntityType;\n$code"))($b24);

        $said = explode(PHP_EOL, trim(ob_get_clean()));
        self::assertEquals([$params], $transport->bodies());
        self::assertCount(is_array($result) && array_is_list($result) ? count($result) : 1, array_filter($said));
    }

    public static function examples(): iterable
    {
        $description = json_decode(file_get_contents(dirname(__DIR__, 4) . '/spec/dist/sdk.json'), true);
        foreach ((new \ReflectionClass(Methods::class))->getMethods() as $method) {
            if (!preg_match('/\(`([\w.]+)`\)/', (string) $method->getDocComment(), $wire)) {
                continue;
            }
            preg_match_all('/^ +\*     (.*)$/m', explode('@', $method->getDocComment())[0], $code);
            $post = $description['paths']["/$wire[1]"]['post'];
            $name = array_key_first(self::namesIn($post['requestBody']));
            $responses = self::namesIn($post['responses']['200']);
            $values = $description['components']['examples'];
            yield $method->name => [
                implode("\n", $code[1]),
                $values[self::namesIn($post['requestBody'])[$name]]['value'],
                $values[$responses[$name] ?? reset($responses)]['value']['result'],
            ];
        }
    }

    /** @return array<string, string> names of examples, and of what they refer to */
    private static function namesIn(array $body): array
    {
        $nameOf = static fn (array $example): string => basename($example['$ref']);
        return array_map($nameOf, $body['content']['application/json']['examples']);
    }
}

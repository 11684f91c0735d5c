<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use PHPUnit\Framework\TestCase;

/** A new user's way: installs the package with Composer as the README says, and runs every sample of it. */
final class ReadmeTest extends TestCase
{
    private static string $folder;
    private static ?Process $sandbox;
    private static string $url;

    public static function setUpBeforeClass(): void
    {
        self::$folder = sys_get_temp_dir() . '/b24-calllist-' . bin2hex(random_bytes(4));
        mkdir(self::$folder);
        $project = str_replace('../b24-calllist/packages/clients/php', dirname(__DIR__), self::blocks('json')[0]);
        file_put_contents(self::$folder . '/composer.json', $project);
        self::execute(['composer', 'install', '--no-interaction', '--quiet'], ['COMPOSER_DISABLE_NETWORK' => '1']);

        self::$sandbox = new Process('node', '../../portals/sandbox/dist/bin.js', '--port', '0', '--no-limits');
        self::$url = substr(self::$sandbox->said, strlen('Sandbox portal: '));
    }

    public static function tearDownAfterClass(): void
    {
        self::$sandbox = null;
        self::execute(['rm', '-rf', self::$folder]);
    }

    /** @dataProvider samples */
    public function testEverySampleRuns(string $code, string $expected): void
    {
        $start = "<?php\n\nrequire 'vendor/autoload.php';\n\n";
        file_put_contents(self::$folder . '/sample.php', str_starts_with($code, '<?php') ? $code : $start . $code);
        $sandbox = self::$folder . '/sandbox';
        file_put_contents($sandbox, sprintf(
            "#!/bin/sh\nexec node %s \"\$@\"\n",
            escapeshellarg(dirname(__DIR__, 3) . '/portals/sandbox/dist/bin.js')
        ));
        chmod($sandbox, 0755);

        $said = self::execute([PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=1', 'sample.php'], [
            'B24_WEBHOOK_URL' => self::$url,
            'B24_PORTAL' => preg_replace('#/rest/.*#', '', self::$url),
            'B24_ACCESS_TOKEN' => 'sandbox-access-token',
            'B24_NEW_ACCESS_TOKEN' => 'sandbox-access-token',
            'B24_SANDBOX' => $sandbox,
        ]);

        self::assertMatchesRegularExpression($expected, $said);
    }

    public static function samples(): iterable
    {
        $expected = [
            'first call' => '/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/',
            'whole lists' => "/^9 IN_WORK\n17 IN_WORK\n19 IN_WORK\n(.|\n)*^50 2025-10-20 18:05:09$/m",
            'change' => '/^21 23 joined, 17 left$/',
            'progress' => "/^\d of \d to be called\nopen: .*21 23$/",
            'errors' => '/^An id is wrong\.$/',
            'batch' => "/^list: .*\nmissing: crm\.calllist\.get: LIST_ID_ERROR.*\nstatuses: .*\nCONTACT$/",
            'OAuth' => '/^13$/',
            'transport' => '/^\d+$/',
            'tests' => '/^3$/',
        ];
        $blocks = self::blocks('php');
        self::assertCount(count($expected), $blocks);
        foreach (array_keys($expected) as $index => $name) {
            yield $name => [$blocks[$index], $expected[$name]];
        }
    }

    /** @return list<string> the samples in a language */
    private static function blocks(string $language): array
    {
        preg_match_all("/^```$language\n(.*?)^```$/ms", file_get_contents(dirname(__DIR__) . '/README.md'), $found);
        return $found[1];
    }

    private static function execute(array $command, array $env = []): string
    {
        $process = proc_open(
            $command,
            [1 => ['pipe', 'w'], 2 => ['redirect', 1]],
            $pipes,
            self::$folder,
            $env + getenv()
        );
        $said = trim(stream_get_contents($pipes[1]));
        self::assertSame(0, proc_close($process), $said);
        return $said;
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Mutation\Mutators;
use PHPUnit\Framework\TestCase;

require_once 'PhpParser/autoload.php';
require_once __DIR__ . '/../mutation/Mutators.php';

/** What `npm run mutate -- php` makes of code. */
final class MutatorsTest extends TestCase
{
    /** @dataProvider codes */
    public function testCodeIsChangedInOnePlaceAtATime(string $code, array $changed): void
    {
        $file = "<?php\n$code\n";
        $made = array_map(
            static fn (array $mutant): string => trim(substr(Mutators::changed($file, $mutant), 6)),
            Mutators::of($file),
        );
        sort($made);
        sort($changed);
        self::assertSame($changed, $made);
    }

    public static function codes(): iterable
    {
        yield ['$a = $b < $c;', ['$a = $b <= $c;', '$a = $b >= $c;']];
        yield ['$a = $b && $c;', ['$a = $b || $c;', '$a = $b;', '$a = $c;']];
        yield ['$a = $b ?? $c;', ['$a = $b;', '$a = $c;']];
        yield ['$a = $b ?? throw $c;', ['$a = $b;']];
        yield ['$a = !$b;', ['$a = $b;']];
        yield ['$a = $b ? $c : $d;', ['$a = $c;', '$a = $d;']];
        yield ['$a = 5;', ['$a = 6;', '$a = 4;']];
        yield ["\$a = 'x';", ["\$a = '';"]];
        yield ["\$a = '/^bc$/D';", ["\$a = '/bc$/D';", "\$a = '/^bc/D';", "\$a = '/^bc$/';", "\$a = '';"]];
        yield ['$a = [$b, $c];', ['$a = [$c];', '$a = [$b, ];']];
        yield ['[$a, $b] = $c;', [';']];
        yield ['$a->b = $c;', [';']];
        yield ['f($a);', [';']];
        yield ['assert($a < $b);', []];
        yield ['$a = trim($b);', ['$a = $b;']];
        yield ['$a = in_array($b, $c, true);', []];
        yield ['if ($a) { f(); }', ['if (true) { f(); }', 'if (false) { f(); }', 'if ($a) { ; }']];
        yield ['throw $a;', [';']];
        yield ['function f(): int { return $a; }', ['function f(): int { return 0; }']];
        yield ['function f(): ?int { return $a; }', ['function f(): ?int { return null; }']];
        yield ['fn (): bool => $a;', [';', 'fn (): bool => true;', 'fn (): bool => false;']];
        yield [
            '$a = match ($b) { $c, $d => $e, default => $f };',
            [
                '$a = match ($b) { default => $f };',
                '$a = match ($b) { $c, $d => $e,  };',
                '$a = match ($b) { $c => $e, default => $f };',
                '$a = match ($b) { $d => $e, default => $f };',
            ],
        ];
        yield [
            'try { f(); } catch (A | B) { g(); }',
            [
                'try { ; } catch (A | B) { g(); }',
                'try { f(); } catch (A) { g(); }',
                'try { f(); } catch (B) { g(); }',
                'try { f(); } catch (A | B) { ; }',
            ],
        ];
        yield ['#[A(1)] class B { private const C = 1; }', [
            '#[A(1)] class B { private const C = 2; }',
            '#[A(1)] class B { private const C = 0; }',
        ]];
    }
}

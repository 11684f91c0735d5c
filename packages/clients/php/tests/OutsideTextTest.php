<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Command;
use B24CallList\EntityType;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\OutcomeUnknownException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\SkippedException;
use B24CallList\Transport\Response;
use B24CallList\Transport\TransportException;
use PHPUnit\Framework\TestCase;

/** Texts that come from outside can be printed: they write no lines into a log, and no commands to a terminal. */
final class OutsideTextTest extends TestCase
{
    private const EVIL = "a\r\nb\u{1b}[2Jc\u{202e}d\u{9b}e\xfff";
    private const TAME = "a  b\u{fffd}[2Jc\u{fffd}d\u{fffd}e\u{fffd}f";

    /** @dataProvider signs */
    public function testASignThatIsNotPrintedIsReplaced(string $sign, string $by): void
    {
        $error = $this->error(Portal::error(400, 'X', "a{$sign}b"));
        self::assertSame("a{$by}b", $error->description, 'U+' . strtoupper(bin2hex($sign)));
        self::assertSame("crm.calllist.get: X: a{$by}b (HTTP 400)", $error->getMessage());
    }

    public static function signs(): iterable
    {
        $spaces = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029];
        $bidi = [0x61c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
        $controls = [...range(0, 0x1f), ...range(0x7f, 0x9f), ...$bidi];
        foreach ([...$spaces, ...array_diff($controls, $spaces)] as $number) {
            $by = in_array($number, $spaces, true) ? ' ' : "\u{fffd}";
            yield sprintf('U+%04X', $number) => [\IntlChar::chr($number), $by];
        }
        foreach ([0x20, 0x7e, 0xa0, 0xad, 0x61b, 0x200b, 0x200d, 0x2010, 0x202f, 0x2065, 0x206a, 0x1f469] as $number) {
            yield sprintf('U+%04X stays', $number) => [\IntlChar::chr($number), \IntlChar::chr($number)];
        }
    }

    /** @dataProvider places */
    public function testTheyAreReplacedWhereverATextComesFrom(
        Response|TransportException $answer,
        string $field,
        string $says = self::TAME,
    ): void {
        $error = $this->error($answer);
        self::assertSame($says, $error->$field);
        self::assertDoesNotMatchRegularExpression('/[\p{Cc}\x{202e}]/u', $error->getMessage());
    }

    public static function places(): iterable
    {
        $json = json_encode(['error' => '%', 'error_description' => '%', 'argument' => '%']);
        $evil = substr(json_encode(substr(self::EVIL, 0, -2)), 1, -1) . "\xfff";
        $refusal = Portal::page(400, str_replace('%', $evil, $json), 'application/json');
        yield 'a code' => [$refusal, 'errorCode'];
        yield 'a description' => [$refusal, 'description'];
        yield 'an argument' => [$refusal, 'argument'];
        $page = Portal::page(404, self::EVIL, 'text/' . self::EVIL);
        yield 'an excerpt' => [$page, 'excerpt'];
        yield 'a content type' => [$page, 'contentType', 'text/' . self::TAME];
        yield 'a host' => [
            new Response(302, ['Location' => "https://a\u{202e}b\xff.example:8443/"], ''),
            'host',
            "a\u{fffd}b\u{fffd}.example:8443",
        ];
        yield 'a transport\'s reason' => [new TransportException(self::EVIL), 'reason'];
        yield 'a result of another type' => [
            Portal::result("a\u{7f}b\u{202e}c\n"),
            'detail',
            "an object was expected, but the response has result: \"a\u{fffd}b\u{fffd}c\\n\"",
        ];
    }

    public function testErrorsThatTellAnothersTextTellItAsItWasMadePrintable(): void
    {
        $b24 = Portal::client(new FakeTransport(Portal::error(500, 'X', self::EVIL[0] . "\r\nExecuted: no\u{1b}")));
        $told = '/^crm\.calllist\.add: .* What happened: X: a  Executed: no\x{fffd} \(HTTP 500\)$/Du';
        try {
            $b24->add(EntityType::Contact, [9]);
            self::fail('an error was expected');
        } catch (OutcomeUnknownException $error) {
            self::assertMatchesRegularExpression($told, $error->getMessage());
        }

        $refusal = Portal::error(400, 'X', "a\r\nb\u{1b}");
        $entries = Portal::client(new FakeTransport(Portal::batch(static fn () => $refusal)))
            ->batch([Command::get(13), Command::get(14)], halt: true);
        self::assertInstanceOf(SkippedException::class, $entries[1]->error);
        $told = "(crm.calllist.get: X: a  b\u{fffd} (HTTP 200))";
        self::assertStringContainsString($told, $entries[1]->error->getMessage());
    }

    /** @dataProvider halves */
    public function testHalfOfAPairIsReadAsAReplacementCharacter(string $json, string $text): void
    {
        $body = "{\"error\":\"X\",\"error_description\":\"$json\"}";
        self::assertSame($text, $this->error(Portal::page(400, $body, 'application/json'))->description);
        $good = Portal::page(200, "{\"result\":{\"NAME\":\"$json\"}}", 'application/json');
        self::assertSame(['NAME' => $text], Portal::client(new FakeTransport($good))->call(Command::of('profile')));
    }

    public static function halves(): iterable
    {
        yield 'the first half' => ['a\ud83db', "a\u{fffd}b"];
        yield 'the second half' => ['a\uDC00b', "a\u{fffd}b"];
        yield 'halves the wrong way round' => ['\udc00\ud83d', "\u{fffd}\u{fffd}"];
        yield 'one before a pair' => ['\ud83d\ud83d\ude00\ude00', "\u{fffd}\u{1f600}\u{fffd}"];
        yield 'one that a backslash takes its meaning' => ['\\\\ud83d \ud83d', "\\ud83d \u{fffd}"];
    }

    /** @dataProvider lengths */
    public function testALongTextIsCut(string $field, int $most, \Closure $answer): void
    {
        foreach (['я', '/rest/1/s3cretc0de/x '] as $part) {
            $whole = str_repeat($part, intdiv($most, mb_strlen($part)));
            $masked = str_replace('s3cretc0de', '***', $whole);
            self::assertSame($masked, $this->error($answer($whole))->$field);
        }
        $cut = str_repeat('я', $most) . '…';
        self::assertSame($cut, $this->error($answer(str_repeat('я', $most + 1)))->$field);
        self::assertSame($cut, $this->error($answer(str_repeat('я', 100 * $most)))->$field);
    }

    public static function lengths(): iterable
    {
        yield ['errorCode', 200, static fn (string $text) => Portal::error(400, $text)];
        yield ['description', 1000, static fn (string $text) => Portal::error(400, 'X', $text)];
        yield ['argument', 200, static fn (string $text) => Portal::json(['error' => 'X', 'argument' => $text], 400)];
        yield ['contentType', 200, static fn (string $text) => Portal::page(404, 'x', $text)];
        yield ['reason', 1000, static fn (string $text) => new TransportException($text)];
    }

    public function testALongHostIsCut(): void
    {
        $moved = new Response(302, ['Location' => 'https://' . str_repeat('a', 300) . '/'], '');
        self::assertSame(str_repeat('a', 200) . '…', $this->error($moved)->host);
    }

    public function testASecretIsMaskedBeforeATextIsMadePrintableAndCut(): void
    {
        $secret = "tok\u{85}en-\u{1b}-s3cret";
        $auth = Auth::oauth('example.bitrix24.com', $secret);
        $text = str_repeat('x', 995) . $secret;
        $b24 = new Client($auth, attempts: 1, transport: new FakeTransport(Portal::error(400, 'X', $text)));
        try {
            $b24->get(13);
            self::fail('an error was expected');
        } catch (PortalException $error) {
            self::assertSame(str_repeat('x', 995) . '***', $error->description);
        }
    }

    public function testRowsAreAsThePortalSendsThem(): void
    {
        $row = ['DATE_CREATE' => "a\n\u{202e} \u{feff}b"] + Portal::ROW;
        $b24 = Portal::client(new FakeTransport(Portal::result($row)));
        self::assertSame("a\n\u{202e} \u{feff}b", $b24->get(13)->dateCreate);
    }

    /** @dataProvider otherTypes */
    public function testATypeOfListThatCannotBeChangedIsToldInAnErrorOfThePortal(string $type, string $told): void
    {
        $transport = new FakeTransport(Portal::result(['ENTITY_TYPE' => $type] + Portal::ROW));
        try {
            Portal::client($transport)->changeParticipants(13, [9]);
            self::fail('an error was expected');
        } catch (PortalException $error) {
            self::assertSame(
                'crm.calllist.update: ENTITY_TYPE_ERROR: The portal updates lists of contacts and companies, and this '
                . "is one of $told. Nothing was written (HTTP 400)",
                $error->getMessage(),
            );
            self::assertCount(1, $transport->requests);
        }
    }

    public static function otherTypes(): iterable
    {
        yield ["LEAD\n\u{1b}", "LEAD \u{fffd}"];
        yield ['', 'an unknown type'];
    }

    private function error(Response|TransportException $answer): CallListException
    {
        try {
            Portal::client(new FakeTransport($answer), attempts: 1)->get(13);
        } catch (CallListException $error) {
            return $error;
        }
        self::fail('an error was expected');
    }
}

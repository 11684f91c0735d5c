<?php

declare(strict_types=1);

namespace B24CallList\Tests;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\Transport\Response;
use B24CallList\Transport\Transport;
use B24CallList\Transport\TransportException;

/** Answers as portals give them, and clients that get them. */
final class Portal
{
    public const URL = 'https://example.bitrix24.com/rest/1/s3cretc0de/';
    public const ROW = [
        'ID' => '13',
        'DATE_CREATE' => '2025-07-14 08:47:19',
        'CREATED_BY_ID' => '29',
        'WEBFORM_ID' => '1',
        'ENTITY_TYPE_ID' => '3',
        'ENTITY_TYPE' => 'CONTACT',
    ];

    public static function client(Transport $transport, FakeClock $clock = new FakeClock(), int $attempts = 5): Client
    {
        return new Client(Auth::webhook(self::URL), attempts: $attempts, transport: $transport, clock: $clock);
    }

    public static function json(mixed $body, int $status = 200, array $headers = []): Response
    {
        $type = ['Content-Type' => 'application/json; charset=utf-8'];
        $json = json_encode($body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
        return new Response($status, $type + $headers, $json);
    }

    public static function result(mixed $result): Response
    {
        return self::json(['result' => $result, 'time' => ['start' => 1787206096]]);
    }

    public static function error(
        int $status,
        string|int $code,
        string $description = 'x',
        array $headers = [],
    ): Response {
        return self::json(['error' => $code, 'error_description' => $description], $status, $headers);
    }

    public static function page(int $status, string $body = '<html>page</html>', string $type = 'text/html'): Response
    {
        return new Response($status, ['Content-Type' => $type], $body);
    }

    public static function refused(): TransportException
    {
        return new TransportException("Couldn't connect to server", sent: false);
    }

    public static function untrusted(): TransportException
    {
        return new TransportException('the certificate is not trusted', sent: false, permanent: true);
    }

    public static function reset(): TransportException
    {
        return new TransportException('Failure when receiving data from the peer');
    }

    public static function silence(): TransportException
    {
        return new TransportException('Timeout was reached', timedOut: true);
    }

    /** Answers a batch command by command. */
    public static function batch(\Closure $answer): \Closure
    {
        return static function ($request) use ($answer): Response {
            $results = $errors = [];
            foreach (json_decode($request->body(), true)['cmd'] as $name => $command) {
                [$method, $query] = explode('?', $command, 2) + [1 => ''];
                parse_str($query, $params);
                $said = $answer($method, $params);
                if ($said instanceof Response) {
                    $errors[$name] = json_decode($said->body, true);
                } else {
                    $results[$name] = $said;
                }
            }
            return self::result(['result' => $results, 'result_error' => $errors, 'result_total' => []]);
        };
    }
}

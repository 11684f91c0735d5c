<?php

declare(strict_types=1);

// A server that keeps connections open and breaks them as the path says, and a proxy that does as the host says that it
// is asked for. Prints its port; counts what it was asked. With a file of certificate and key it speaks TLS.

$context = stream_context_create([
    'socket' => ['tcp_nodelay' => true],
    'ssl' => ['local_cert' => $argv[1] ?? getenv('TUNNEL_CERTIFICATE')],
]);
$flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
$server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, $flags, $context);
echo parse_url('tcp://' . stream_socket_get_name($server, false), PHP_URL_PORT), PHP_EOL;

$answer = static fn (string $body, string $status = '200 OK', string $more = '', ?int $length = null): string =>
    "HTTP/1.1 $status\r\nContent-Type: application/json\r\nContent-Length: " . ($length ?? strlen($body))
    . "\r\n$more\r\n$body";
$packed = static fn (string $encoding, string $body): string => $answer($body, more: "Content-Encoding: $encoding\r\n");
$secure = static fn ($socket): bool =>
    (bool) @stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLS_SERVER);

// Responses of four gigabytes: the first part, and one that comes again and again.
$gzip = deflate_init(ZLIB_ENCODING_GZIP);
$start = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
$million = str_repeat('x', 1024 * 1024);
$floods = [
    '/bomb' => [
        "{$start}Content-Encoding: gzip\r\n\r\n" . deflate_add($gzip, '{"result":"', ZLIB_FULL_FLUSH),
        deflate_add($gzip, $million, ZLIB_FULL_FLUSH),
    ],
    '/endless' => ["$start\r\n{\"result\":\"", $million],
    '/headers' => [$start, str_repeat("X-More: xxxxx\r\n", 64 * 1024)],
    '/hints' => ['', str_repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 32 * 1024)],
];

$connections = [];
$counts = [];
$used = [];
$close = static function ($socket) use (&$connections, &$used): void {
    unset($connections[(int) $socket], $used[(int) $socket]);
    fclose($socket);
};
while (true) {
    $ready = [$server, ...$connections];
    $none = null;
    stream_select($ready, $none, $none, null);
    foreach ($ready as $socket) {
        if ($socket === $server) {
            $connection = stream_socket_accept($server);
            $connections[(int) $connection] = $connection;
            if (isset($argv[1]) && !$secure($connection)) {
                $close($connection);
            }
            continue;
        }
        $line = (string) @fgets($socket);
        $headers = '';
        while (($header = @fgets($socket)) !== false && trim($header) !== '') {
            $headers .= $header;
        }
        if (str_starts_with($line, 'CONNECT ')) {
            $host = explode(':', explode(' ', $line)[1])[0];
            $counts[$host] = ($counts[$host] ?? 0) + 1;
            if (preg_match('/^refused-(\d+)\./', $host, $status) === 1) {
                fwrite($socket, $answer('no', "$status[1] Refused"));
                $close($socket);
            } elseif (str_starts_with($host, 'closed.')) {
                $close($socket);
            } elseif (!str_starts_with($host, 'silent.')) {
                fwrite($socket, "HTTP/1.1 200 Connection established\r\n\r\n");
                if (str_starts_with($host, 'cut.') || !$secure($socket)) {
                    $close($socket);
                }
            }
            continue;
        }
        if (!str_starts_with($line, 'POST ')) { // nothing more, or TLS
            $close($socket);
            continue;
        }
        preg_match('/^content-length: *(\d+)/im', $headers, $length);
        $body = isset($length[1]) && $length[1] > 0 ? stream_get_contents($socket, (int) $length[1]) : '';
        $path = explode(' ', $line)[1];
        $counts[$path] = ($counts[$path] ?? 0) + 1;
        $isUsed = isset($used[(int) $socket]);
        $used[(int) $socket] = true;
        $echo = json_encode(['line' => trim($line), 'headers' => $headers, 'body' => $body, 'used' => $isUsed]);
        $text = match ($path) {
            '/counts' => $answer(json_encode($counts)),
            '/cut' => $answer('{"res', length: 100),
            '/redirect' => $answer('', '302 Found', "Location: http://127.0.0.1:1/elsewhere\r\n"),
            '/early' => "HTTP/1.1 103 Early Hints\r\nX-Interim: yes\r\n\r\n" . $answer('{}', more: "X-Last: a:b\r\n"),
            '/gzip' => $packed('gzip', gzencode($echo)),
            '/deflate' => $packed('deflate', gzcompress($echo)),
            '/raw-deflate' => $packed('deflate', gzdeflate($echo)),
            '/reset', '/silence', '/bomb', '/endless', '/headers', '/hints' => '',
            default => $answer($echo),
        };
        @fwrite($socket, $text);
        [$first, $again] = $floods[$path] ?? ['', ''];
        @fwrite($socket, $first);
        for ($part = 0; $again !== '' && $part < 4096; ++$part) {
            if (@fwrite($socket, $again) !== strlen($again)) {
                break; // the client has enough
            }
        }
        if (in_array($path, ['/reset', '/cut', ...array_keys($floods)], true)) {
            $close($socket);
        }
    }
}

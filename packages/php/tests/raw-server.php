<?php

declare(strict_types=1);

// A server that keeps connections open and breaks them as the path says. Prints its port; counts what it was asked.

$server = stream_socket_server('tcp://127.0.0.1:0');
echo parse_url('tcp://' . stream_socket_get_name($server, false), PHP_URL_PORT), PHP_EOL;
$answer = static fn (string $body, int $length, string $status = '200 OK', string $more = ''): string =>
    "HTTP/1.1 $status\r\nContent-Type: application/json\r\nContent-Length: $length\r\n$more\r\n$body";
$connections = [];
$counts = [];
$used = [];
while (true) {
    $ready = [$server, ...$connections];
    $none = null;
    stream_select($ready, $none, $none, null);
    foreach ($ready as $socket) {
        if ($socket === $server) {
            $connection = stream_socket_accept($server);
            $connections[(int) $connection] = $connection;
            continue;
        }
        $line = (string) fgets($socket);
        $headers = '';
        while (($header = fgets($socket)) !== false && trim($header) !== '') {
            $headers .= $header;
        }
        if (!str_starts_with($line, 'POST ')) { // nothing more, or TLS
            unset($connections[(int) $socket]);
            fclose($socket);
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
            '/counts' => $answer($told = json_encode($counts), strlen($told)),
            '/cut' => $answer('{"res', 100),
            '/redirect' => $answer('', 0, '302 Found', "Location: http://127.0.0.1:1/elsewhere\r\n"),
            '/early' => "HTTP/1.1 103 Early Hints\r\nX-Interim: yes\r\n\r\n"
                . $answer('{}', 2, more: "X-Last: a:b\r\n"),
            '/reset', '/silence' => '',
            default => $answer($echo, strlen($echo)),
        };
        fwrite($socket, $text);
        if (in_array($path, ['/reset', '/cut'], true)) {
            fclose($socket);
            unset($connections[(int) $socket], $used[(int) $socket]);
        }
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Transport;

/**
 * Sends requests with ext-curl, and keeps the connection for the next one.
 *
 *     new Client($auth, transport: new CurlTransport([CURLOPT_PROXY => 'http://proxy.example:3128']));
 */
final class CurlTransport implements Transport
{
    private ?\CurlHandle $handle = null;
    private readonly \SensitiveParameterValue $options;

    /**
     * @param array<int, mixed> $options options of curl beside the ones that are set here: a proxy, certificates
     */
    public function __construct(#[\SensitiveParameter] array $options = [])
    {
        $this->options = new \SensitiveParameterValue($options);
    }

    public function send(#[\SensitiveParameter] Request $request): Response
    {
        $handle = $this->handle ??= curl_init();
        curl_reset($handle);
        $headers = [];
        /** @var array<int, mixed> $others */
        $others = $this->options->getValue();
        curl_setopt_array($handle, $this->optionsOf($request, $headers) + $others);
        $body = curl_exec($handle);
        if (!is_string($body)) {
            $errno = curl_errno($handle);
            // Nothing of the request has left: no connection, or no trust in the certificate.
            $sent = (int) curl_getinfo($handle, CURLINFO_REQUEST_SIZE) > 0;
            $text = (string) curl_strerror($errno);
            throw new TransportException($text, $sent, $sent && $errno === CURLE_OPERATION_TIMEDOUT);
        }
        return new Response((int) curl_getinfo($handle, CURLINFO_RESPONSE_CODE), $headers, $body);
    }

    /**
     * @param array<string, string> $headers where those of the answer go
     *
     * @return array<int, mixed>
     */
    private function optionsOf(#[\SensitiveParameter] Request $request, array &$headers): array
    {
        $lines = ['Expect:']; // without, curl waits a second before it sends a long body
        foreach ($request->headers() as $name => $value) {
            $lines[] = "$name: $value";
        }
        return [
            CURLOPT_URL => $request->url(),
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $request->body(),
            CURLOPT_HTTPHEADER => $lines,
            CURLOPT_HEADERFUNCTION => static function ($handle, string $line) use (&$headers): int {
                $parts = explode(':', $line, 2);
                if (isset($parts[1])) {
                    $headers[strtolower(trim($parts[0]))] = trim($parts[1]);
                } elseif (str_starts_with($line, 'HTTP/')) {
                    $headers = []; // those before belong to a proxy, or to an interim answer
                }
                return strlen($line);
            },
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT_MS => max(1, (int) round($request->timeout * 1000)),
            CURLOPT_NOSIGNAL => true,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTPS | CURLPROTO_HTTP,
            CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
            // A redirect that is followed turns the POST into a GET and carries the secret to another host.
            CURLOPT_FOLLOWLOCATION => false,
            // When a kept connection turns out to be dead, curl sends the request again by itself. On a new one it
            // does not.
            CURLOPT_FRESH_CONNECT => !$request->repeatable,
        ];
    }
}

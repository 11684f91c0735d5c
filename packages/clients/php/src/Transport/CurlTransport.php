<?php

declare(strict_types=1);

namespace B24CallList\Transport;

use B24CallList\Internal\CurlFailure;
use B24CallList\Internal\CurlOptions;
use B24CallList\Internal\ProxySetting;

/**
 * Sends requests with ext-curl, and keeps the connection for the next one. A process that was forked opens connections
 * of its own.
 *
 *     new Client($auth, transport: new CurlTransport([CURLOPT_PROXY => 'http://proxy.example:3128']));
 */
final class CurlTransport implements Transport
{
    private ?\CurlHandle $handle = null;
    /** Id of the process that the handle belongs to. */
    private int $process = 0;
    private readonly \SensitiveParameterValue $options;
    private readonly ProxySetting $proxy;

    /**
     * @param array<int, mixed> $options options of curl beside the ones that are set here: a proxy, certificates
     *
     * @throws \InvalidArgumentException when an option cannot be used, or the proxy of CURLOPT_PROXY or of a variable
     *     such as HTTPS_PROXY
     */
    public function __construct(#[\SensitiveParameter] array $options = [])
    {
        CurlOptions::check($options);
        $this->options = new \SensitiveParameterValue($options);
        $this->proxy = new ProxySetting($options[CURLOPT_PROXY] ?? null);
    }

    public function send(#[\SensitiveParameter] Request $request): Response
    {
        $handle = $this->handle();
        $headers = [];
        $body = '';
        try {
            curl_setopt_array($handle, $this->optionsOf($request, $headers, $body));
            // curl stops where the body is too large, and the part of it shows that.
            if (curl_exec($handle) === false && !Response::isTooLarge($body)) {
                throw CurlFailure::of($handle, $this->proxy->nameFor($request->url()));
            }
            return new Response((int) curl_getinfo($handle, CURLINFO_RESPONSE_CODE), $headers, $body);
        } finally {
            curl_reset($handle); // or it would hold the body until the next request
        }
    }

    /**
     * Two processes that share a connection read each other's responses, so a fork starts anew.
     */
    private function handle(): \CurlHandle
    {
        if ($this->process !== getmypid()) {
            $this->process = getmypid();
            $this->handle = null;
        }
        return $this->handle ??= curl_init();
    }

    /**
     * @param array<string, string> $headers where those of the response go
     * @param string $body where the body of the response goes
     *
     * @return array<int, mixed>
     */
    private function optionsOf(#[\SensitiveParameter] Request $request, array &$headers, string &$body): array
    {
        $lines = ['Expect:']; // without, curl waits a second before it sends a long body
        foreach ($request->headers() as $name => $value) {
            $lines[] = "$name: $value";
        }
        /** @var array<int, mixed> $others */
        $others = $this->options->getValue();
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
                    $headers = []; // those before belong to a proxy, or to an interim response
                }
                return strlen($line);
            },
            CURLOPT_RETURNTRANSFER => false,
            CURLOPT_WRITEFUNCTION => static function ($handle, string $part) use (&$body): int {
                $body .= $part;
                return Response::isTooLarge($body) ? -1 : strlen($part);
            },
            // Asks for every compression that curl can unpack, and unpacks it unasked, too.
            CURLOPT_ENCODING => '',
            CURLOPT_TIMEOUT_MS => max(1, (int) round($request->timeout * 1000)),
            CURLOPT_NOSIGNAL => true,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTPS | CURLPROTO_HTTP,
            CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
            // A redirect that is followed turns the POST into a GET and carries the secret to another host.
            CURLOPT_FOLLOWLOCATION => false,
            // When a kept connection turns out to be dead, curl sends the request again by itself. On a new one it
            // does not.
            CURLOPT_FRESH_CONNECT => !$request->repeatable,
        ] + $others + [
            // A forked child that ends closes the TLS sessions it inherited, in the name of its parent. PHP cannot
            // prevent that, so where it can fork, there is no session to inherit.
            CURLOPT_FORBID_REUSE => self::canFork() && str_starts_with($request->url(), 'https:'),
        ];
    }

    private static function canFork(): bool
    {
        return function_exists('pcntl_fork');
    }
}

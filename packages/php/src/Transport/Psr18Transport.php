<?php

declare(strict_types=1);

namespace B24CallList\Transport;

use Psr\Http\Client\ClientExceptionInterface;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\StreamFactoryInterface;

/**
 * Sends requests with a PSR-18 client. Set it up so that it follows no redirect, repeats nothing by itself, and has a
 * timeout: PSR-18 has no way to ask for these, and `timeout` of the B24CallList client does not reach it.
 *
 *     $factory = new HttpFactory();
 *     new Client($auth, transport: new Psr18Transport($httpClient, $factory, $factory));
 */
final readonly class Psr18Transport implements Transport
{
    public function __construct(
        private ClientInterface $client,
        private RequestFactoryInterface $requests,
        private StreamFactoryInterface $streams,
    ) {
    }

    public function send(#[\SensitiveParameter] Request $request): Response
    {
        $message = $this->requests->createRequest('POST', $request->url())
            ->withBody($this->streams->createStream($request->body()));
        foreach ($request->headers() as $name => $value) {
            $message = $message->withHeader($name, $value);
        }
        try {
            $answer = $this->client->sendRequest($message);
            $headers = [];
            foreach (array_keys($answer->getHeaders()) as $name) {
                $headers[(string) $name] = $answer->getHeaderLine((string) $name);
            }
            return new Response($answer->getStatusCode(), $headers, (string) $answer->getBody());
        } catch (ClientExceptionInterface | \RuntimeException) {
            // Its text may show the address. PSR-18 does not tell whether the request had left.
            throw new TransportException('the PSR-18 client got no answer');
        }
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Transport;

use B24CallList\Internal\Compression;
use Psr\Http\Client\ClientExceptionInterface;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\StreamFactoryInterface;
use Psr\Http\Message\StreamInterface;

/**
 * Sends requests with a PSR-18 client. Set it up so that it follows no redirect, repeats nothing by itself, and has a
 * timeout: PSR-18 has no way to ask for these, and `timeout` of the B24CallList client does not reach it.
 *
 *     $factory = new HttpFactory();
 *     new Client($auth, transport: new Psr18Transport($httpClient, $factory, $factory));
 */
final readonly class Psr18Transport implements Transport
{
    /** Bytes that are read at once. */
    private const PART = 65_536;

    public function __construct(
        private ClientInterface $client,
        private RequestFactoryInterface $requests,
        private StreamFactoryInterface $streams,
    ) {
    }

    public function send(#[\SensitiveParameter] Request $request): Response
    {
        $message = $this->message($request);
        try {
            $response = $this->client->sendRequest($message);
            $headers = [];
            foreach (array_keys($response->getHeaders()) as $name) {
                $headers[(string) $name] = $response->getHeaderLine((string) $name);
            }
            $body = Compression::unpack(self::read($response->getBody()), $response->getHeaderLine('Content-Encoding'));
            return new Response($response->getStatusCode(), $headers, $body);
        } catch (ClientExceptionInterface | \RuntimeException) {
            // Its text may show the address. PSR-18 does not tell whether the request had left.
            throw new TransportException('the PSR-18 client got no response');
        }
    }

    private function message(#[\SensitiveParameter] Request $request): RequestInterface
    {
        try {
            $message = $this->requests->createRequest('POST', $request->url())
                ->withBody($this->streams->createStream($request->body()));
            foreach ($request->headers() as $name => $value) {
                $message = $message->withHeader($name, $value);
            }
            return $message;
        } catch (\Exception) {
            // Its text may show the address, too.
            throw new TransportException('the PSR-17 factories rejected the request', sent: false, permanent: true);
        }
    }

    /** A body, or of one that is too large as much as shows that. */
    private static function read(StreamInterface $stream): string
    {
        if ($stream->isSeekable()) {
            $stream->rewind();
        }
        $body = '';
        while (!$stream->eof() && !Response::isTooLarge($body)) {
            $body .= $stream->read(self::PART);
        }
        return $body;
    }
}

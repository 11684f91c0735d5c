<?php

declare(strict_types=1);

namespace B24CallList\Transport;

/**
 * Sends one request and reads one answer.
 *
 * It has to send the request once: it follows no redirect, and repeats nothing by itself. Where that cannot be had for
 * every request, it has to be had for those that are not `repeatable`.
 */
interface Transport
{
    /**
     * @throws TransportException when there is no answer
     */
    public function send(Request $request): Response;
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Auth;
use B24CallList\Clock;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\ConnectionException;
use B24CallList\Exception\LimitException;
use B24CallList\Exception\TimeoutException;
use B24CallList\Transport\Request;
use B24CallList\Transport\Response;
use B24CallList\Transport\Transport;
use B24CallList\Transport\TransportException;

/**
 * The way of every call: it is sent, is judged, and is sent again where that is known to be safe.
 *
 * @internal
 */
final readonly class Sender
{
    /** A date as HTTP writes it. strtotime() takes "tomorrow", and "-5" for a time zone. */
    private const DATE = '/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/D';

    public OperatingTime $operating;

    public function __construct(
        public Auth $auth,
        private Transport $transport,
        private Clock $clock,
        private float $timeout,
        private int $attempts,
        private float $delay,
        private float $maxDelay,
    ) {
        // NAN is in no order with other numbers.
        if (!($timeout > 0 && $timeout < INF && $attempts >= 1 && $delay >= 0 && $maxDelay >= 0)) {
            throw new \InvalidArgumentException(
                'timeout, delay and maxDelay are seconds, attempts is how often a call is sent at most, '
                . 'such as timeout: 60, attempts: 5, delay: 1, maxDelay: 30; attempts: 1 repeats nothing'
            );
        }
        $this->operating = new OperatingTime($clock);
    }

    /**
     * Calls a method and gives the `result` of its answer.
     *
     * @param array<string, mixed> $params
     *
     * @throws CallListException
     */
    public function send(string $method, array $params): mixed
    {
        $repeatable = Outcomes::isRepeatable($method, $params);
        $until = INF;
        $renewed = false;
        $last = $closed = null;
        $sent = 0;
        while (true) {
            $this->waitForReset($method, $until, $closed, $last);
            if (++$sent === 1) {
                $until = $this->clock->now() + Numbers::RETRY_WINDOW;
            }
            [$answer, $retryAfter] = $this->attempt($method, $params, $repeatable);
            $error = $answer->error;
            if ($error === null) {
                if ($method !== 'batch') { // its commands have times of their own
                    $this->operating->learn($method, $answer->time);
                }
                return $answer->result;
            }
            $last = $error->withEarlier($last);
            $outcome = $error->outcome();
            if ($outcome->next() === NextStep::Renew && !$renewed && $this->auth->renew()) {
                $renewed = true;
                continue;
            }
            if ($error instanceof LimitException && $retryAfter > 0) {
                $error->retryAt = OperatingTime::instant($this->clock->now() + $retryAfter);
            }
            $this->operating->hold($error);
            $closed = Outcomes::close($error, $method, $params);
            $isSafe = $outcome->next()->isRetry() && ($repeatable || !$outcome->maybeExecuted());
            if (!$isSafe || $sent >= $this->attempts) {
                throw $closed;
            }
            if ($outcome->next() !== NextStep::Wait) {
                $this->sleepUntil($this->clock->now() + $this->pause($sent, $retryAfter), $until, $closed);
            }
        }
    }

    /**
     * Waits until the portal takes a method again, which it has refused.
     *
     * @param CallListException|null $closed what the call ends in where that takes too long
     * @param CallListException|null $last the last attempt's error
     */
    private function waitForReset(
        string $method,
        float $until,
        ?CallListException $closed,
        ?CallListException $last,
    ): void {
        $reset = $this->operating->blockedUntil($method);
        if ($reset > 0) {
            $error = $closed ?? $this->operating->notSent($method, $reset)->withEarlier($last);
            $this->sleepUntil($reset, $this->attempts === 1 ? 0.0 : $until, $error);
        }
    }

    /** Waits, unless that would end beyond the time for repetitions. */
    private function sleepUntil(float $time, float $until, CallListException $otherwise): void
    {
        if ($time > $until) {
            throw $otherwise;
        }
        $this->clock->sleep(max(0.0, $time - $this->clock->now())); // it has gone on since
    }

    /**
     * @param array<string, mixed> $params
     *
     * @return array{Answer, float} with what Retry-After asks for, in seconds
     */
    private function attempt(string $method, array $params, bool $repeatable): array
    {
        $request = $this->request($method, $params, $repeatable);
        try {
            $response = $this->transport->send($request);
        } catch (TransportException $lost) {
            return [Answer::failed($this->lost($method, $lost)), 0.0];
        }
        return [Answer::read($method, $response, $this->auth), $this->retryAfter($response)];
    }

    /**
     * @param array<string, mixed> $params
     */
    private function request(string $method, array $params, bool $repeatable): Request
    {
        try {
            $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
            $body = json_encode((object) ($params + $this->auth->credentials()), $flags);
        } catch (\JsonException $error) {
            // Not as the cause: its trace would hold the token.
            throw new \InvalidArgumentException("$method: the parameters are no JSON ({$error->getMessage()})");
        }
        return new Request($this->auth->url($method), $body, $this->timeout, $repeatable);
    }

    /** The transport's own error is not passed on, since one of another make may name the address. */
    private function lost(string $method, #[\SensitiveParameter] TransportException $lost): CallListException
    {
        return $lost->timedOut
            ? new TimeoutException($method, $this->timeout)
            : new ConnectionException(
                $method,
                OutsideText::sentences($lost->getMessage(), $this->auth),
                $lost->sent,
                $lost->permanent,
            );
    }

    /** Seconds before the next attempt: doubled each time, less a random part, so that workers do not come in step. */
    private function pause(int $sent, float $retryAfter): float
    {
        $backoff = min($this->maxDelay, $this->delay * 2 ** ($sent - 1));
        return max($backoff * (1 - $this->clock->random() / 2), $retryAfter);
    }

    /** `Retry-After` is a number of seconds or a date; 0 where it is neither. */
    private function retryAfter(#[\SensitiveParameter] Response $response): float
    {
        $value = $response->header('retry-after');
        $seconds = match (true) {
            ctype_digit($value) => (float) $value,
            preg_match(self::DATE, $value) === 1 => (float) strtotime($value) - $this->clock->now(),
            default => 0.0,
        };
        return min(max(0.0, $seconds), Numbers::RETRY_AFTER_MAX);
    }
}

<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Clock;
use B24CallList\ErrorCode;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\LimitException;
use B24CallList\Exception\PortalException;

/**
 * The time a method may work in ten minutes. What is left is known only to the portal, and a refusal costs nothing, so
 * nothing is held back before the first 429. From then on the method waits until the portal's own reset. Times are
 * seconds since 1970.
 *
 * @internal
 */
final class OperatingTime
{
    /** @var array<string, float> */
    private array $resets = [];
    /** @var array<string, float> */
    private array $blocked = [];

    public function __construct(private readonly Clock $clock)
    {
    }

    /** Remembers the reset that the `time` of an answer tells. */
    public function learn(string $method, mixed $time): void
    {
        $finish = is_array($time) ? $time['finish'] ?? null : null;
        $reset = is_array($time) ? $time['operating_reset_at'] ?? null : null;
        if ((is_int($finish) || is_float($finish)) && (is_int($reset) || is_float($reset))) {
            // By the portal's own clock, which need not be this machine's.
            $left = (float) $reset - $finish;
            if (self::isInWindow($left)) {
                $this->resets[$method] = $this->clock->now() + $left;
            }
        }
    }

    /** Holds a method that the portal has refused for its working time, and lets the error say until when. */
    public function hold(CallListException $error): void
    {
        if (!$error instanceof PortalException || $error->errorCode !== ErrorCode::OPERATION_TIME_LIMIT) {
            return;
        }
        $known = $this->resets[$error->method] ?? 0.0;
        $now = $this->clock->now();
        $until = self::isInWindow($known - $now) ? $known : $now + Numbers::OPERATING_RESET;
        $this->blocked[$error->method] = $until;
        if ($error instanceof LimitException) {
            $error->retryAt = self::instant($until);
        }
    }

    /** Until when a method is refused; 0 when it is not. */
    public function blockedUntil(string $method): float
    {
        $until = $this->blocked[$method] ?? 0.0;
        return self::isInWindow($until - $this->clock->now()) ? $until : 0.0;
    }

    private static function isInWindow(float $left): bool
    {
        return $left > 0 && $left <= Numbers::OPERATING_WINDOW;
    }

    /** The error of a call that was not sent. */
    public function notSent(string $method, float $until): LimitException
    {
        $left = ceil($until - $this->clock->now());
        $why = "not sent, since the portal has refused this method until its working time is given back, in $left s";
        $error = new LimitException($method, 429, ErrorCode::OPERATION_TIME_LIMIT, $why);
        $error->retryAt = self::instant($until);
        $error->sent = false;
        return $error;
    }

    /** A time as a date; null where it is beyond all dates. */
    public static function instant(float $time): ?\DateTimeImmutable
    {
        return \DateTimeImmutable::createFromFormat('U.u', sprintf('%.6F', $time)) ?: null;
    }
}

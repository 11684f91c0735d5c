<?php

declare(strict_types=1);

namespace B24CallList\Exception;

/** 429 or 503: too many requests, or too much working time. Try again later. */
final class LimitException extends PortalException
{
    /**
     * When it may go again: as `Retry-After` says, or when the method's working time is given back (in a minute, where
     * no answer has told). Null where nobody knows.
     */
    public ?\DateTimeImmutable $retryAt = null;
}

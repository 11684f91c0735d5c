<?php

// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * What follows an attempt that failed.
 *
 * @internal
 */
enum NextStep
{
    /** The same request would get the same response. */
    case Fail;
    /** After a pause. */
    case Retry;
    /** Retry, and send less from now on. */
    case SlowDown;
    /** Wait for the method's operating-time quota, then retry. */
    case Wait;
    /** Renew the access token, then retry. */
    case Renew;
    /** Follow the portal to its new address. */
    case Follow;

    /** Whether the same call may succeed a little later. */
    public function isRetry(): bool
    {
        return in_array($this, [self::Retry, self::SlowDown, self::Wait], true);
    }
}

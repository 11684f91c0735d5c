<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Executed;
use B24CallList\Internal\Outcome;

/**
 * Root of all errors of a call. Its subclasses say what happened; `executed` and `sent` say what that means for the
 * call. None holds a URL, a webhook's code or a token.
 *
 *     try {
 *         $b24->update(13, EntityType::Contact, [9, 17], webformId: null);
 *     } catch (CallListException $error) {
 *         echo $error->executed === Executed::No ? 'The list is as it was.' : 'Read the list: it may have changed.';
 *     }
 */
abstract class CallListException extends \RuntimeException
{
    /** Whether the portal executed the call, over all its attempts. `No` is certain: the call changed nothing. */
    public Executed $executed;

    /**
     * @param string $method the portal's method that was called, such as `crm.calllist.get`
     * @param Outcome $outcome of the attempt that ended in this error
     * @param bool $sent whether a request of the call, or a part of one, may have left this machine; false is certain
     */
    public function __construct(
        public readonly string $method,
        string $message,
        ?self $previous = null,
        private readonly Outcome $outcome = Outcome::NotAPortal,
        public bool $sent = true,
    ) {
        parent::__construct("$method: $message", 0, $previous);
        $this->executed = $outcome->maybeExecuted() ? Executed::Unknown : Executed::No;
    }

    /**
     * What is known after the attempt that ended in this error, and what follows.
     *
     * @internal
     */
    public function outcome(): Outcome
    {
        return $this->outcome;
    }

    /**
     * The same error, which speaks for the attempts of its call before this one, too.
     *
     * @internal
     */
    public function withEarlier(#[\SensitiveParameter] ?self $earlier): static
    {
        if ($earlier?->executed === Executed::Unknown) {
            $this->executed = Executed::Unknown;
        }
        $this->sent = $this->sent || $earlier?->sent === true;
        return $this;
    }

    /**
     * What happened, without the method in front.
     *
     * @internal
     */
    public function what(): string
    {
        return substr($this->getMessage(), strlen($this->method) + 2);
    }
}

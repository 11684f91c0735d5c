<?php

declare(strict_types=1);

namespace B24CallList\Exception;

use B24CallList\Internal\ErrorTable;
use B24CallList\Internal\Outcome;

/**
 * The portal said no. The call was understood as such and answered with an error code.
 *
 *     try {
 *         $b24->get(13);
 *     } catch (PortalException $error) {
 *         if ($error->errorCode !== ErrorCode::LIST_ID_ERROR) {
 *             throw $error;
 *         }
 *         echo 'There is no list 13, or not for this user.';
 *     }
 */
class PortalException extends CallListException
{
    /** What JavaScript's encodeURIComponent leaves as it is, so that all clients give one address. */
    private const LEFT = ['%21' => '!', '%27' => "'", '%28' => '(', '%29' => ')', '%2A' => '*'];

    /**
     * Address of the page that says what the code means and what to do. It begins at the top for a code it does not
     * know.
     */
    public readonly string $docUrl;

    /**
     * @param int $status HTTP status: 400 for most refusals, 200 where an error came inside a batch or a good answer
     * @param string $errorCode code from the wire, one of {@see \B24CallList\ErrorCode} or another; it can be empty
     * @param string $description English text for developers; empty where the portal sends none
     * @param string $argument name of the argument, in some refusals of the query builder; mostly empty
     * @param list<int> $ids the ids that are wrong, where the client found out which (`changeParticipants`)
     */
    public function __construct(
        string $method,
        public readonly int $status,
        public readonly string $errorCode,
        public readonly string $description = '',
        public readonly string $argument = '',
        public readonly array $ids = [],
    ) {
        $anchor = $errorCode === '' ? 'empty-code' : strtr(rawurlencode($errorCode), self::LEFT);
        $this->docUrl = ErrorTable::PAGE . "#$anchor";
        $said = implode(': ', array_filter([$errorCode, $description], static fn ($text) => $text !== ''));
        $what = ($said === '' ? 'refused without a code' : $said) . " (HTTP $status)";
        parent::__construct($method, $what, null, Outcome::ofAttempt('code', code: $errorCode, status: $status));
    }

    /**
     * The class for a refusal goes by its status; inside an answer with 200 by the status that its code usually has.
     *
     * @internal
     */
    public static function of(
        string $method,
        int $status,
        string $code,
        string $description = '',
        string $argument = '',
    ): self {
        return match ($status === 200 ? ErrorTable::statusOf($code) : $status) {
            401 => new AuthException($method, $status, $code, $description, $argument),
            403 => new AccessException($method, $status, $code, $description, $argument),
            429, 503 => new LimitException($method, $status, $code, $description, $argument),
            default => new self($method, $status, $code, $description, $argument),
        };
    }
}

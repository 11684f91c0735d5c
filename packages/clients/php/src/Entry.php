<?php

declare(strict_types=1);

namespace B24CallList;

use B24CallList\Exception\CallListException;

/**
 * What became of a command of a batch: a result, or an error.
 *
 * @template-covariant T
 */
final readonly class Entry
{
    /** Whether there is a result. */
    public bool $ok;

    /**
     * @param T|null $result null where there is an error
     * @param CallListException|null $error null where there is a result
     *
     * @internal
     */
    public function __construct(public mixed $result, public ?CallListException $error = null)
    {
        $this->ok = $error === null;
    }

    /**
     * The result.
     *
     * @return T
     *
     * @throws CallListException the error, where there is one
     */
    public function get(): mixed
    {
        /** @var T */
        return $this->error === null ? $this->result : throw $this->error;
    }
}

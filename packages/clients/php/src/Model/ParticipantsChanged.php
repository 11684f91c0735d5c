<?php

declare(strict_types=1);

namespace B24CallList\Model;

/** What {@see \B24CallList\Client::changeParticipants} changed, as the portal shows it afterwards. */
final readonly class ParticipantsChanged
{
    /**
     * @param list<int> $added on the list now, and not before
     * @param list<int> $removed no longer on the list
     * @param list<int> $notAdded to be added, but not on the list: the portal silently drops ids that the user may not
     *     read
     * @param list<int> $notRemoved to be removed, but still on the list: the portal keeps participants whose contact or
     *     company was deleted
     * @param list<int> $deleted on the list, although their contact or company was deleted. Only administrators see
     *     them; nobody can remove them.
     * @param bool $confirmed whether the list was read after the update. False where that failed, although the update
     *     was executed: then `added` and `removed` are what was requested.
     */
    public function __construct(
        public array $added,
        public array $removed,
        public array $notAdded,
        public array $notRemoved,
        public array $deleted,
        public bool $confirmed,
    ) {
    }
}

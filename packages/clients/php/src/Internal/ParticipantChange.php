<?php

declare(strict_types=1);

namespace B24CallList\Internal;

use B24CallList\Auth;
use B24CallList\Client;
use B24CallList\EntityType;
use B24CallList\ErrorCode;
use B24CallList\Exception\CallListException;
use B24CallList\Exception\PortalException;
use B24CallList\Exception\UnstableListException;
use B24CallList\Executed;
use B24CallList\Model\ParticipantsChanged;

/**
 * Adds participants to a list and takes others off, and keeps everybody else.
 *
 * Sets of ids are arrays whose keys are the ids.
 *
 * @internal
 */
final class ParticipantChange
{
    private const NOTHING_WRITTEN = 'Nothing was written';
    /** Unknown ids that a message names. */
    private const NAMED_IDS = 10;

    /** @var array<int, int> who joins */
    private readonly array $joining;
    /** @var array<int, int> who leaves */
    private readonly array $leaving;
    /** @var array<int, int> who is on the list before the update */
    private array $before = [];
    /** @var list<int> participants whose contact or company was deleted */
    private array $deleted = [];
    private int $gap = Numbers::MAX_EMPTY_PAGES_BEFORE_UPDATE;
    /** That of the reading before. */
    private int $longestGap = 0;

    /**
     * @param array<int> $add
     * @param array<int> $remove
     */
    public function __construct(
        private readonly Client $client,
        private readonly Auth $auth,
        private readonly int $listId,
        array $add,
        array $remove,
    ) {
        Parameter::id('listId', $listId);
        $this->leaving = self::setOf(Parameter::ids('remove', $remove));
        $this->joining = array_diff_key(self::setOf(Parameter::ids('add', $add)), $this->leaving);
    }

    public function run(): ParticipantsChanged
    {
        try {
            $list = $this->client->get($this->listId);
            $type = EntityType::tryFrom($list->entityType) ?? throw $this->wrongType($list->entityType);
            $this->readUntilAgreed($type);
        } catch (CallListException $error) {
            $error->executed = Executed::No; // nothing was written, whatever became of a request
            throw $error;
        }
        $living = array_diff_key($this->before, self::setOf($this->deleted));
        $wanted = array_diff_key($living, $this->leaving) + array_diff_key($this->joining, $this->before);
        if (array_diff_key($wanted, $living) === [] && count($wanted) === count($living)) {
            return $this->report($this->before, true);
        }
        if ($wanted === []) {
            throw new \RangeException("changeParticipants: no participant would be left on list $this->listId, and the "
                . 'portal rejects an empty list. Keep one of them');
        }
        $form = $list->webformId ?: null; // 0 is none, too
        $this->client->update($this->listId, $type, array_values($wanted), $form);
        try {
            return $this->report($this->read(), true);
        } catch (\Exception) { // also that of a renewal of the token
            return $this->report($wanted + self::setOf($this->deleted), false);
        }
    }

    /** Reads the list until two complete readings agree on who is on it, and finds out whose record is gone. */
    private function readUntilAgreed(EntityType $entityType): void
    {
        $this->before = $this->read();
        $this->gap = $this->longestGap + Numbers::MAX_EMPTY_PAGES; // finds them in later readings, too
        for ($reading = 2; $reading <= Numbers::MAX_CHANGE_READINGS; ++$reading) {
            $this->deleted = [];
            if (array_diff_key($this->joining, $this->before) === [] && !$this->isLeaving()) {
                return;
            }
            $ids = $this->before + $this->joining;
            $this->deleted = UnknownIds::among($this->client, $entityType, $ids);
            $strangers = array_diff($this->deleted, $this->before);
            if ($strangers !== []) {
                throw self::unknown(array_values($strangers));
            }
            $again = $this->read();
            if (count($again) === count($this->before) && array_diff_key($again, $this->before) === []) {
                return;
            }
            $this->before = $again;
        }
        throw UnstableListException::after(Numbers::MAX_CHANGE_READINGS, self::NOTHING_WRITTEN);
    }

    private function isLeaving(): bool
    {
        return array_intersect_key($this->leaving, $this->before) !== [];
    }

    /**
     * Everybody on the list.
     *
     * @return array<int, int>
     */
    private function read(): array
    {
        $reader = new ParticipantReader($this->listId, null, $this->gap);
        $ids = [];
        try {
            foreach (Reading::rows($this->client, $reader, []) as $row) {
                $ids[$row->id] = $row->id;
            }
        } catch (UnstableListException $error) {
            throw UnstableListException::after($error->passes, self::NOTHING_WRITTEN);
        }
        $this->longestGap = $reader->longestGap();
        return $ids;
    }

    /**
     * @param array<int, int> $after
     */
    private function report(array $after, bool $confirmed): ParticipantsChanged
    {
        return new ParticipantsChanged(
            added: array_values(array_diff_key(array_intersect_key($this->joining, $after), $this->before)),
            removed: array_values(array_diff_key(array_intersect_key($this->leaving, $this->before), $after)),
            notAdded: array_values(array_diff_key($this->joining, $after)),
            notRemoved: array_values(array_intersect_key($this->leaving, $after)),
            deleted: $this->deleted,
            confirmed: $confirmed,
        );
    }

    /**
     * @param list<int> $ids
     */
    private static function unknown(array $ids): PortalException
    {
        $named = implode(', ', array_slice($ids, 0, self::NAMED_IDS)) . (count($ids) > self::NAMED_IDS ? ', …' : '');
        $description = "No contact or company has the id $named. " . self::NOTHING_WRITTEN;
        return new PortalException(WireName::UPDATE, 400, ErrorCode::ENTITIES_ERROR, $description, ids: $ids);
    }

    private function wrongType(#[\SensitiveParameter] string $type): PortalException
    {
        $what = $type === '' ? 'an unknown type' : OutsideText::word($type, $this->auth);
        $description = "The portal updates lists of contacts and companies, and this is one of $what. "
            . self::NOTHING_WRITTEN;
        return new PortalException(WireName::UPDATE, 400, ErrorCode::ENTITY_TYPE_ERROR, $description);
    }

    /**
     * @param list<int> $ids
     *
     * @return array<int, int>
     */
    private static function setOf(array $ids): array
    {
        return array_combine($ids, $ids);
    }
}

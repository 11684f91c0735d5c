<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Model;

use B24CallList\Internal\Wire;

/** A participant of a call list. */
final readonly class Participant
{
    /**
     * @param int $id `ID`. Id of the contact or company.
     * @param string $status `STATUS`. Code of a call status. An open set, since each portal can add its own (generated
     *     codes look like `UC_A1B2C3`).
     * @param int $entityTypeId `ENTITY_TYPE`. Number of an entity type. 3 is a contact, 4 a company; 1 (lead), 2
     *     (deal), 5 (invoice) and 7 (quote) come from lists created in the portal's own pages. An open set.
     */
    public function __construct(
        public int $id,
        public string $status,
        public int $entityTypeId,
    ) {
    }

    /**
     * Reads a row as it is on the wire; numbers may be text, and unknown fields are left out.
     *
     * @throws \UnexpectedValueException when it is no such row
     *
     * @internal
     */
    public static function fromWire(mixed $row): self
    {
        $row = Wire::map($row);
        return new self(
            Wire::int($row['ID'] ?? null),
            Wire::text($row['STATUS'] ?? null),
            Wire::int($row['ENTITY_TYPE'] ?? null),
        );
    }

    /**
     * The fields under their names on the wire, without those that are null.
     *
     * @return array<string, int|string>
     */
    public function toWire(): array
    {
        return array_filter([
            'ID' => $this->id,
            'STATUS' => $this->status,
            'ENTITY_TYPE' => $this->entityTypeId,
        ], static fn (int|string|null $value): bool => $value !== null);
    }
}

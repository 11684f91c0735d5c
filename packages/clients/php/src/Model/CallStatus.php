<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Model;

use B24CallList\Internal\Wire;

/** A call status from the portal's dictionary. */
final readonly class CallStatus
{
    /**
     * @param int $id `ID`. Id of the entry in this portal's dictionary. It differs from portal to portal.
     * @param string $name `NAME`. Name shown to people, in the portal's language; administrators can change it.
     * @param int $sort `SORT`. Place in the order, smallest first.
     * @param string $statusId `STATUS_ID`. Code of a call status. An open set, since each portal can add its own
     *     (generated codes look like `UC_A1B2C3`).
     */
    public function __construct(
        public int $id,
        public string $name,
        public int $sort,
        public string $statusId,
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
            Wire::text($row['NAME'] ?? null),
            Wire::int($row['SORT'] ?? null),
            Wire::text($row['STATUS_ID'] ?? null),
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
            'NAME' => $this->name,
            'SORT' => $this->sort,
            'STATUS_ID' => $this->statusId,
        ], static fn (int|string|null $value): bool => $value !== null);
    }
}

<?php

// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Model;

use B24CallList\Internal\Wire;

/**
 * A call list as crm.calllist.list returns it. Only the selected fields are there; the type's name (`ENTITY_TYPE`)
 * never is.
 */
final readonly class CallListRow
{
    /**
     * @param int|null $id `ID`. Id of the call list.
     * @param string|null $dateCreate `DATE_CREATE`. Date and time as `YYYY-MM-DD hh:mm:ss` in the time zone of the
     *     portal's server. The zone is not in the value; the offset in `time.date_start` is that of today, which
     *     differs from it across a change to or from summer time.
     * @param int|null $createdById `CREATED_BY_ID`. Id of the user who created the list; `null` where the portal does
     *     not say.
     * @param int|null $webformId `WEBFORM_ID`. Id of the CRM form that the operator fills in during the call; `null`
     *     for none.
     * @param int|null $entityTypeId `ENTITY_TYPE_ID`. Number of the entity type: 3 contact, 4 company, others in lists
     *     created in the portal's own pages; `null` where the list has none.
     */
    public function __construct(
        public ?int $id,
        public ?string $dateCreate,
        public ?int $createdById,
        public ?int $webformId,
        public ?int $entityTypeId,
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
            Wire::intOrNull($row['ID'] ?? null),
            Wire::textOrNull($row['DATE_CREATE'] ?? null),
            Wire::intOrNull($row['CREATED_BY_ID'] ?? null),
            Wire::intOrNull($row['WEBFORM_ID'] ?? null),
            Wire::intOrNull($row['ENTITY_TYPE_ID'] ?? null),
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
            'DATE_CREATE' => $this->dateCreate,
            'CREATED_BY_ID' => $this->createdById,
            'WEBFORM_ID' => $this->webformId,
            'ENTITY_TYPE_ID' => $this->entityTypeId,
        ], static fn (int|string|null $value): bool => $value !== null);
    }
}

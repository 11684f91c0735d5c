# Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.
"""What portals return, read into Python's types.

Numbers are `int`, whether the portal sent `"13"` or `13`. Unknown fields are dropped, and values of open sets
(statuses, types) are kept as they are.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ._wire import integer, optional_integer, optional_text, record, text

__all__ = [
    "CallList",
    "CallListRow",
    "CallStatus",
    "Direction",
    "EntityType",
    "EntityTypeName",
    "PartialCallListRow",
    "Participant",
    "StatusCode",
]

EntityType: TypeAlias = Literal["CONTACT", "COMPANY"]
"""What the list calls, spelled exactly this way."""

Direction: TypeAlias = Literal["ASC", "DESC"]
"""Ascending or descending."""


class EntityTypeName:
    """Names of entity types that portals are known to send. Lists created in the portal's own pages may hold more
    than contacts and companies.
    """

    CONTACT: Final = "CONTACT"
    COMPANY: Final = "COMPANY"
    LEAD: Final = "LEAD"
    DEAL: Final = "DEAL"
    QUOTE: Final = "QUOTE"
    INVOICE: Final = "INVOICE"


class StatusCode:
    """The four call statuses that every portal has at first."""

    IN_WORK: Final = "IN_WORK"
    SUCCESS: Final = "SUCCESS"
    WRONG_NUMBER: Final = "WRONG_NUMBER"
    STOP_CALLING: Final = "STOP_CALLING"


@dataclass(frozen=True, slots=True)
class CallList:
    """A call list as crm.calllist.get returns it. The number of participants is not among its fields."""

    id: int
    """`ID` on the wire. Id of the call list."""
    date_create: str
    """`DATE_CREATE` on the wire. Date and time as `YYYY-MM-DD hh:mm:ss` in the time zone of the portal's server.
    The zone is not in the value; the offset in `time.date_start` is that of today, which differs from it across
    a change to or from summer time.
    """
    created_by_id: int | None
    """`CREATED_BY_ID` on the wire. Id of the user who created the list; `None` where the portal does not say."""
    webform_id: int | None
    """`WEBFORM_ID` on the wire. Id of the CRM form that the operator fills in during the call; `None` for none."""
    entity_type_id: int | None
    """`ENTITY_TYPE_ID` on the wire. Number of the entity type: 3 contact, 4 company, others in lists created in the
    portal's own pages; `None` where the list has none.
    """
    entity_type: str
    """`ENTITY_TYPE` on the wire. Name of an entity type. An open set; an empty string where the list has no type
    (very old lists).
    """

    @classmethod
    def from_wire(cls, value: object) -> "CallList":
        """Reads one as a portal sends it."""
        row = record(value)
        return cls(
            id=integer(row.get("ID")),
            date_create=text(row.get("DATE_CREATE")),
            created_by_id=optional_integer(row.get("CREATED_BY_ID")),
            webform_id=optional_integer(row.get("WEBFORM_ID")),
            entity_type_id=optional_integer(row.get("ENTITY_TYPE_ID")),
            entity_type=text(row.get("ENTITY_TYPE")),
        )


@dataclass(frozen=True, slots=True)
class PartialCallListRow:
    """A call list as crm.calllist.list returns it. Only the selected fields are there; the type's name
    (`ENTITY_TYPE`) never is.
    """

    id: int | None
    """`ID` on the wire. Id of the call list."""
    date_create: str | None
    """`DATE_CREATE` on the wire. Date and time as `YYYY-MM-DD hh:mm:ss` in the time zone of the portal's server.
    The zone is not in the value; the offset in `time.date_start` is that of today, which differs from it across
    a change to or from summer time.
    """
    created_by_id: int | None
    """`CREATED_BY_ID` on the wire. Id of the user who created the list; `None` where the portal does not say."""
    webform_id: int | None
    """`WEBFORM_ID` on the wire. Id of the CRM form that the operator fills in during the call; `None` for none."""
    entity_type_id: int | None
    """`ENTITY_TYPE_ID` on the wire. Number of the entity type: 3 contact, 4 company, others in lists created in the
    portal's own pages; `None` where the list has none.
    """

    @classmethod
    def from_wire(cls, value: object) -> "PartialCallListRow":
        """Reads one as a portal sends it."""
        row = record(value)
        return cls(
            id=optional_integer(row.get("ID")),
            date_create=optional_text(row.get("DATE_CREATE")),
            created_by_id=optional_integer(row.get("CREATED_BY_ID")),
            webform_id=optional_integer(row.get("WEBFORM_ID")),
            entity_type_id=optional_integer(row.get("ENTITY_TYPE_ID")),
        )


@dataclass(frozen=True, slots=True)
class CallListRow(PartialCallListRow):
    """The same where no fields are selected: with all of them."""

    id: int
    """`ID` on the wire. Id of the call list."""

    @classmethod
    def from_wire(cls, value: object) -> "CallListRow":
        """Reads one as a portal sends it."""
        row = PartialCallListRow.from_wire(value)
        return cls(integer(row.id), row.date_create, row.created_by_id, row.webform_id, row.entity_type_id)


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant of a call list."""

    id: int
    """`ID` on the wire. Id of the contact or company."""
    status: str
    """`STATUS` on the wire. Code of a call status. An open set, since each portal can add its own (generated codes
    look like `UC_A1B2C3`).
    """
    entity_type_id: int
    """`ENTITY_TYPE` on the wire. Number of an entity type. 3 is a contact, 4 a company; 1 (lead), 2 (deal), 5
    (invoice) and 7 (quote) come from lists created in the portal's own pages. An open set.
    """

    @classmethod
    def from_wire(cls, value: object) -> "Participant":
        """Reads one as a portal sends it."""
        row = record(value)
        return cls(
            id=integer(row.get("ID")),
            status=text(row.get("STATUS")),
            entity_type_id=integer(row.get("ENTITY_TYPE")),
        )


@dataclass(frozen=True, slots=True)
class CallStatus:
    """A call status from the portal's dictionary."""

    id: int
    """`ID` on the wire. Id of the entry in this portal's dictionary. It differs from portal to portal."""
    name: str
    """`NAME` on the wire. Name shown to people, in the portal's language; administrators can change it."""
    sort: int
    """`SORT` on the wire. Place in the order, smallest first."""
    status_id: str
    """`STATUS_ID` on the wire. Code of a call status. An open set, since each portal can add its own (generated
    codes look like `UC_A1B2C3`).
    """

    @classmethod
    def from_wire(cls, value: object) -> "CallStatus":
        """Reads one as a portal sends it."""
        row = record(value)
        return cls(
            id=integer(row.get("ID")),
            name=text(row.get("NAME")),
            sort=integer(row.get("SORT")),
            status_id=text(row.get("STATUS_ID")),
        )

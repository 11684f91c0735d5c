# Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.
"""The names of the portal's methods."""

from typing import Final

ADD: Final = "crm.calllist.add"
GET: Final = "crm.calllist.get"
LIST: Final = "crm.calllist.list"
UPDATE: Final = "crm.calllist.update"
ITEMS: Final = "crm.calllist.items.get"
STATUSES: Final = "crm.calllist.statuslist"

"""Bitrix24 call lists (`crm.calllist.*`): reads lists whole, repeats only what is safe to repeat, shows no secret.

Example:
    >>> from b24_calllist import Client
    >>> client = Client("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/")
    >>> def show(list_id: int) -> None:
    ...     for participant in client.iter_items(list_id):
    ...         print(participant.id, participant.status)
"""

from . import _models, commands
from ._auth import OAuth, Webhook
from ._batch import Entry
from ._change import ParticipantsChanged
from ._client import AsyncClient, Client
from ._codes import SPEC_VERSION, ErrorCode
from ._codes import VERSION as __version__  # noqa: N811
from ._command import Command, FilterValue, Id
from ._errors import (
    AccessError,
    AuthError,
    CallListError,
    Executed,
    LimitError,
    OutcomeUnknownError,
    PortalConnectionError,
    PortalError,
    PortalMovedError,
    PortalTimeoutError,
    SkippedError,
    UnexpectedResponseError,
    UnstableListError,
)
from ._http import AsyncHttpTransport, HttpTransport
from ._models import *  # noqa: F403
from ._progress import ListProgress, ListState
from ._retry import Retry
from ._transport import AsyncTransport, Failure, Request, Response, Transport

__all__ = [
    "SPEC_VERSION",
    "AccessError",
    "AsyncClient",
    "AsyncHttpTransport",
    "AsyncTransport",
    "AuthError",
    "CallListError",
    "Client",
    "Command",
    "Entry",
    "ErrorCode",
    "Executed",
    "Failure",
    "FilterValue",
    "HttpTransport",
    "Id",
    "LimitError",
    "ListProgress",
    "ListState",
    "OAuth",
    "OutcomeUnknownError",
    "ParticipantsChanged",
    "PortalConnectionError",
    "PortalError",
    "PortalMovedError",
    "PortalTimeoutError",
    "Request",
    "Response",
    "Retry",
    "SkippedError",
    "Transport",
    "UnexpectedResponseError",
    "UnstableListError",
    "Webhook",
    "__version__",
    "commands",
]
__all__ += _models.__all__

# Tracebacks and dumps show names that can be imported.
for _name in __all__:
    _public = globals()[_name]
    if isinstance(_public, type):
        _public.__module__ = __name__

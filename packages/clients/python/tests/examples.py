"""The portal of the examples in docstrings: it has the lists 13, 20 and 30."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from b24_calllist import Request, Response

ROWS: Any = [{"ID": 9, "STATUS": "IN_WORK", "ENTITY_TYPE": 3}, {"ID": 17, "STATUS": "SUCCESS", "ENTITY_TYPE": 3}]
LISTS: Any = [{"ID": "20", "ENTITY_TYPE_ID": "4"}, {"ID": "30", "ENTITY_TYPE_ID": "3"}]
STATUSES: Any = [{"ID": 61, "STATUS_ID": "IN_WORK"}, {"ID": 63, "STATUS_ID": "SUCCESS"}]


def answer(method: str, body: Any) -> Any:
    """The result of a call, or an error."""
    results: dict[str, Callable[[Any], Any]] = {
        "crm.calllist.add": lambda _: 51,
        "crm.calllist.get": get,
        "crm.calllist.list": lambda body: LISTS[::-1] if body["ORDER"]["ID"] == "DESC" else LISTS,
        "crm.calllist.update": lambda _: True,
        "crm.calllist.items.get": items,
        "crm.calllist.statuslist": lambda _: STATUSES,
        "batch": lambda body: batch(body["cmd"]),
    }
    return results[method](body)


def get(body: Any) -> Any:
    """List 99 is the one that does not exist."""
    if str(body["ID"]) == "99":
        return {"error": "LIST_ID_ERROR", "error_description": "Incorrect list id"}
    return {"ID": "13", "WEBFORM_ID": "1", "ENTITY_TYPE": "CONTACT"}


def items(body: Any) -> Any:
    """One page."""
    if int(body.get("start", 0)) > 0:
        return {"error": "ACCESS_ERROR"}
    return [row for row in ROWS if body.get("FILTER", row)["STATUS"] == row["STATUS"]]


def batch(cmd: dict[str, str]) -> Any:
    """The maps of a batch."""
    calls = {key: text.partition("?") for key, text in cmd.items()}
    found = {
        key: answer(method, dict(pair.split("=") for pair in unquote(query).split("&")))
        for key, (method, _, query) in calls.items()
    }
    return {
        "result": {key: one for key, one in found.items() if "error" not in one},
        "result_error": {key: one for key, one in found.items() if "error" in one},
    }


class ExamplePortal:
    """Answers as above."""

    def send(self, request: Request, /) -> Response:
        """Answers at once."""
        found = answer(request.method, json.loads(request.body))
        failed = isinstance(found, dict) and "error" in found
        return Response(400 if failed else 200, {}, json.dumps(found if failed else {"result": found}).encode())

    def close(self) -> None:
        """Has nothing to give back."""

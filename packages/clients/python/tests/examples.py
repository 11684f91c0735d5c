"""The portal of the examples in docstrings: it has the lists 13, 20 and 30, and the examples of the description."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from b24_calllist import Request, Response

ROWS: Any = [{"ID": 9, "STATUS": "IN_WORK", "ENTITY_TYPE": 3}, {"ID": 17, "STATUS": "SUCCESS", "ENTITY_TYPE": 3}]
LISTS: Any = [{"ID": "20", "ENTITY_TYPE_ID": "4"}, {"ID": "30", "ENTITY_TYPE_ID": "3"}]
DESCRIPTION: Any = json.loads((Path(__file__).parents[4] / "spec" / "dist" / "sdk.json").read_text())


def example(kind: Any) -> dict[str, Any]:
    """The examples of a request or a response, by name."""
    found = kind["content"]["application/json"]["examples"]
    names = {name: one["$ref"].rpartition("/")[2] for name, one in found.items()}
    return {name: DESCRIPTION["components"]["examples"][ref]["value"] for name, ref in names.items()}


def described(method: str, body: Any) -> Any:
    """The response of the description's own example, for a request that is the first one."""
    operation = DESCRIPTION["paths"][f"/{method}"]["post"]
    name, request = next(iter(example(operation["requestBody"]).items()))
    responses = example(operation["responses"]["200"])
    return responses.get(name, next(iter(responses.values())))["result"] if body == request else None


def answer(method: str, body: Any) -> Any:
    """The result of a call, or an error."""
    results: dict[str, Callable[[Any], Any]] = {
        "crm.calllist.get": get,
        "crm.calllist.list": lambda body: LISTS[::-1] if body["ORDER"]["ID"] == "DESC" else LISTS,
        "crm.calllist.items.get": items,
        "batch": lambda body: batch(body["cmd"]),
    }
    found = None if method == "batch" else described(method, body)
    return results[method](body) if found is None else found


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

"""Takes part in the conformance vectors: reads calls line by line, makes them, prints how they ended.

The protocol is described in packages/clients/conformance/README.md. Calls are made by `Client`, or by `AsyncClient`
where the environment says B24_ASYNC=1.
"""

import asyncio
import dataclasses
import json
import os
import pprint
import sys
import traceback
from typing import Any, TypeAlias

from b24_calllist import (
    AccessError,
    AsyncClient,
    AuthError,
    CallListError,
    Client,
    Command,
    Entry,
    LimitError,
    ListProgress,
    ListState,
    OAuth,
    OutcomeUnknownError,
    Participant,
    ParticipantsChanged,
    PortalConnectionError,
    PortalError,
    PortalMovedError,
    PortalTimeoutError,
    Retry,
    SkippedError,
    UnexpectedResponseError,
    UnstableListError,
    commands,
)

Json: TypeAlias = Any

KINDS: dict[type[CallListError], str] = {
    AuthError: "auth",
    AccessError: "access",
    LimitError: "limit",
    PortalError: "portal",
    UnexpectedResponseError: "unexpected-response",
    PortalConnectionError: "connection",
    PortalTimeoutError: "timeout",
    PortalMovedError: "portal-moved",
    OutcomeUnknownError: "outcome-unknown",
    SkippedError: "skipped",
    UnstableListError: "unstable-list",
}


def credentials(auth: Json) -> str | OAuth:
    """A webhook's URL or an application's token."""
    if auth["kind"] == "webhook":
        return str(auth["url"])
    renewed = auth.get("renewedToken")
    return OAuth(auth["portal"], auth["accessToken"], renew=(lambda: str(renewed)) if renewed else None)


def command(method: str, params: Json) -> Command[Any]:
    """The client's own command for a method, from the wire's parameters."""
    match method:
        case "crm.calllist.add":
            return commands.add(params["ENTITY_TYPE"], params["ENTITIES"], webform_id=params.get("WEBFORM_ID"))
        case "crm.calllist.get":
            return commands.get(params["ID"])
        case "crm.calllist.list":
            any_list: Any = commands.list  # which rows it makes depends on what is selected
            made: Command[Any] = any_list(**listing(params), start=params.get("start"))
            return made
        case "crm.calllist.update":
            form = params.get("WEBFORM_ID")
            return commands.update(params["LIST_ID"], params["ENTITY_TYPE"], params["ENTITIES"], webform_id=form)
        case "crm.calllist.items.get":
            return commands.items(params["LIST_ID"], status=status(params), start=params.get("start"))
        case "crm.calllist.statuslist":
            return commands.statuses()
        case _:
            raise ValueError(method)


def listing(params: Json) -> dict[str, Any]:
    """What `list` and `iter_lists` have in common."""
    return {name.lower(): params.get(name) for name in ("SELECT", "FILTER", "ORDER")}


def status(params: Json) -> str | None:
    """The one key of the filter of participants."""
    found = params.get("FILTER", {}).get("STATUS")
    return None if found is None else str(found)


def wire(value: Any) -> Json:
    """A result as it is on the wire."""
    if isinstance(value, list):
        return [wire(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, Participant):
        return {"ID": value.id, "STATUS": value.status, "ENTITY_TYPE": value.entity_type_id}
    if dataclasses.is_dataclass(value):
        return {field.name.upper(): getattr(value, field.name) for field in dataclasses.fields(value)}
    return value


def told(error: CallListError) -> Json:
    """An error as the runner compares it."""
    names = ("status", "code", "description", "argument", "docUrl", "host")
    ids = getattr(error, "ids", ())
    cause = error.cause if isinstance(error, OutcomeUnknownError) else None
    retry_at = error.retry_at if isinstance(error, LimitError) else None
    attributes: dict[str, Json] = {
        name: getattr(error, "doc_url" if name == "docUrl" else name, None) for name in names
    }
    return {
        "kind": KINDS[type(error)],
        "message": str(error),
        **{name: value for name, value in attributes.items() if value is not None},
        **({"ids": list(ids)} if ids else {}),
        "executed": error.executed,
        "sent": error.sent,
        **({} if retry_at is None else {"retryAt": retry_at.timestamp() * 1000}),
        **({"cause": told(cause)} if cause else {}),
    }


def entry_of(key: str | None, entry: Entry[Any]) -> Json:
    """What became of a command of a batch."""
    return {"key": key, **({"error": told(entry.error)} if entry.error else {"result": wire(entry.result)})}


def batched(call: Json) -> tuple[list[Any], Any]:
    """Keys and commands of a batch, the latter by key where there are keys."""
    made = [command(one["method"], one["params"]) for one in call["batch"]]
    keys = [one.get("key") for one in call["batch"]]
    return keys, made if None in keys or not keys else dict(zip(keys, made, strict=True))


def entries_of(keys: list[Any], entries: Any) -> Json:
    """What became of all, in order."""
    found: list[Entry[Any]] = entries if None in keys or not keys else list(entries.values())
    return [entry_of(key, entry) for key, entry in zip(keys, found, strict=True)]


def items(call: Json) -> dict[str, Any]:
    """What `iter_items` takes."""
    params = call["params"]
    gap = {"gap": call["gap"]} if "gap" in call else {}
    return {"list_id": params["LIST_ID"], "status": status(params), **gap}


def change(call: Json) -> dict[str, Any]:
    """What `change_participants` takes."""
    return {"list_id": call["listId"], "add": call.get("add", ()), "remove": call.get("remove", ())}


def changed(found: ParticipantsChanged) -> Json:
    """What it returns, in the letters of the protocol."""
    return {
        "added": found.added,
        "removed": found.removed,
        "notAdded": found.not_added,
        "notRemoved": found.not_removed,
        "deleted": found.deleted,
        "confirmed": found.confirmed,
    }


def counted(found: ListProgress) -> Json:
    """How far a list has come."""
    return {"total": found.total, "byStatus": dict(found.by_status)}


def wait(call: Json) -> dict[str, Any]:
    """What `wait_until_done` takes."""
    return {"list_id": call["listId"], "within": call["within"] / 1000, "interval": call["interval"] / 1000}


def state(found: ListState) -> Json:
    """How a list stands."""
    return {"done": found.done, "open": found.open, "deleted": found.deleted}


def run(client: Client, call: Json, rows: list[Json]) -> Json:
    """Makes the call."""
    if "method" in call:
        return wire(client.call(command(call["method"], call["params"])))
    if "batch" in call:
        keys, made = batched(call)
        return entries_of(keys, client.batch(made, halt=call.get("halt", False)))
    if "changeParticipants" in call:
        return changed(client.change_participants(**change(call["changeParticipants"])))
    if "progressOf" in call:
        return counted(client.progress_of(call["progressOf"]))
    if "waitUntilDone" in call:
        return state(client.wait_until_done(**wait(call["waitUntilDone"])))
    params = call["params"]
    if call["iterate"] == "crm.calllist.list":
        rows.extend(map(wire, client.iter_lists(**listing(params))))
    else:
        rows.extend(map(wire, client.iter_items(**items(call))))
    return rows


async def run_async(client: AsyncClient, call: Json, rows: list[Json]) -> Json:
    """Makes the call."""
    if "method" in call:
        return wire(await client.call(command(call["method"], call["params"])))
    if "batch" in call:
        keys, made = batched(call)
        return entries_of(keys, await client.batch(made, halt=call.get("halt", False)))
    if "changeParticipants" in call:
        return changed(await client.change_participants(**change(call["changeParticipants"])))
    if "progressOf" in call:
        return counted(await client.progress_of(call["progressOf"]))
    if "waitUntilDone" in call:
        return state(await client.wait_until_done(**wait(call["waitUntilDone"])))
    params = call["params"]
    if call["iterate"] == "crm.calllist.list":
        async for row in client.iter_lists(**listing(params)):
            rows.append(wire(row))  # noqa: PERF401 - those before an error count
    else:
        async for item in client.iter_items(**items(call)):
            rows.append(wire(item))  # noqa: PERF401
    return rows


def dumps(value: object) -> list[str]:
    """A thing in every way that people print it."""
    inside = [getattr(value, name, None) for name in dir(value) if not name.startswith("__")]
    return [
        str(value),
        repr(value),
        pprint.pformat(getattr(value, "__dict__", {})),
        pprint.pformat([getattr(one, "__dict__", one) for one in inside]),
    ]


def dumps_of_error(error: BaseException) -> list[str]:
    """An error with all that hangs on it."""
    chain: list[BaseException] = []
    while error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__ or error
    shown = [text for one in chain for text in dumps(one)]
    return [*shown, *traceback.format_exception(chain[0]), *(repr(one.args) for one in chain)]


async def answer(line: Json) -> Json:
    """Plays one line."""
    auth, options = credentials(line["auth"]), line["options"]
    delay = options["retryDelay"] / 1000
    timeout, retry = options["timeout"] / 1000, Retry(attempts=options["attempts"], delay=delay, max_delay=delay)
    is_async = os.environ.get("B24_ASYNC") == "1"
    rows: list[Json] = []
    shown: list[str] = [repr(auth)] if isinstance(auth, OAuth) else []
    try:
        if is_async:
            async with AsyncClient(auth, timeout=timeout, retry=retry) as async_client:
                shown += dumps(async_client)
                outcome = {"result": await run_async(async_client, line["call"], rows)}
        else:
            with Client(auth, timeout=timeout, retry=retry) as client:
                shown += dumps(client)
                outcome = {"result": run(client, line["call"], rows)}
    except CallListError as error:
        outcome = {"error": told(error), "rows": rows}
        shown += dumps_of_error(error)
    return {"id": line["id"], **outcome, "shown": "\n".join(shown)}


def main() -> None:
    """Plays lines until there are no more."""
    for line in sys.stdin:
        print(json.dumps(asyncio.run(answer(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()

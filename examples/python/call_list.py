"""Creates a call list of contacts from a CSV file, waits until all have been called, and exports their statuses."""

import argparse
import csv
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from b24_calllist import CallListError, Client, ErrorCode, ListState, OutcomeUnknownError, PortalError


def main() -> int:
    """Does what the arguments say and returns the exit code."""
    arguments = read_arguments()
    url = os.environ.get("B24_WEBHOOK_URL")
    if not url:
        sys.exit("Set B24_WEBHOOK_URL, such as https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/")
    ids = read_ids(arguments.contacts)
    with Client(url) as client:
        list_id = arguments.list or create_list(client, ids)
        tell(f"Call list {list_id}. If this program is stopped, continue with --list {list_id}")
        listed = statuses(client, list_id)
        missing = [one for one in ids if one not in listed]
        if missing:
            tell(f"Not on the list, since unknown or not readable: {', '.join(map(str, missing))}")

        state = client.wait_until_done(
            list_id, within=arguments.within * 3600, interval=arguments.every, on_progress=tell_open
        )
        if state.deleted:
            tell(f"Deleted in the CRM, cannot be called: {some(state.deleted)}")
        rows = [*statuses(client, list_id).items(), *((one, "NOT_ON_LIST") for one in missing)]
    with arguments.result.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("ID", "STATUS"), *rows])
    tell("All contacts have been called." if state.done else f"Time is up. Not called: {some(state.open)}")
    return 0 if state.done else 3


def create_list(client: Client, ids: Sequence[int]) -> int:
    """Creates a list of those contacts that exist."""
    # The portal rejects a list for one unknown id and does not say which. change_participants does, but needs a list.
    list_id = add(client, ids, ErrorCode.ENTITY_ERROR)
    if list_id is not None:
        return list_id
    for index, one in enumerate(ids):
        list_id = add(client, [one], ErrorCode.ENTITY_ERROR, ErrorCode.ACCESS_ERROR)
        if list_id is not None:
            add_known(client, list_id, ids[index + 1 :])
            return list_id
    sys.exit("The portal knows none of these contacts.")


def add(client: Client, ids: Sequence[int], *codes: str) -> int | None:
    """Returns the new list, or None where the portal rejects it with one of these codes."""
    try:
        return client.add("CONTACT", ids)
    except PortalError as error:
        if error.code in codes:
            return None
        raise


def add_known(client: Client, list_id: int, ids: Sequence[int]) -> None:
    """Adds all of these contacts that exist."""
    try:
        client.change_participants(list_id, add=ids)
    except PortalError as error:
        if not error.ids:
            raise
        client.change_participants(list_id, add=[one for one in ids if one not in error.ids])


def statuses(client: Client, list_id: int) -> dict[int, str]:
    """Everybody on the list with the status, also while operators are calling."""
    return {participant.id: participant.status for participant in client.iter_items(list_id)}


def read_ids(file: Path) -> list[int]:
    """The number at the beginning of each line. Each id comes once, or the portal would reject the list."""
    ids: dict[int, None] = {}
    for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
        if found := re.match(r'"?([1-9]\d{0,14})"?\s*([,;]|$)', line):
            ids[int(found[1])] = None
        elif number > 1 and line.strip():
            sys.exit(f"{file}, line {number} does not begin with an id.")
    return list(ids) or sys.exit(f"{file} has no ids.")


def read_arguments() -> argparse.Namespace:
    """Reads the command line, and ends the program where it is wrong."""
    parser = argparse.ArgumentParser(
        description="Creates a call list of the contacts in CONTACTS.csv, waits until operators have called them all, "
        "and writes who has which status to RESULT.csv. The webhook's URL is taken from B24_WEBHOOK_URL.",
        epilog="Exit code: 0 when all have been called, 3 when time is up, 1 on errors.",
    )
    parser.add_argument("contacts", type=Path, metavar="CONTACTS.csv", help="the id of a contact begins each line")
    parser.add_argument("result", type=Path, metavar="RESULT.csv")
    parser.add_argument("--within", type=float, default=8, metavar="HOURS", help="how long to wait (8)")
    parser.add_argument("--every", type=float, default=30, metavar="SECONDS", help="how often to look (30)")
    parser.add_argument("--list", type=int, metavar="ID", help="continue with this list, after the program was stopped")
    return parser.parse_args()


def tell_open(state: ListState) -> None:
    """Says who is still to be called."""
    tell(f"Still to be called: {some(state.open)}")


def tell(text: str) -> None:
    """Writes to stderr."""
    print(text, file=sys.stderr)


def some(ids: Sequence[int]) -> str:
    """The first ids."""
    return ", ".join(map(str, ids[:10])) + (", …" if len(ids) > 10 else "")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except OutcomeUnknownError as unknown:
        sys.exit(f"{unknown}\nThe list may exist. Check the portal before you start again.")
    except PortalError as rejected:
        sys.exit(f"{rejected}\nSee {rejected.doc_url}")
    except (CallListError, OSError, ValueError) as failed:
        sys.exit(str(failed))

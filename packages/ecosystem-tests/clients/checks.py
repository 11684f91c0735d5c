"""What the scripts of the Python clients share: the sandbox's control, and the report of what was seen."""

import json
import os
import urllib.parse
import urllib.request

PORTAL_URL = os.environ["PORTAL_URL"]
WEBHOOK_URL = os.environ["WEBHOOK_URL"]
LIST = {"DATE_CREATE": "2025-11-01 00:00:00", "CREATED_BY_ID": 1, "ENTITY_TYPE_ID": 3, "participants": []}

# The sandbox is on this machine, whatever proxy the client under test is given.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def control(verb, path, body=None):
    """One request to the sandbox's control."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{PORTAL_URL}/__sandbox/{path}", data, headers, method=verb)
    with _open(request) as response:
        text = response.read()
    return json.loads(text) if text else None


def renewed():
    """What the token endpoint gives for the seed's refresh token."""
    query = {
        "grant_type": "refresh_token",
        "client_id": "local.sandbox",
        "client_secret": "sandbox-client-secret",
        "refresh_token": "sandbox-refresh-token",
    }
    with _open(f"{PORTAL_URL}/oauth/token/?{urllib.parse.urlencode(query)}") as response:
        return json.load(response)


_demo = control("GET", "state")
_checks = []


def check(name):
    """Marks a function as a check. It says in words what the client got."""

    def mark(function):
        _checks.append((name, function))
        return function

    return mark


def run():
    """Runs each check on a fresh portal, and prints what all of them saw."""
    seen = {}
    for name, function in _checks:
        control("POST", "seed", _demo)
        try:
            seen[name] = function()
        except Exception as error:  # what a client throws unasked is an answer, too
            seen[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(seen))


def fault(name, method, **more):
    control("POST", "faults", {"fault": name, "method": method, **more})


def many_lists(count):
    """Replaces the portal's lists by so many empty ones."""
    lists = [{"ID": number, **LIST} for number in range(1, count + 1)]
    control("POST", "seed", {**_demo, "lists": lists, "nextListId": count + 1})


def made():
    """How many lists were made, in words."""
    count = sum(call_list["ID"] > 50 for call_list in control("GET", "state")["lists"])
    return "1 list" if count == 1 else f"{count} lists"


def requests():
    """The requests since the check began, in short."""
    return ", ".join(f"{entry['method'].split('.')[-1]} {entry['status']}" for entry in control("GET", "journal"))


def ids(rows):
    return " ".join(str(row["ID"]) for row in rows)


def pages(rows):
    """How many rows there are, and how many of them are others."""
    return f"{len(rows)} rows, {len({str(row['ID']) for row in rows})} of them different"

"""A client that was used before its process forked: each process has connections and locks of its own."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from servers import Certificates, Echo, server
from support import TOKEN, Portal, Reply, refusal, result

from b24_calllist import Client, OAuth

PROGRAM = Path(__file__).with_name("forking.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def outcomes(how: str, kind: str, scheme: str, certificates: Certificates) -> list[int]:
    with server(Echo(certificates.server if scheme == "https" else None)) as portal:
        command = [sys.executable, "-W", "ignore", str(PROGRAM), how, kind, portal.url]
        command += [certificates.file] if scheme == "https" else []
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return [int(number) for number in done.stdout.split()]


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("kind", ["blocking", "asynchronous"])
@pytest.mark.parametrize("how", ["fork", "processes", "pool", "grandchildren"])
def test_every_process_gets_its_own_responses(how: str, kind: str, scheme: str, certificates: Certificates) -> None:
    found = outcomes(how, kind, scheme, certificates)
    assert found
    assert set(found) == {0}, f"calls that got another call's response, by process: {found}"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_fork_while_other_threads_call_leaves_no_lock_behind(scheme: str, certificates: Certificates) -> None:
    assert set(outcomes("while_threads_call", "blocking", scheme, certificates)) == {0}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_fork_inside_an_event_loop(scheme: str, certificates: Certificates) -> None:
    assert set(outcomes("inside_a_loop", "asynchronous", scheme, certificates)) == {0}


def by_token(body: Any) -> Reply:
    return refusal(401, "expired_token") if body["auth"] == TOKEN else result([])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_renewal_under_way_in_another_thread_does_not_stop_the_child() -> None:
    renewing, done = threading.Event(), threading.Event()

    def renew() -> str:
        if os.getpid() == parent:
            renewing.set()
            done.wait(20)
        return "t0ken-s3cret-2"

    parent = os.getpid()
    portal = Portal([by_token] * 4)
    client = Client(OAuth("example.bitrix24.com", TOKEN, renew=renew), transport=portal)
    thread = threading.Thread(target=client.statuses)
    thread.start()
    renewing.wait(20)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            threading.Timer(10, os._exit, [2]).start()
            code = 0 if client.statuses() == [] else 3
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    done.set()
    thread.join()
    assert os.waitstatus_to_exitcode(status) == 0, "2: the child waits for its parent's lock"

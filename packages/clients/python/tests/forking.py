"""A program that uses a client and then forks. test_forks.py runs it, as a process without pytest's own threads.

`forking.py <how> <kind> <url> [<certificates>]` prints, for each process, how many calls got another call's response.
"""

import asyncio
import multiprocessing
import os
import ssl
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeAlias

from b24_calllist import AsyncClient, AsyncHttpTransport, Client, HttpTransport, Retry

CHILDREN = 4
CALLS = 20
ONCE = Retry(attempts=1)

Calls: TypeAlias = Callable[[int], list[int]]
"""Calls with ids of one's own, and returns the ids that came back."""


def ids(caller: int) -> range:
    return range(caller * 1000 + 1, caller * 1000 + 1 + CALLS)


def blocking(url: str, trust: ssl.SSLContext | bool) -> Calls:
    client = Client(url, retry=ONCE, timeout=20, transport=HttpTransport(verify=trust))
    return lambda caller: [client.get(list_id).id for list_id in ids(caller)]


def asynchronous(url: str, trust: ssl.SSLContext | bool) -> Calls:
    client = AsyncClient(url, retry=ONCE, timeout=20, transport=AsyncHttpTransport(verify=trust))

    async def run(caller: int) -> list[int]:
        return [(await client.get(list_id)).id for list_id in ids(caller)]

    return lambda caller: asyncio.run(run(caller))


def wrong(calls: Calls, caller: int) -> int:
    return sum(wanted != came for wanted, came in zip(ids(caller), calls(caller), strict=True))


def fork(calls: Calls) -> list[int]:
    """As servers do that load the program before they fork (gunicorn's preload)."""
    start = time.monotonic() + 0.2

    def child(caller: int) -> int:
        pid = os.fork()
        if pid == 0:
            found = 100  # an error
            try:
                time.sleep(max(0, start - time.monotonic()))
                found = wrong(calls, caller)
            finally:
                os._exit(found)
        return pid

    children = [child(caller) for caller in range(1, CHILDREN + 1)]
    own = wrong(calls, 0)
    return [own, *(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children)]


def processes(calls: Calls) -> list[int]:
    context = multiprocessing.get_context("fork")
    made = [context.Process(target=_exit, args=(calls, caller)) for caller in range(1, CHILDREN + 1)]
    for process in made:
        process.start()
    own = wrong(calls, 0)
    for process in made:
        process.join()
    return [own, *(process.exitcode or 0 for process in made)]


def _exit(calls: Calls, caller: int) -> None:
    sys.exit(wrong(calls, caller))


shared: list[Calls] = []


def pool(calls: Calls) -> list[int]:
    shared.append(calls)
    with ProcessPoolExecutor(CHILDREN, multiprocessing.get_context("fork")) as workers:
        return list(workers.map(_of_pool, range(1, CHILDREN + 1)))


def _of_pool(caller: int) -> int:
    return wrong(shared[0], caller)


def while_threads_call(calls: Calls) -> list[int]:
    """A fork keeps the locks that other threads hold, and not the threads."""
    threads = [threading.Thread(target=calls, args=[caller]) for caller in range(50, 58)]
    for thread in threads:
        thread.start()
    found = fork(calls)
    for thread in threads:
        thread.join()
    return found


def grandchildren(calls: Calls) -> list[int]:
    pid = os.fork()
    if pid == 0:
        found = 100
        try:
            calls(9)
            found = sum(fork(calls))
        finally:
            os._exit(found)
    own = wrong(calls, 20)
    return [own, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])]


async def inside_a_loop(url: str, trust: ssl.SSLContext | bool) -> list[int]:
    """The parent's event loop and its connections live while it forks."""
    client = AsyncClient(url, retry=ONCE, timeout=20, transport=AsyncHttpTransport(verify=trust))

    async def run(caller: int) -> int:
        return sum([(await client.get(wanted)).id != wanted for wanted in ids(caller)])

    await run(99)
    context = multiprocessing.get_context("fork")

    def child(caller: int) -> None:
        sys.exit(asyncio.run(run(caller)))

    made = [context.Process(target=child, args=[caller]) for caller in range(1, CHILDREN + 1)]
    for process in made:
        process.start()
    own = await run(0)
    for process in made:
        await asyncio.to_thread(process.join)
    own += await run(98)
    await client.close()
    return [own, *(process.exitcode or 0 for process in made)]


def main(how: str, kind: str, url: str, certificates: str = "") -> None:
    trust = ssl.create_default_context(cafile=certificates) if certificates else True
    if how == "inside_a_loop":
        print(*asyncio.run(inside_a_loop(url, trust)))
        return
    calls = {"blocking": blocking, "asynchronous": asynchronous}[kind](url, trust)
    calls(99)
    ways = {one.__name__: one for one in (fork, processes, pool, while_threads_call, grandchildren)}
    print(*ways[how](calls))


if __name__ == "__main__":
    main(*sys.argv[1:])

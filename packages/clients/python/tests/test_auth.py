"""Who calls: webhooks and tokens, right and wrong, and tokens that are renewed."""

import threading
import time
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from support import CODE, TOKEN, AsyncPortal, Both, Portal, Reply, raised, refusal, result

from b24_calllist import AsyncClient, AuthError, Client, OAuth, Webhook

EXPIRED = refusal(401, "expired_token")
NEW = "t0ken-s3cret-2"


@pytest.mark.parametrize(
    ("url", "base"),
    [
        (
            "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/",
            "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m",
        ),
        (
            "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m",
            "https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m",
        ),
        (" https://crm.example:8443/rest/29/c0de8h1/\n", "https://crm.example:8443/rest/29/c0de8h1"),
        ("http://127.0.0.1:4010/rest/1/c0de8h1/", "http://127.0.0.1:4010/rest/1/c0de8h1"),
        ("http://localhost/rest/1/c0de8h1/", "http://localhost/rest/1/c0de8h1"),
        ("http://[::1]:80/rest/1/c0de8h1/", "http://[::1]:80/rest/1/c0de8h1"),
    ],
)
def test_a_webhook_url(url: str, base: str) -> None:
    portal = Portal([result([])])
    Both(None).client(portal, url).statuses()
    assert portal.requests[0].url == f"{base}/crm.calllist.statuslist"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "not a URL"),
        ("s3cretc0de8h1d3m", "not a URL"),
        ("https://[s3cretc0de8h1d3m/rest/1/s3cretc0de8h1d3m/", "not a URL"),
        ("https://example.bitrix24.com:s3cretc0de8h1d3m/rest/1/x/", "not a URL"),
        ("http://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/", "has to be https"),
        ("https://exam ple.bitrix24.com/rest/1/s3cretc0de8h1d3m/", "U+0020 (space)"),
        ("https://exam|ple.bitrix24.com/rest/1/s3cretc0de8h1d3m/", "not a URL"),
        ("https://example.bitrix24.com:99999/rest/1/s3cretc0de8h1d3m/", "not a URL"),
        ("ftp://127.0.0.1/rest/1/s3cretc0de8h1d3m/", "has to be https"),
        ("https://user:s3cretc0de8h1d3m@example.bitrix24.com/rest/1/s3cretc0de8h1d3m/", "a user in it"),
        ("https://example.bitrix24.com/s3cretc0de8h1d3m/", "the path does not end in"),
        ("https://example.bitrix24.com/rest/s3cretc0de8h1d3m/", "the path does not end in"),
        ("https://example.bitrix24.com/rest/1/s3cretc0de8h1d3m/crm.calllist.get", "the path does not end in"),
        ("https://example.bitrix24.com/rest/1/s3cret c0de8h1d3m/", "U+0020 (space)"),
        ("https://example.bitrix24.com/rest/1/s3cret\udcffc0de8h1d3m/", "bytes in it that are not UTF-8"),
        ("https://exam\udcffple.bitrix24.com/rest/1/s3cretc0de8h1d3m/", "bytes in it that are not UTF-8"),
        ("https://example.bitrix24.com\\@evil.example/rest/1/s3cretc0de8h1d3m/", "not a URL"),
        ("https://example.bitrix24.com%40evil.example/rest/1/s3cretc0de8h1d3m/", "not a URL"),
        ("https:example.bitrix24.com/rest/1/s3cretc0de8h1d3m/", "not a URL"),
        ("http://127.0.0.1.evil.example/rest/1/s3cretc0de8h1d3m/", "has to be https"),
        ("http://localhost.evil.example/rest/1/s3cretc0de8h1d3m/", "has to be https"),
        ("http://127.0.0.1@evil.example/rest/1/s3cretc0de8h1d3m/", "a user in it"),
    ],
)
def test_a_wrong_webhook_url_is_refused_with_a_right_one_and_without_the_secret(url: str, why: str) -> None:
    error = raised(ValueError, lambda: Client(url))
    assert why in str(error)
    assert "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/" in str(error)
    assert CODE not in str(error)
    assert error.__context__ is None


NOTHING: Any = None
HOOK = "A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"


@pytest.mark.parametrize(
    ("auth", "kind", "said"),
    [
        (NOTHING, TypeError, f"auth: a webhook URL or OAuth(...). {HOOK}"),
        (Webhook(NOTHING), TypeError, f"auth: a webhook URL or OAuth(...). {HOOK}"),
        ("https://", ValueError, f"webhook URL: this is not a URL. {HOOK}"),
        (OAuth(NOTHING, TOKEN), TypeError, "OAuth: portal and access token have to be texts"),
        (OAuth("a.example", NOTHING), TypeError, "OAuth: portal and access token have to be texts"),
        (OAuth("a.example", ""), ValueError, "access_token: it is empty"),
        (OAuth("", TOKEN), ValueError, "portal: this is not a URL. A portal looks like example.bitrix24.com"),
        (OAuth("a.example", "\udcff"), ValueError, "access_token: there are bytes in it that are not UTF-8."),
        (
            OAuth("a.example/rest/1", TOKEN),
            ValueError,
            "portal: there is something behind /rest in it. A portal looks like example.bitrix24.com",
        ),
        (
            OAuth("a\udcff.example", TOKEN),
            ValueError,
            "portal: there are bytes in it that are not UTF-8. A portal looks like example.bitrix24.com",
        ),
        (
            OAuth("a\u200b.example", TOKEN),
            ValueError,
            "portal: there is white space in it, U+200B (zero width space). A portal looks like example.bitrix24.com",
        ),
        (
            OAuth("a\x07.example", TOKEN),
            ValueError,
            (
                "portal: there is white space in it, U+0007 (a control character). "
                "A portal looks like example.bitrix24.com"
            ),
        ),
        (
            Webhook("http://a.example/rest/1/abcdef/", insecure_hosts="a.example"),
            TypeError,
            'insecure_hosts: a list of host names, such as ["sandbox"], not a text',
        ),
        (
            OAuth("http://a.example", TOKEN, insecure_hosts="a.example"),
            TypeError,
            'insecure_hosts: a list of host names, such as ["sandbox"], not a text',
        ),
    ],
)
def test_what_people_are_told_of_wrong_credentials(auth: Any, kind: type[Exception], said: str) -> None:
    assert str(raised(kind, lambda: Client(auth))) == said


def test_nothing_in_place_of_a_webhook_url_is_refused() -> None:
    nothing: Any = None
    assert "webhook URL" in str(raised(TypeError, lambda: Client(nothing)))


@pytest.mark.parametrize(
    "portal_host", ["example.bitrix24.com", "https://example.bitrix24.com", "https://example.bitrix24.com/rest/"]
)
def test_a_portal_of_an_application(portal_host: str) -> None:
    portal = Portal([result([])])
    Both(None).client(portal, OAuth(portal_host, TOKEN)).statuses()
    assert portal.requests[0].url == "https://example.bitrix24.com/rest/crm.calllist.statuslist"


@pytest.mark.parametrize(
    ("portal_host", "token"),
    [
        ("", TOKEN),
        ("http://example.bitrix24.com", TOKEN),
        ("exam ple.bitrix24.com", TOKEN),
        ("example.bitrix24.com/rest/1/c0de8h1", TOKEN),
        ("example.bitrix24.com/rest/crm.calllist.get", TOKEN),
        ("example.bitrix24.com", ""),
        ("example.bitrix24.com", f"{TOKEN}\udcff"),
        ("example.bitrix24.com/\udcff", TOKEN),
        ("example.bitrix24.com@evil.example", TOKEN),
        ("http://127.0.0.1.evil.example", TOKEN),
    ],
)
def test_a_wrong_application_is_refused(portal_host: str, token: str) -> None:
    error = raised(ValueError, lambda: Client(OAuth(portal_host, token)))
    assert TOKEN not in str(error)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), None, "60"])
def test_a_timeout_is_a_time(timeout: Any) -> None:
    with pytest.raises(ValueError, match="timeout"):
        Client("http://127.0.0.1/rest/1/c0de8h1/", timeout=timeout)


def test_an_expired_token_is_renewed_and_the_call_sent_again(both: Both) -> None:
    portal = Portal([EXPIRED, result(51), result([])])
    client = both.client(portal, OAuth("example.bitrix24.com", TOKEN, renew=lambda: NEW))
    assert client.add("CONTACT", [9]) == 51
    client.statuses()
    assert [body["auth"] for body in portal.bodies] == [TOKEN, NEW, NEW]
    assert portal.pauses == []


def test_a_new_token_that_is_refused_is_not_renewed_again(both: Both) -> None:
    portal = Portal([EXPIRED, EXPIRED])
    client = both.client(portal, OAuth("example.bitrix24.com", TOKEN, renew=lambda: NEW))
    assert raised(AuthError, lambda: client.get(13)).code == "expired_token"


@pytest.mark.parametrize("code", ["invalid_token", "ERROR_OAUTH"])
def test_only_an_expired_token_is_renewed(both: Both, code: str) -> None:
    portal = Portal([refusal(401, code)])
    client = both.client(portal, OAuth("example.bitrix24.com", TOKEN, renew=_never))
    raised(AuthError, lambda: client.get(13))


def test_an_error_of_the_hook_ends_the_call(both: Both) -> None:
    client = both.client(Portal([EXPIRED]), OAuth("example.bitrix24.com", TOKEN, renew=_fails))
    raised(LookupError, lambda: client.get(13))


@pytest.mark.parametrize("given", [None, "", 5])
def test_a_hook_has_to_give_a_token(both: Both, given: Any) -> None:
    client = both.client(Portal([EXPIRED]), OAuth("example.bitrix24.com", TOKEN, renew=lambda: given))
    error = raised(TypeError, lambda: client.get(13))
    assert str(error) == "renew: it has to give the new access token as a text"


def test_a_token_that_cannot_be_sent_ends_the_call_and_is_not_told(both: Both) -> None:
    client = both.client(Portal([EXPIRED]), OAuth("example.bitrix24.com", TOKEN, renew=lambda: f"{NEW}\udcff"))
    error = raised(ValueError, lambda: client.get(13))
    assert str(error) == "renew: there are bytes in it that are not UTF-8."


def _never() -> str:
    raise AssertionError("renewed")


def _fails() -> str:
    raise LookupError("no refresh token")


def _by_token(body: Any) -> Reply:
    return EXPIRED if body["auth"] == TOKEN else result([])


def test_threads_share_one_renewal() -> None:
    renewals: list[int] = []

    def renew() -> str:
        renewals.append(1)
        time.sleep(0.02)
        return NEW

    replies: list[Callable[[Any], Reply]] = [_by_token] * 16
    client = Both(None).client(Portal(replies), OAuth("example.bitrix24.com", TOKEN, renew=renew))
    threads = [threading.Thread(target=client.statuses) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert renewals == [1]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tasks_share_one_renewal_by_an_async_hook(backend: str) -> None:
    renewals: list[int] = []

    async def renew() -> str:
        renewals.append(1)
        await anyio.sleep(0.01)
        return NEW

    replies: list[Callable[[Any], Reply]] = [_by_token] * 16
    portal = Portal(replies)
    client = AsyncClient(OAuth("example.bitrix24.com", TOKEN, renew=renew), transport=AsyncPortal(portal))

    async def main() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(client.statuses)

    anyio.run(main, backend=backend)
    assert renewals == [1]
    assert [body["auth"] for body in portal.bodies].count(NEW) == 8


class _Twice:
    """Fails when all calls of the first round have been refused, and gives a token later."""

    def __init__(self, calls: int) -> None:
        self.renewals = 0
        self.refused = threading.Semaphore(0)
        self._calls = calls

    def __call__(self) -> str:
        self.renewals += 1
        if self.renewals > 1:
            return NEW
        for _ in range(self._calls):
            self.refused.acquire()
        raise LookupError("no refresh token")

    def reply(self, body: Any) -> Reply:
        if body["auth"] == NEW:
            return result([])
        self.refused.release()
        return EXPIRED


def test_a_renewal_that_fails_fails_all_threads_that_were_under_way() -> None:
    renew = _Twice(8)
    client = Both(None).client(Portal([renew.reply] * 10), OAuth("example.bitrix24.com", TOKEN, renew=renew))
    errors: list[LookupError] = []
    threads = [threading.Thread(target=lambda: errors.append(raised(LookupError, client.statuses))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 8
    assert renew.renewals == 1
    client.statuses()
    assert renew.renewals == 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_renewal_that_fails_fails_all_tasks_that_were_under_way(backend: str) -> None:
    renewals: list[int] = []
    errors: list[LookupError] = []

    async def main() -> None:
        all_refused = anyio.Event()

        async def renew() -> str:
            renewals.append(1)
            await all_refused.wait()
            raise LookupError("no refresh token")

        def refuse(_: Any) -> Reply:
            if len(portal.bodies) == 8:
                all_refused.set()
            return EXPIRED

        async def call() -> None:
            try:
                await client.statuses()
            except LookupError as error:
                errors.append(error)

        portal = Portal([refuse] * 8)
        client = AsyncClient(OAuth("example.bitrix24.com", TOKEN, renew=renew), transport=AsyncPortal(portal))
        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(call)

    anyio.run(main, backend=backend)
    assert len(errors) == 8
    assert renewals == [1]

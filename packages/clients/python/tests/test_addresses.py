"""Addresses of portals as people have them: copied from a page, below a path, with an international name, by http."""

from collections.abc import Iterable
from typing import Any

import pytest
from support import CODE, TOKEN, Both, Portal, raised, result

from b24_calllist import AsyncClient, Client, OAuth, Webhook

HOOK = f"rest/1/{CODE}"


def called(auth: str | Webhook | OAuth) -> str:
    """The address of a call."""
    portal = Portal([result([])])
    Both(None).client(portal, auth).statuses()
    return portal.requests[0].url.removesuffix("/crm.calllist.statuslist")


INVISIBLE = [
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u200e",
    "\u2028",
    "\u3000",
    "\u00ad",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x7f",
]


@pytest.mark.parametrize("blank", INVISIBLE, ids=ascii)
def test_white_space_of_any_kind_around_is_trimmed(blank: str) -> None:
    url = f"{blank} {blank}https://example.bitrix24.com/{HOOK}/ {blank}"
    assert called(url) == f"https://example.bitrix24.com/{HOOK}"
    assert called(OAuth(f"{blank}example.bitrix24.com{blank}", TOKEN)) == "https://example.bitrix24.com/rest"


@pytest.mark.parametrize("blank", INVISIBLE, ids=ascii)
@pytest.mark.parametrize(
    "url",
    [
        "https://example.bitrix24.com/rest/1/s3cret{}c0de8h1d3m/",
        "https://example{}.bitrix24.com/rest/1/s3cretc0de8h1d3m/",
    ],
)
def test_white_space_inside_is_named(url: str, blank: str) -> None:
    error = raised(ValueError, lambda: Client(url.format(blank)))
    assert f"U+{ord(blank[0]):04X}" in str(error)
    assert "c0de8h1d3m" not in str(error)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        (f"https://portal.example/crm/{HOOK}/", f"https://portal.example/crm/{HOOK}"),
        (f"https://portal.example/a/b-c/{HOOK}", f"https://portal.example/a/b-c/{HOOK}"),
        (f"https://portal.example/rest/{HOOK}", f"https://portal.example/rest/{HOOK}"),
        (f"https://portal.example:8443/crm/{HOOK}/", f"https://portal.example:8443/crm/{HOOK}"),
        (f"https://www.portal.example/{HOOK}/", f"https://www.portal.example/{HOOK}"),
        (f"https://portal.example/{HOOK}/?a=b&c=d", f"https://portal.example/{HOOK}"),
        (f"https://portal.example/{HOOK}/#top", f"https://portal.example/{HOOK}"),
        (f"https://portal.example/{HOOK}?", f"https://portal.example/{HOOK}"),
        (f"HTTPS://Portal.EXAMPLE/{HOOK}/", f"https://portal.example/{HOOK}"),
        (f"https://портал.рф/{HOOK}/", f"https://xn--80awhdgm.xn--p1ai/{HOOK}"),
        (f"https://ПОРТАЛ。рф:8443/{HOOK}/", f"https://xn--80awhdgm.xn--p1ai:8443/{HOOK}"),
        (f"https://straße.example/{HOOK}/", f"https://xn--strae-oqa.example/{HOOK}"),
        (f"https://xn--80awhdgm.xn--p1ai/{HOOK}/", f"https://xn--80awhdgm.xn--p1ai/{HOOK}"),
        (f"https://my_portal.example/{HOOK}/", f"https://my_portal.example/{HOOK}"),
        (f"https://мой_портал.example/{HOOK}/", f"https://xn--_-8sbzkbmchku.example/{HOOK}"),
        (f"https://portal.example./{HOOK}/", f"https://portal.example./{HOOK}"),
        (f"https://{'a' * 63}.example/{HOOK}/", f"https://{'a' * 63}.example/{HOOK}"),
        (f"https://10.0.0.5/{HOOK}/", f"https://10.0.0.5/{HOOK}"),
        (f"https://[FD00::1]:8443/{HOOK}/", f"https://[fd00::1]:8443/{HOOK}"),
        (f"https://[fd00:0:0::0001]/{HOOK}/", f"https://[fd00::1]/{HOOK}"),
    ],
)
def test_a_webhook_url_as_people_have_it(url: str, base: str) -> None:
    assert called(url) == base


@pytest.mark.parametrize(
    ("portal", "base"),
    [
        ("portal.example/crm", "https://portal.example/crm/rest"),
        ("portal.example/crm/", "https://portal.example/crm/rest"),
        ("https://portal.example/crm/rest/", "https://portal.example/crm/rest"),
        ("https://portal.example:8443/a/restaurant/rest", "https://portal.example:8443/a/restaurant/rest"),
        ("https://portal.example/?login=yes", "https://portal.example/rest"),
        ("портал.рф", "https://xn--80awhdgm.xn--p1ai/rest"),
        ("WWW.Portal.example", "https://www.portal.example/rest"),
    ],
)
def test_a_portal_as_people_have_it(portal: str, base: str) -> None:
    assert called(OAuth(portal, TOKEN)) == base


@pytest.mark.parametrize(
    "host",
    [
        "999.1.1.1",
        "1.2.3",
        "127",
        "[::1::2]",
        "[1.2.3.4]",
        "a..b",
        f"{'a' * 64}.example",
        "портал..рф",
        ".example",
        f"{'я' * 64}.example",
    ],
)
def test_a_name_that_no_dns_has_is_refused(host: str) -> None:
    error = raised(ValueError, lambda: Client(f"https://{host}/{HOOK}/"))
    assert "not a URL" in str(error)
    assert CODE not in str(error)


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (f"http://sandbox:4020/{HOOK}/", ["sandbox"]),
        (f"http://SANDBOX/{HOOK}/", {"Sandbox"}),
        (f"http://10.0.0.5/{HOOK}/", ("10.0.0.5",)),
        (f"http://портал.рф/{HOOK}/", ["other", "портал.рф"]),
        (f"http://портал.рф/{HOOK}/", ["xn--80awhdgm.xn--p1ai"]),
    ],
)
def test_http_to_hosts_that_the_caller_names(url: str, hosts: Iterable[str]) -> None:
    assert called(Webhook(url, insecure_hosts=hosts)).startswith("http://")
    portal = url.removesuffix(f"{HOOK}/")
    assert called(OAuth(portal, TOKEN, insecure_hosts=hosts)).startswith("http://")


@pytest.mark.parametrize(
    "hosts", [[], ["other"], ["box"], ["*"], ["sandbox.example"], [".example"], ["sandbox:4020"], [""]]
)
@pytest.mark.parametrize("url", [f"http://sandbox:4020/{HOOK}/", f"http://a.sandbox.example/{HOOK}/"])
def test_http_to_any_other_host_is_refused_and_says_how_to_allow_it(url: str, hosts: list[str]) -> None:
    for auth in (Webhook(url, insecure_hosts=hosts), OAuth(url.removesuffix(f"{HOOK}/"), TOKEN, insecure_hosts=hosts)):
        error = _refused(auth)
        assert 'insecure_hosts=["sandbox"]' in str(error)
        assert CODE not in str(error)


def _refused(auth: Webhook | OAuth) -> ValueError:
    return raised(ValueError, lambda: Client(auth))


def test_hosts_are_a_list_and_no_text() -> None:
    assert "insecure_hosts" in str(
        raised(TypeError, lambda: Client(Webhook(f"http://a/{HOOK}/", insecure_hosts="abc")))
    )


NOTHING: Any = None


@pytest.mark.parametrize(
    "wrong",
    [Webhook, OAuth, Webhook(NOTHING), OAuth(NOTHING, TOKEN), OAuth("example.bitrix24.com", NOTHING), 5, b"x", NOTHING],
)
def test_what_are_no_credentials_is_refused(wrong: Any) -> None:
    raised(TypeError, lambda: Client(wrong))


def test_a_webhook_shows_no_secret() -> None:
    hook = Webhook(f"http://sandbox:4020/{HOOK}/", insecure_hosts=["sandbox"])
    assert CODE not in f"{hook!r} {hook} {Client(hook)!r}"


@pytest.mark.parametrize("host", ["example.bitrix24.com", "localhost:4020", "127.0.0.1", "[::1]:4020"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_shows_its_portal_and_not_its_code(kind: type[Client] | type[AsyncClient], host: str) -> None:
    scheme = "https" if host.endswith(".com") else "http"
    assert repr(kind(f"{scheme}://{host}/rest/1/{CODE}/")) == f"<{kind.__name__} for {host}>"

"""Who calls: an incoming webhook, or an application with an OAuth token."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

from ._address import Address, read_address, refuse_halves, trimmed
from ._numbers import MAX_DESCRIPTION
from ._secret import Secret, redact
from ._texts import printable, shortened

RenewHook: TypeAlias = Callable[[], str] | Callable[[], Awaitable[str]]
"""Gives a new access token; an async one is for `AsyncClient` alone."""

WEBHOOK_LOOKS_LIKE = "A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"
PORTAL_LOOKS_LIKE = "A portal looks like example.bitrix24.com"
WEBHOOK_PATH = re.compile(r"(?P<above>(?:/[^/]+)*)/rest/(?P<user>[^/]+)/(?P<code>[^/]+)/?")
PORTAL_PATH = re.compile(r"(?P<above>(?:/(?!rest(?:/|$))[^/]+)*)(?:/rest)?/?")


@dataclass(frozen=True, slots=True)
class Webhook:
    """Credentials of an incoming webhook, where its URL alone does not say enough.

    Example:
        >>> from b24_calllist import Client, Webhook
        >>> client = Client(Webhook("http://sandbox:4020/rest/1/xxxxxxxxxxxxxxxx/", insecure_hosts=["sandbox"]))
    """

    url: str = field(repr=False)
    """The webhook's URL. It is a password."""
    insecure_hosts: Iterable[str] = ()
    """Exact names of hosts that may be called by plain http, beside this machine. Everybody on the way can read it."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """Credentials of an application.

    Example:
        >>> from b24_calllist import Client, OAuth
        >>> client = Client(OAuth("example.bitrix24.com", "an-access-token", renew=lambda: "a-new-one"))
    """

    portal: str
    """Host of the portal, such as `example.bitrix24.com`; with the path above `/rest/` where it has one."""
    access_token: str = field(repr=False)
    """Travels in the body of each call, never in its address. Good for an hour."""
    renew: RenewHook | None = field(default=None, repr=False)
    """Called when the portal says `expired_token`: gives the new access token, after it has stored the refresh token.
    Once for all calls that wait for it. What it raises ends these calls; a later one asks again."""
    insecure_hosts: Iterable[str] = ()
    """As `Webhook.insecure_hosts`."""


class Token(Secret):
    """An access token, for the calls that are sent with it.

    When a renewal is over, another takes its place: the new one, or the same text once more, so that later calls ask
    again.
    """

    __slots__ = ("failure",)

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.failure: Exception | None = None
        """What the renewal raised."""


class Auth:
    """Address and credentials of a client; the only object that can tell them."""

    def __init__(
        self, address: Address, path: str, secret: str, token: str | None = None, renew: RenewHook | None = None
    ) -> None:
        self.host = address.host
        self.origin = address.origin
        self.renew = renew
        self._base = Secret(address.origin + path)
        self._secrets = [Secret(secret)]
        self._token = None if token is None else Token(token)

    def url(self, method: str) -> Secret:
        return Secret(f"{self._base.reveal()}/{method}")

    @property
    def token(self) -> Token | None:
        """The access token as it is now."""
        return self._token

    def replace_token(self, token: object) -> None:
        """Takes a new access token. The old one stays a secret."""
        if not isinstance(token, str) or not token:
            raise TypeError("renew: it has to give the new access token as a text")
        refuse_halves(token, "renew")
        self._token = Token(token)
        self._secrets.append(self._token)

    def renewal_failed(self, spent: Token, error: Exception) -> None:
        """Keeps the spent token, and the error for all calls that were sent with it."""
        spent.failure = error
        self._token = Token(spent.reveal())

    def redact(self, text: str) -> str:
        return redact(text, self._secrets)

    def quote(self, text: str, longest: int = MAX_DESCRIPTION) -> str:
        """A text from outside as an error shows it: without secrets, printable, and cut where it is too long."""
        return shortened(printable(self.redact(text)), longest)

    def __repr__(self) -> str:
        return f"<credentials for {self.host}>"


def auth_of(credentials: object) -> Auth:
    """Credentials from a webhook's URL or an application's token.

    Raises:
        ValueError: they are not such. The message never repeats them.
    """
    if isinstance(credentials, OAuth):
        return _oauth(credentials)
    webhook = Webhook(credentials) if isinstance(credentials, str) else credentials
    if not isinstance(webhook, Webhook) or not _are_texts(webhook.url):
        raise TypeError(f"auth: a webhook URL or OAuth(...). {WEBHOOK_LOOKS_LIKE}")
    return _webhook(webhook)


def _are_texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _webhook(webhook: Webhook) -> Auth:
    address = read_address(webhook.url, "webhook URL", WEBHOOK_LOOKS_LIKE, webhook.insecure_hosts)
    found = WEBHOOK_PATH.fullmatch(address.path)
    if not found:
        raise ValueError(f"webhook URL: the path does not end in /rest/<user id>/<code>/. {WEBHOOK_LOOKS_LIKE}")
    code = found["code"]
    return Auth(address, f"{found['above']}/rest/{found['user']}/{code}", unquote(code))


def _oauth(oauth: OAuth) -> Auth:
    if not _are_texts(oauth.portal, oauth.access_token):
        raise TypeError("OAuth: portal and access token have to be texts")
    portal = trimmed(oauth.portal, "portal", PORTAL_LOOKS_LIKE)
    portal = portal if "://" in portal else f"https://{portal}"
    address = read_address(portal, "portal", PORTAL_LOOKS_LIKE, oauth.insecure_hosts)
    found = PORTAL_PATH.fullmatch(address.path)
    if not found:
        raise ValueError(f"portal: there is something behind /rest in it. {PORTAL_LOOKS_LIKE}")
    if not oauth.access_token:
        raise ValueError("access_token: it is empty")
    refuse_halves(oauth.access_token, "access_token")
    return Auth(address, f"{found['above']}/rest", oauth.access_token, oauth.access_token, oauth.renew)

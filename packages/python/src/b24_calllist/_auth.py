"""Who calls: an incoming webhook, or an application with an OAuth token."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import SplitResult, unquote, urlsplit

from ._secret import Secret, redact

RenewHook: TypeAlias = Callable[[], str] | Callable[[], Awaitable[str]]
"""Gives a new access token; an async one is for `AsyncClient` alone."""

WEBHOOK_LOOKS_LIKE = "A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"
PORTAL_LOOKS_LIKE = "A portal looks like example.bitrix24.com"
NO_HOST = re.compile(r"""[\s\x00-\x1f\x7f"<>\\^`{|}%]""")
"""What is in no host."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class OAuth:
    """Credentials of an application.

    Example:
        >>> from b24_calllist import Client, OAuth
        >>> client = Client(OAuth("example.bitrix24.com", "an-access-token", renew=lambda: "a-new-one"))
    """

    portal: str
    """Host of the portal, such as `example.bitrix24.com`."""
    access_token: str = field(repr=False)
    """Travels in the body of each call, never in its address. Good for an hour."""
    renew: RenewHook | None = field(default=None, repr=False)
    """Called when the portal says `expired_token`: gives the new access token, after it has stored the refresh token.
    Once for all calls that wait for it. What it raises ends these calls; a later one asks again."""


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

    def __init__(self, base: str, host: str, secrets: list[str], token: str | None, renew: RenewHook | None) -> None:
        self.host = host
        self.renew = renew
        self._base = Secret(base)
        self._secrets = [Secret(secret) for secret in secrets]
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
        self._token = Token(token)
        self._secrets.append(self._token)

    def renewal_failed(self, spent: Token, error: Exception) -> None:
        """Keeps the spent token, and the error for all calls that were sent with it."""
        spent.failure = error
        self._token = Token(spent.reveal())

    def redact(self, text: str) -> str:
        return redact(text, self._secrets)

    def __repr__(self) -> str:
        return f"<credentials for {self.host}>"


def auth_of(credentials: object) -> Auth:
    """Credentials from a webhook's URL or an application's token.

    Raises:
        ValueError: they are not such. The message never repeats them.
    """
    if isinstance(credentials, OAuth):
        return _oauth(credentials)
    if not isinstance(credentials, str):
        raise TypeError(f"auth: a webhook URL or OAuth(...). {WEBHOOK_LOOKS_LIKE}")
    return _webhook(credentials)


def _webhook(url: str) -> Auth:
    parts = _checked(url.strip(), "webhook URL", WEBHOOK_LOOKS_LIKE)
    found = re.fullmatch(r"/rest/([^/\s]+)/([^/\s]+)/?", parts.path)
    if not found:
        raise ValueError(f"webhook URL: the path is not /rest/<user id>/<code>/. {WEBHOOK_LOOKS_LIKE}")
    user, code = found.groups()
    base = f"{parts.scheme}://{parts.netloc}/rest/{user}/{code}"
    return Auth(base, parts.netloc, [code, unquote(code)], None, None)


def _oauth(oauth: OAuth) -> Auth:
    portal, token = oauth.portal.strip(), oauth.access_token
    parts = _checked(portal if "://" in portal else f"https://{portal}", "portal", PORTAL_LOOKS_LIKE)
    if parts.path not in {"", "/", "/rest", "/rest/"}:
        raise ValueError(f"portal: there is more than a host in it. {PORTAL_LOOKS_LIKE}")
    if not token:
        raise ValueError("access_token: it is empty")
    return Auth(f"{parts.scheme}://{parts.netloc}/rest", parts.netloc, [token], token, oauth.renew)


def _checked(url: str, what: str, looks_like: str) -> SplitResult:
    """The parts of a URL that may carry credentials: https, or http on this machine, and nothing behind the path."""
    parts = _split(url)
    if parts is None or not parts.hostname or NO_HOST.search(parts.netloc):
        raise ValueError(f"{what}: this is not a URL. {looks_like}")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError(f"{what}: it has to be https (http is for 127.0.0.1 alone). {looks_like}")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{what}: there is more than host and path in it (user, ? or #). {looks_like}")
    return parts


def _split(url: str) -> SplitResult | None:
    """None in place of an error, since an error's text may repeat what was given."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts

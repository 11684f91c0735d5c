"""Why there was no response, in a few words: without addresses, which the texts of libraries repeat, and what to do."""

import os
import socket
import ssl
from collections.abc import Iterator

OWN_AUTHORITY = (
    "to trust it, set SSL_CERT_FILE to a file with its authority's certificate, or use "
    "HttpTransport(verify=ssl.create_default_context(cafile=...))"
)
CERTIFICATE_PROBLEMS = {
    9: "it is not valid yet; check this machine's clock",
    10: "it has expired; have it renewed, or check this machine's clock",
    18: f"it is self-signed; {OWN_AUTHORITY}",
    19: f"it is issued by an unknown authority; {OWN_AUTHORITY}",
    20: f"it is issued by an unknown authority; {OWN_AUTHORITY}",
    21: f"it is issued by an unknown authority; {OWN_AUTHORITY}",
    62: "it is for another host name; check the host in the URL",
    64: "it is for another IP address; check the host in the URL",
}
"""By OpenSSL's code of verification."""


def certificate_problem(error: BaseException) -> str:
    """What is wrong with the certificate, where that is the reason; otherwise empty."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            problem = CERTIFICATE_PROBLEMS.get(cause.verify_code, OWN_AUTHORITY)
            return f"the certificate is not trusted: {problem}"
    return ""


def reason_of(error: BaseException) -> str:
    """A few words of the system, such as `Connection refused`."""
    for cause in _causes(error):
        if found := _words(cause):
            return found
    return "the connection failed"


def _words(error: BaseException) -> str:
    match error:
        case socket.gaierror():
            return str(error.strerror or "unknown host")
        case ssl.SSLError():
            return f"TLS: {(error.reason or 'the connection was closed').lower().replace('_', ' ')}"
        case TimeoutError():
            return "timed out"
        case OSError(errno=int(number)):
            return os.strerror(number)
        case _:
            return next((words for sign, words in _PHRASES.items() if sign in f"{type(error).__name__}: {error}"), "")


_PHRASES = {
    "disconnected without": "it was closed without a response",
    "peer closed connection": "it was closed in the middle of the response",
    "RemoteProtocolError": "the response is not HTTP",
    "BrokenResourceError": "it was closed",
    "EndOfStream": "it was closed",
}
"""Words of the library and of streams, which have no number."""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The causes of an error, deepest first: libraries wrap the system's errors, some in groups."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            waiting += [*one.args, one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return reversed(seen)

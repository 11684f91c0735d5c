"""Examples in docstrings have a `client`; tests of behaviour run with each kind of client."""

from collections.abc import Iterator

import pytest
from examples import ExamplePortal
from servers import Certificates, Sandbox, mock, sandbox
from support import WEBHOOK, Both

from b24_calllist import Client


@pytest.fixture(params=[None, "asyncio", "trio"], ids=["sync", "asyncio", "trio"])
def both(request: pytest.FixtureRequest) -> Both:
    return Both(request.param)


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def portal(sandbox_process: Sandbox) -> Sandbox:
    """A sandbox as it is at first."""
    sandbox_process.control("POST", "reset")
    return sandbox_process


@pytest.fixture(scope="session")
def mock_url() -> Iterator[str]:
    with mock() as url:
        yield url


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(autouse=True)
def _examples(doctest_namespace: dict[str, object]) -> None:
    doctest_namespace["client"] = Client(WEBHOOK, transport=ExamplePortal())

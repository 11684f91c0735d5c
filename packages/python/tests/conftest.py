"""Tests of behaviour run with the sync client, and with the async one under asyncio and trio."""

from collections.abc import Iterator

import pytest
from servers import Sandbox, mock, sandbox
from support import Both


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

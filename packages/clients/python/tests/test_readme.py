"""Every sample of the README does what it says, against the sandbox, and against the mock where that can be."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from servers import Sandbox

README = (Path(__file__).parent.parent / "README.md").read_text()
SAMPLES = {
    section.split("\n")[0]: sample
    for section in re.split(r"^###? ", README, flags=re.MULTILINE)
    for sample in re.findall(r"^```python\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
}


def run(sample: str, url: str, portal: str = "") -> str:
    environment = {**os.environ, "B24_WEBHOOK_URL": url, **({"B24_PORTAL": portal} if portal else {})}
    command = [sys.executable, "-W", "error", "-c", sample]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert done.stderr == ""
    return done.stdout


def test_every_sample_is_here() -> None:
    assert len(SAMPLES) == README.count("```python\n")


SAID = {
    "First call": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n9 IN_WORK\n17 IN_WORK\n19 IN_WORK\n",
    "Whole lists": r"2\d\n20 None\n30 5\n(\d+ \w+\n)*",
    "Changing participants": r"\[21\] \[17\] \[\] True\n",
    "Progress, and waiting until a list is done": r"130 \d+\n(False 25|True 0)\n",
    "Errors": r"400 ENTITY_ERROR Incorrect entities id\n",
    "Batch": r"CONTACT\nCOMPANY\ncrm\.calllist\.get: LIST_ID_ERROR: Incorrect list id \(HTTP 200\)\nTrue True\n",
    "Async": r"5 CONTACT\n9 IN_WORK\n17 IN_WORK\n19 IN_WORK\n",
    "OAuth": r"<Client for 127\.0\.0\.1:\d+>\n",
    "Proxies and certificates": r"<Client for example\.bitrix24\.com>\n",
    "Plain http": r"<Client for sandbox:4020>\n",
    "Tests of your own": "",
}


@pytest.mark.parametrize("title", SAMPLES)
def test_a_sample_on_the_sandbox(title: str, portal: Sandbox) -> None:
    assert re.fullmatch(SAID[title], run(SAMPLES[title], portal.url, portal.origin))


@pytest.mark.parametrize("title", ["First call", "Async"])
def test_a_sample_on_the_mock(title: str, mock_url: str) -> None:
    assert re.search(r"^9 IN_WORK$", run(SAMPLES[title], mock_url), re.MULTILINE)


def test_a_token_is_renewed_on_the_sandbox(portal: Sandbox) -> None:
    sample = SAMPLES["OAuth"] + "    print(len(client.statuses()))\n"
    portal.control("POST", "faults", {"fault": "expired-token"})
    assert run(sample, portal.url, portal.origin).splitlines()[1] == "5"

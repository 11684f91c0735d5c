"""Installs the tools of this package into build/venv, once, and runs them: `tools.py lint|typecheck|test|mutate …`."""

import fcntl
import hashlib
import re
import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
VENV = FOLDER / "build" / "venv"
BIN = VENV / "bin"
STAMP = VENV / "installed"

COMMANDS = {
    "lint": [["ruff", "check"], ["ruff", "format", "--check"]],
    "typecheck": [["mypy"]],
    "test": [["pytest"]],
    "mutate": [["python", "scripts/mutate.py"]],
}


def wanted(group: str) -> list[str]:
    """A group of tools, as pyproject.toml names them. It is read without a parser, which Python 3.10 has not."""
    text = (FOLDER / "pyproject.toml").read_text()
    found = re.search(rf"^{group} = \[(.*?)\]$", text, re.DOTALL | re.MULTILINE)
    return re.findall(r'"([^"]+)"', found.group(1)) if found else []


def install() -> None:
    """Makes the environment, unless it is there with the same tools. One process does it, and others wait for it."""
    VENV.parent.mkdir(exist_ok=True)
    with (VENV.parent / "venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_alone()


def install_alone() -> None:
    """The same, where nobody else does it."""
    tools = wanted("tools")
    state = hashlib.sha256(f"{sys.version} {FOLDER} {tools}".encode()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == state:
        return
    venv.create(VENV, clear=True, with_pip=True)
    pip_install(*tools)
    pip_install("--no-build-isolation", "--editable", ".")
    STAMP.write_text(state)


def pip_install(*args: str) -> None:
    """Installs into the environment."""
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *args], check=True, cwd=FOLDER)


def main(command: str = "", *rest: str) -> int:
    """Runs the commands of a task, all of them, and says whether one failed."""
    install()
    if command == "mutate":
        pip_install(*wanted("mutation"))
    codes = [
        subprocess.run([BIN / program, *args, *rest], check=False, cwd=FOLDER).returncode
        for program, *args in COMMANDS.get(command, [])
    ]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Installs the tools of this package into build/venv, once, and runs them: `tools.py lint|typecheck|test|mutate …`."""

import fcntl
import hashlib
import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
VENV = FOLDER / "build" / "venv"
BIN = VENV / "bin"
STAMP = VENV / "installed"
HASHED = ["--require-hashes", "--requirement"]

COMMANDS = {
    "lint": [["ruff", "check"], ["ruff", "format", "--check"]],
    "typecheck": [["mypy"]],
    "test": [["pytest"]],
    "mutate": [["python", "scripts/mutate.py"]],
}


def install() -> None:
    """Makes the environment, unless it is there with the same tools. One process does it, and others wait for it."""
    VENV.parent.mkdir(exist_ok=True)
    with (VENV.parent / "venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_alone()


def install_alone() -> None:
    """The same, where nobody else does it."""
    tools = (FOLDER / "requirements" / "tools.txt").read_text()
    state = hashlib.sha256(f"{sys.version} {FOLDER} {tools}".encode()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == state:
        return
    venv.create(VENV, clear=True, with_pip=True)
    pip_install(*HASHED, "requirements/tools.txt")
    pip_install("--no-build-isolation", "--no-deps", "--editable", ".")
    STAMP.write_text(state)


def pip_install(*args: str) -> None:
    """Installs into the environment."""
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *args], check=True, cwd=FOLDER)


def main(command: str = "", *rest: str) -> int:
    """Runs the commands of a task, all of them, and says whether one failed."""
    install()
    if command == "mutate":
        pip_install(*HASHED, "requirements/mutation.txt")
    codes = [
        subprocess.run([BIN / program, *args, *rest], check=False, cwd=FOLDER).returncode
        for program, *args in COMMANDS.get(command, [])
    ]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Changes the meaning of one place at a time and looks whether a test notices: `tools.py mutate [src/…/_file.py …]`.

Prints the mutants as JSON. mutmut makes them: all mutants of a function stand in one file, and a variable says which is
called. So the tests are collected once, and each mutant gets a fork of this process, in which those tests run that call
its function, the fastest first, until one fails. (mutmut's own runner collects them anew for each mutant, and cannot
find tests by names such as `[::1]`.)
"""

import ast
import difflib
import functools
import gc
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent
COPY = FOLDER / ".mutation"
KNOWN = COPY / "noticed.txt"
"""A line for each mutant that was noticed. It is not tried again while its function stays as it is."""
JOBS = int(os.environ.get("MUTATION_JOBS") or max(1, (os.cpu_count() or 2) - 1))
OPTIONS = [
    *("--rootdir=.", "-o", "addopts=", "-p", "no:terminal", "--strict-markers"),
    "tests",
    *("-m", "not slow"),
    # What holds for one client mostly holds for the others, which share all that decides.
    *("-k", "not trio and (not asyncio or auth or bounds or connections or http or progress or proxies)"),
    # They read other files of the repository, or start processes.
    *(f"--ignore=tests/test_{name}.py" for name in ("forks", "package", "readme", "sandbox")),
]
NETWORK = {f"src/b24_calllist/_{name}.py" for name in ("http", "proxy", "reason", "scope", "unpack")}
OVER_NETWORK = tuple(f"tests/test_{name}.py" for name in ("bounds", "connections", "http", "proxies"))
"""Tests with servers, which take far longer than the others. They are run for mutants of these files alone."""
LEAST_TIME = 2
"""Seconds of the processor for a mutant's tests; where they take longer without it, twice as long."""
MOST_TIME = 3
"""Where the tests of a function take longer, the slowest are not run."""


@dataclass(frozen=True)
class Mutant:
    """A changed copy of a function."""

    source: str
    """`src/b24_calllist/_auth.py`."""
    name: str
    """`x_auth_of__mutmut_1`, or `xǁAuthǁurl__mutmut_1` of a method."""
    hash: str
    """Of the function as it is."""

    @property
    def key(self) -> str:
        """What it is remembered by."""
        return f"{self.source} {self.name} {self.hash}"

    @property
    def function(self) -> str:
        """The name of the function, as mutmut writes it."""
        return self.name.split("__mutmut_", maxsplit=1)[0]

    @property
    def module(self) -> str:
        """`b24_calllist._auth`."""
        return self.source.removeprefix("src/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def all_sources() -> list[str]:
    """The files of the package."""
    return [str(file.relative_to(FOLDER)) for file in sorted((FOLDER / "src").rglob("*.py"))]


def is_ours(source: str) -> bool:
    """Whether people write the file."""
    path = FOLDER / source
    return source.startswith("src/") and source.endswith(".py") and not path.read_text().startswith("# Generated")


def write_mutants(source: str) -> list[Mutant]:
    """Writes the mutants of a file into the copy of the package."""
    made = import_module("mutmut.mutation.file_mutation").mutate_file_contents(source, (FOLDER / source).read_text())
    (COPY / source).write_text(made.code)
    hashes: Mapping[str, str] = made.hash_by_function_name
    found = [Mutant(source, name, hashes[name.split("__mutmut_")[0]]) for name in made.mutant_names]
    functions, copies = lines_of((FOLDER / source).read_text()), lines_of(made.code)
    return [one for one in found if meaning(functions[one.function][1]) != meaning(copies[one.name][1])]


class WithoutCasts(ast.NodeTransformer):
    """Takes `cast` out of a program, which only type checkers see."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """What is cast, in place of the call."""
        self.generic_visit(node)
        is_cast = isinstance(node.func, ast.Name) and node.func.id == "cast" and len(node.args) == 2
        return node.args[1] if is_cast else node


def meaning(function: Sequence[str]) -> str:
    """What a function does, whatever its name and the types in it."""
    (node,) = ast.parse(textwrap.dedent("\n".join(function))).body
    parts: list[ast.AST] = [node]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        parts = [node.args, *node.body]
    return "".join(ast.dump(WithoutCasts().visit(part)) for part in parts)


def copy_package() -> None:
    """The sources, the tests and what they need."""
    COPY.mkdir(exist_ok=True)
    for name in ("src", "tests"):
        shutil.rmtree(COPY / name, ignore_errors=True)
        shutil.copytree(FOLDER / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(FOLDER / name, COPY / name)


def hash_of_files() -> str:
    """Of all that decides which tests call which function: mutants in the copy tell when they are called."""
    files = sorted(file for name in ("src", "tests") for file in (COPY / name).rglob("*.py"))
    return hashlib.sha256(b"".join([*(file.read_bytes() for file in files), str(OPTIONS).encode()])).hexdigest()


class Tests:
    """Runs the collected tests against mutants, in place of pytest's own loop."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = mutants
        self.status: dict[Mutant, str] = {}
        self._times: dict[str, float] = {}
        self._tests: dict[str, list[str]] = {}
        self._running: dict[int, tuple[Mutant, int]] = {}
        self._failed = ""
        """The first test that failed in this process,"""
        self._reason = ""
        """and why."""
        self._noticed = Counter[str]()
        """By test, how many mutants it has noticed."""

    def pytest_configure(self, config: pytest.Config) -> None:
        """Has tracebacks written as Python does. Pytest's own read the source, which is long with all its mutants."""
        config.option.tbstyle = "native"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remembers the first test that failed."""
        if report.failed:
            self._failed = self._failed or report.nodeid
            self._reason = report.longreprtext

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The loop."""
        is_of_network = any(mutant.source in NETWORK for mutant in self.mutants)
        tests = [item for item in session.items if is_of_network or not item.nodeid.startswith(OVER_NETWORK)]
        items = {item.nodeid: item for item in tests}
        found = COPY / f"tests-{hash_of_files()}.json"
        if not found.is_file():
            found.write_text(forked(functools.partial(self._look, items)))
        self._times, self._tests = json.loads(found.read_text())
        gc.freeze()  # or each fork would copy what is collected
        for count, mutant in enumerate(self.mutants):
            print(f"\r{count} of {len(self.mutants)}", end="", file=sys.stderr, flush=True)
            names = self._tests_of(mutant)
            if not names:
                self.status[mutant] = "uncovered"
                continue
            if len(self._running) == JOBS:
                self._wait()
            self._start(mutant, [items[name] for name in names])
        while self._running:
            self._wait()
        return True

    def _tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that call its function: first those that are fast, or have noticed much."""
        found = self._tests.get(f"{mutant.module}.{mutant.function}", [])
        wanted = [test for test in found if mutant.source in NETWORK or not test.startswith(OVER_NETWORK)]
        wanted.sort(key=lambda test: self._times[test] / (1 + self._noticed[test]))
        until = accumulate(self._times[test] for test in wanted)
        return [test for test, seconds in zip(wanted, until, strict=True) if seconds < MOST_TIME or test == wanted[0]]

    def _look(self, items: Mapping[str, pytest.Item]) -> str:
        """Which tests call which function, and how long they take."""
        import_module("mutmut.mutation.trampoline").set_mutant_under_test("stats")
        called: set[str] = import_module("mutmut.state").state()._stats  # noqa: SLF001
        found: dict[str, list[str]] = {}
        for item in items.values():
            called.clear()
            before = time.process_time()
            self._run(item)
            self._times[item.nodeid] = time.process_time() - before
            if self._failed:
                raise AssertionError(f"without any mutant, {self._failed} fails: {self._reason}")
            for function in called:
                found.setdefault(function, []).append(item.nodeid)
        return json.dumps([self._times, found])

    def _start(self, mutant: Mutant, items: Sequence[pytest.Item]) -> None:
        reading, writing = os.pipe()
        process = os.fork()
        if process:
            os.close(writing)
            self._running[process] = mutant, reading
            return
        os.close(reading)
        seconds = int(max(LEAST_TIME, 2 * sum(self._times[item.nodeid] for item in items)))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.alarm(60 + 4 * seconds)
        import_module("mutmut.mutation.trampoline").set_mutant_under_test(f"{mutant.module}.{mutant.name}")
        for item in items:
            self._run(item)
            if self._failed:
                os.write(writing, self._failed.encode())
                os._exit(1)
        os._exit(0)

    def _run(self, item: pytest.Item) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)

    def _wait(self) -> None:
        process, code = os.wait()
        mutant, reading = self._running.pop(process)
        with os.fdopen(reading) as file:
            self._noticed[file.read()] += 1
        is_late = os.WIFSIGNALED(code) and os.WTERMSIG(code) in {signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM}
        self.status[mutant] = "timeout" if is_late else "killed" if code else "survived"
        if code:
            with KNOWN.open("a") as known:
                print(mutant.key, file=known)
        else:
            print(f"\r{mutant.source} {mutant.name} survived", file=sys.stderr)


def forked(work: Any) -> str:
    """What a function returns, called in a fork, which leaves no threads here."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        try:
            with os.fdopen(writing, "w") as file:
                file.write(work())
        except BaseException as error:  # noqa: BLE001 - the end of this process
            print(error, file=sys.stderr)
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        text = file.read()
    if os.waitpid(process, 0)[1]:
        raise SystemExit(1)
    return text


def lines_of(text: str) -> dict[str, tuple[int, list[str]]]:
    """The first line and the lines of each function, by the name that mutmut gives it."""
    lines = text.split("\n")
    found: dict[str, tuple[int, list[str]]] = {}
    for node in ast.parse(text).body:
        children = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in children:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"xǁ{node.name}ǁ{one.name}" if isinstance(node, ast.ClassDef) else f"x_{one.name}"
                place = (one.lineno, lines[one.lineno - 1 : one.end_lineno])
                found[one.name if "__mutmut_" in one.name else name] = place
    return found


def equal_words(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def change_between(old: str, new: str) -> str:
    """What differs, as whole words: `< → <=`."""
    before, after = (re.findall(r"\w+|\s+|[^\w\s]+", text) for text in (old, new))
    same = equal_words(before, after)
    end = equal_words(before[same:][::-1], after[same:][::-1])
    shown = [re.sub(r"\s+", " ", "".join(words[same : len(words) - end])).strip() for words in (before, after)]
    return " → ".join(text or "(nothing)" for text in shown)


def described(source: str, status: Mapping[Mutant, str]) -> Iterator[dict[str, object]]:
    """The mutants of a file as `npm run mutate` wants them."""
    functions, copies = lines_of((FOLDER / source).read_text()), lines_of((COPY / source).read_text())
    for mutant, known in status.items():
        first, old = functions[mutant.function]
        new = copies[mutant.name][1]
        new = [new[0].replace(mutant.name, mutant.function.split("ǁ")[-1].removeprefix("x_")), *new[1:]]
        changes = [one for one in difflib.SequenceMatcher(None, old, new, False).get_opcodes() if one[0] != "equal"]
        (_, start, _, new_start, _), (_, _, end, _, new_end) = changes[0], changes[-1]
        yield {
            "file": source,
            "line": first + start,
            "source": old[min(start, len(old) - 1)].strip(),
            "change": change_between("\n".join(old[start:end]), "\n".join(new[new_start:new_end])),
            "status": known,
        }


def main(wanted: Sequence[str]) -> None:
    """Tries the mutants of the files, and prints what became of them."""
    copy_package()
    os.chdir(COPY)
    os.environ["MANY_TIMES"] = "50"
    # The copy, and not the package that is installed.
    sys.path.insert(0, str(COPY / "src"))
    files = [name for name in wanted or all_sources() if is_ours(name)]
    mutants = [mutant for name in files for mutant in write_mutants(name)]
    noticed = set(KNOWN.read_text().splitlines() if KNOWN.is_file() else ())
    known = {one for one in mutants if one.key in noticed}
    tests = Tests([one for one in mutants if one not in known])
    if tests.mutants:
        pytest.main(OPTIONS, plugins=[tests])
    status = {one: "killed" if one in known else tests.status[one] for one in mutants}
    by_file = {name: {one: status[one] for one in mutants if one.source == name} for name in files}
    json.dump([mutant for name in files for mutant in described(name, by_file[name])], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])

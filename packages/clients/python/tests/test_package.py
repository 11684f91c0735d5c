"""What is published."""

import json
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from b24_calllist import SPEC_VERSION, __version__

FOLDER = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(FOLDER)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def test_the_wheel_has_types_and_licence_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = message_from_bytes(archive.read(f"b24_calllist-{__version__}.dist-info/METADATA"))
    modules = {f"b24_calllist/{file.name}" for file in (FOLDER / "src" / "b24_calllist").glob("*.py")}
    assert {name for name in names if ".dist-info/" not in name} == {*modules, "b24_calllist/py.typed"}
    assert f"b24_calllist-{__version__}.dist-info/licenses/LICENSE" in names
    assert metadata["Requires-Python"] == ">=3.10"
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("Requires-Dist") == ["anyio<5,>=4.11", "httpx2<3,>=2.14", "idna<4,>=3.7"]


def test_the_source_can_be_built_by_itself(built: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert tops == {"src", "README.md", "LICENSE", "PKG-INFO", "pyproject.toml", ".gitignore"}


def test_versions_are_those_of_the_packages() -> None:
    def version(path: Path) -> str:
        return str(json.loads(path.read_text())["version"])

    assert __version__ == version(FOLDER / "package.json")
    assert version(FOLDER.parents[2] / "spec" / "package.json") == SPEC_VERSION

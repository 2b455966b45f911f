"""Build the distributions once, and make clean environments to install them into."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
_UNTOUCHED = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
"""As it was before any test loaded the pose model, which leaves the process a closed proxy."""
_NOT_WITHOUT_QT = ("pyside6", "shiboken6", "pytest-qt", "formcheck")


@dataclass(frozen=True)
class Distributions:
    """What a release consists of."""

    wheel: Path
    sdist: Path


@dataclass(frozen=True)
class Environment:
    """An isolated environment."""

    root: Path

    def script(self, name: str) -> Path:
        """Return the path of an installed command."""
        windows = sys.platform == "win32"
        return self.root / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)

    def run(self, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command away from the checkout, with nothing inherited that could lead to it."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.root,
            env=_UNTOUCHED | environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    def python(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the environment's interpreter, isolated from the user's and the current folder."""
        return self.run(self.script("python"), "-I", *arguments, **environment)

    def install(self, *arguments: str | Path) -> None:
        """Install with pip, quickly where the versions are in its cache."""
        done = self.run(
            sys.executable, "-m", "pip", "--python", self.script("python"), "install", "-qq",
            "--no-compile", "--disable-pip-version-check", *arguments,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def borrow(self, distribution: Distribution) -> None:
        """Make an installed distribution importable here too, without another copy of it."""
        base = {"base": str(self.root), "platbase": str(self.root)}
        packages = Path(sysconfig.get_path("purelib", "venv", base))
        for name in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            if not (packages / name).exists():
                (packages / name).symlink_to(distribution.locate_file(name))


@pytest.fixture(scope="session", name="distributions")
def built(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Build the sdist from the checkout, and the wheel from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(CHECKOUT)],
        env=_UNTOUCHED,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Distributions(next(out.glob("*.whl")), next(out.glob("*.tar.gz")))


def _environment(root: Path) -> Environment:
    venv.create(root)
    return Environment(root)


@pytest.fixture(scope="session")
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment without FormCheck, to install it into as a user would."""
    return _environment(tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="session")
def environment_without_qt(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment with everything the tests need but Qt."""
    environment = _environment(tmp_path_factory.mktemp("no-qt"))
    for distribution in distributions():
        if not distribution.name.lower().replace("_", "-").startswith(_NOT_WITHOUT_QT):
            environment.borrow(distribution)
    return environment

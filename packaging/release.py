"""Go through all that comes before a release, and say of each step whether it is done.

    make release-check                 TESTED=1 where .ci/run has just passed
    make release-check TAG=v1.2.3      compares a tag with the version

What is to be handed out lies in build/release/dist afterwards.  Nothing is tagged, pushed or
uploaded: the command that does so is printed.  It ends with 1 while something is left to do.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formcheck.version import __version__

ROOT: Final = Path(__file__).resolve().parents[1]
PLACE: Final = ROOT / "build" / "release"
DIST: Final = PLACE / "dist"
WHEEL_BYTES: Final = 12_000_000
"""What a wheel may weigh; 9.4 million are the pose model and the estimators."""
RELEASED: Final = re.compile(
    rf"^## \[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)",
    re.MULTILINE | re.DOTALL,
)


class Undone(Exception):
    """What is left to do in a step."""


@dataclass(frozen=True)
class Chosen:
    """What the command line says: whether the tests have passed, and the tag there is."""

    tested: bool
    tag: str


def _run(*command: str | Path, tail: int = 5) -> str:
    """Run a command in the checkout; what it said last is what is to be done about it."""
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except OSError as error:
        raise Undone(f"{name} cannot be run ({error.strerror})") from error
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-tail:]
        raise Undone(f"{name} ended with {done.returncode}: " + "\n  ".join(said))
    return done.stdout


def clean_tree(_chosen: Chosen) -> str:
    """Tell the commit, of which everything is in the repository."""
    changed = _run("git", "status", "--porcelain")
    if changed:
        raise Undone(f"commit or put away what is changed:\n{changed.rstrip()}")
    return _run("git", "rev-parse", "--short", "HEAD").strip()


def right_tag(chosen: Chosen) -> str:
    """Compare the tag with the version; without one, see that it is free."""
    wanted = f"v{__version__}"
    if chosen.tag and chosen.tag != wanted:
        raise Undone(
            f"the tag {chosen.tag} is not {wanted}: raise formcheck/version.py, or tag {wanted}"
        )
    if not chosen.tag and _run("git", "tag", "--list", wanted):
        raise Undone(f"{wanted} is released: raise formcheck/version.py, then run make commands")
    return wanted


def changes(_chosen: Chosen) -> str:
    """Keep what is new in this version, as the release's notes."""
    found = RELEASED.search((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if found is None or not found[1].strip():
        raise Undone(f"CHANGELOG.md: head what is new with '## [{__version__}] - YYYY-MM-DD'")
    (PLACE / "notes.md").write_text(found[1].strip() + "\n", encoding="utf-8")
    return f"{len(found[1].split())} words"


def commands(_chosen: Chosen) -> str:
    """See that man page and completions are those of the commands."""
    try:
        _run(sys.executable, ROOT / "packaging" / "commands.py", "--check")
    except Undone as stale:
        raise Undone(f"{stale}\n  run make commands") from stale
    return "man page and completions are current"


def pages(_chosen: Chosen) -> str:
    """Build the documentation."""
    if importlib.util.find_spec("mkdocs") is None:
        raise Undone("mkdocs is not installed: run make docs once")
    _run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", PLACE / "docs")
    return "built without a warning"


def tests(chosen: Chosen) -> str:
    """Run what continuous integration runs, unless it has passed."""
    if chosen.tested:
        return "said to have passed"
    return (_run(ROOT / ".ci" / "run").strip().splitlines() or [""])[-1]


def distributions(_chosen: Chosen) -> str:
    """Build the sdist, and the wheel from it, and weigh the wheel."""
    shutil.rmtree(DIST, ignore_errors=True)
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", DIST, ROOT)
    size = _wheel().stat().st_size
    if size > WHEEL_BYTES:
        raise Undone(f"the wheel has {size:,} bytes, and may have {WHEEL_BYTES:,}")
    return f"{_wheel().name}, {size / 1e6:.2f} MB"


def _wheel() -> Path:
    try:
        return next(DIST.glob(f"formcheck-{__version__}-*.whl"))
    except StopIteration:
        raise Undone("there is no wheel: see above") from None


def bill_of_materials(_chosen: Chosen) -> str:
    """Install the wheel by itself and write what that environment is made of."""
    environment = PLACE / "venv"
    wheel = _wheel()
    venv.create(environment, clear=True, with_pip=True)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    _run(python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", wheel)
    said = _run(python, "-I", "-m", "formcheck", "--version").strip()
    if not said.endswith(f" {__version__}"):
        raise Undone(f"what was installed says {said!r}: is the wheel of this checkout?")
    return _run(
        sys.executable, ROOT / "packaging" / "sbom.py", "--environment", environment,
        "--output", DIST / f"formcheck-{__version__}.cdx.json",
        "--texts", DIST / f"formcheck-{__version__}-licences.txt",
    ).strip()  # fmt: skip


STEPS: Final[tuple[tuple[str, Callable[[Chosen], str]], ...]] = (
    ("clean tree", clean_tree),
    ("tag", right_tag),
    ("changelog", changes),
    ("commands", commands),
    ("pages", pages),
    ("tests", tests),
    ("distributions", distributions),
    ("bill of materials", bill_of_materials),
)


def main() -> int:
    """Take every step, also after one that is not done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tested", action="store_true", help=".ci/run has passed on this commit")
    parser.add_argument("--tag", default="", help="a tag that has to be the version's")
    chosen = Chosen(**vars(parser.parse_args()))
    PLACE.mkdir(parents=True, exist_ok=True)
    left = 0
    for name, step in STEPS:
        try:
            print(f"OK     {name}: {step(chosen)}", flush=True)
        except Undone as what:
            left += 1
            print(f"TO DO  {name}: {what}", flush=True)
    if left:
        print(f"{left} of {len(STEPS)} steps are not done.")
        return 1
    print(f"All is done; {DIST.relative_to(ROOT)} is what to hand out. To release:")
    print(f"  git tag --annotate v{__version__} --message 'FormCheck {__version__}'")
    print(f"  git push origin v{__version__}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

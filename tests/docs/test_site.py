"""The pages are built into a site without a warning, and promise nothing of health."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.pages import DOCS, ROOT, name_of, read

NEEDED = ("mkdocs", "material", "mkdocstrings")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
FOR_USERS = ["README.md", *(name_of(page) for page in sorted(DOCS.glob("*.md")))]
CLAIM = re.compile(
    r"injur|diagnos|therap|rehab|herniat|slipped dis[ck]|healthy|prevents? (pain|harm)|\bsafer?\b",
    re.IGNORECASE,
)
"""FormCheck measures movement; what that means for a body's health nobody has measured."""
QUOTED = "healthy\nadults"
"""Of the title of a paper."""


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason="make docs installs what builds the site: docs extra")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {f"{Path(name).stem}.html" for name in FOR_USERS[1:]} <= set(os.listdir(tmp_path))


@pytest.mark.parametrize("page", FOR_USERS)
def test_nothing_is_claimed_of_health(page: str) -> None:
    assert CLAIM.findall(read(page).replace(QUOTED, "")) == []

"""The recipe of the bundles: what it names is there, and what it leaves out is not needed.

That a bundle runs is seen by ``make test-bundle``, which takes minutes and is no part of the
other tests.
"""

from __future__ import annotations

import configparser
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from formcheck.recording.blocks import MAGIC
from formcheck.recording.shelf import SUFFIX

CHECKOUT = Path(__file__).parents[2]
PACKAGING = CHECKOUT / "packaging"
RECORDING = "application/x-formcheck-recording"

IMPORT_ALL = """
import importlib, importlib.abc, pkgutil, sys

class Cut(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == cut or name.startswith(cut + ".") for cut in sys.argv[1:]):
            raise ModuleNotFoundError(f"{name} is cut", name=name)

sys.meta_path.insert(0, Cut())
for root in ("formcheck", "formcheck_ui"):
    package = importlib.import_module(root)
    for found in pkgutil.walk_packages(package.__path__, root + "."):
        importlib.import_module(found.name)
import scipy.optimize, scipy.signal, scipy.special
"""


@pytest.fixture(scope="module")
def slim() -> ModuleType:
    """Return the module that the recipe cuts with."""
    spec = importlib.util.spec_from_file_location("slim", PACKAGING / "pyinstaller/slim.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_recipes_name_files_that_exist() -> None:
    named = {
        path
        for recipe in PACKAGING.rglob("*.sh")
        for path in re.findall(r"\b(?:packaging|ui)/[\w./-]+\.\w+", recipe.read_text("utf-8"))
    }
    assert "packaging/linux/formcheck.desktop" in named
    # Put in where they are: other work brings them.
    later = {"packaging/man/formcheck.1"}
    assert not [path for path in named - later if not (CHECKOUT / path).is_file()]


def test_nothing_that_is_cut_is_needed(slim: ModuleType) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *slim.CUTS["modules"]],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{CHECKOUT}:{CHECKOUT / 'ui'}", "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_cut_says_why(slim: ModuleType) -> None:
    assert all(reason.strip() for part in slim.CUTS.values() for reason in part.values())


def test_the_spec_cuts_what_the_list_names(slim: ModuleType) -> None:
    recipe = (PACKAGING / "pyinstaller/formcheck.spec").read_text("utf-8")
    assert 'excludes=list(slim.CUTS["modules"])' in recipe
    assert recipe.count("slim.wanted(") == 2
    assert slim.is_cut("PySide6/Qt/plugins/platforms/libqeglfs.so")
    assert not slim.is_cut("PySide6/Qt/plugins/platforms/libqxcb.so")


def test_the_menu_entry_opens_what_formcheck_writes() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[method-assign, assignment]
    assert entry.read(PACKAGING / "linux/formcheck.desktop", "utf-8")
    values = entry["Desktop Entry"]
    assert {RECORDING, "video/mp4"} <= set(values["MimeType"].split(";"))
    assert values["Exec"] == "formcheck-ui %f"
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", PACKAGING / "linux/formcheck.desktop"], check=True)


def test_recordings_are_known_by_name_and_by_content() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ET.parse(PACKAGING / "linux/formcheck.xml").find(f"{space}mime-type")
    assert kind is not None
    assert kind.get("type") == RECORDING
    (glob,) = kind.iter(f"{space}glob")
    (match,) = kind.iter(f"{space}match")
    assert glob.get("pattern") == f"*{SUFFIX}"
    assert (match.get("value") or "").encode().decode("unicode_escape").encode("latin-1") == MAGIC

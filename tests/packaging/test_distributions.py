"""What is shipped installs, and works away from the checkout."""

from __future__ import annotations

import json
import runpy
import tarfile
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from formcheck.assets import sample_path
from formcheck.sources.video_file import VideoFile
from formcheck.version import __version__
from support.clipmaker import make_clip

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(900)]

CHECKOUT = Path(__file__).parents[2]
FRAMES = 180
"""Six seconds of the bundled sample: its first rep."""

WHEEL_BYTES = runpy.run_path(str(CHECKOUT / "packaging" / "release.py"))["WHEEL_BYTES"]

PROBE = """
import json, pathlib, sys
import formcheck, formcheck_ui
from formcheck import assets
from formcheck.config_file import option_rows
from formcheck.exercises import registry
from formcheck.report.schema import JSON_SCHEMA
print(json.dumps({
    "files": [formcheck.__file__, formcheck_ui.__file__, str(assets.sample_path())],
    "model_bytes": len(assets.model_bytes()),
    "sample_bytes": assets.sample_path().stat().st_size,
    "exercises": list(registry.names()),
    "options": len(option_rows()),
    "schema": JSON_SCHEMA["title"],
    "typed": (pathlib.Path(formcheck.__file__).parent / "py.typed").exists(),
}))
"""

WINDOW_PROBE = """
import sys
from formcheck_ui import app
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
shown = []
def look():
    shown.extend(w for w in QApplication.topLevelWidgets() if w.isVisible())
    for widget in list(shown):
        widget.close()
    QApplication.quit()
QTimer.singleShot(0, look) if QApplication.instance() else None
original = QApplication.exec
def run_briefly(*args):
    QTimer.singleShot(300, look)
    return original()
QApplication.exec = staticmethod(run_briefly)
code = app.run()
print("windows shown:", len(shown))
sys.exit(code)
"""


def shipped(archive: Path) -> set[str]:
    """Return the names of the files in a wheel or sdist, without the sdist's top folder."""
    if archive.suffix == ".whl":
        return set(zipfile.ZipFile(archive).namelist())
    with tarfile.open(archive) as tar:
        return {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}


def test_the_wheel_holds_the_program_its_data_and_its_licences(distributions: Any) -> None:
    names = shipped(distributions.wheel)
    assert {
        "formcheck/py.typed",
        "formcheck/_data/models/manifest.toml",
        "formcheck/_data/models/pose_landmarker_full.task",
        "formcheck/_data/models/NOTICE",
        "formcheck/_data/samples/row-rounding.mp4",
        "formcheck/cli/main.py",
        "formcheck_ui/app.py",
    } <= names
    shared = f"formcheck-{__version__}.data/data/share"
    assert {
        f"{shared}/man/man1/formcheck.1",
        f"{shared}/bash-completion/completions/formcheck",
        f"{shared}/zsh/site-functions/_formcheck",
        f"{shared}/fish/vendor_completions.d/formcheck.fish",
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_the_wheel_offers_the_extras_that_messages_name(distributions: Any) -> None:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        name = next(each for each in wheel.namelist() if each.endswith("METADATA"))
        lines = wheel.read(name).decode("utf-8").splitlines()
    offered = {line.split(": ")[1] for line in lines if line.startswith("Provides-Extra: ")}
    assert {"pandas", "xarray", "plot", "parquet"} <= offered


def test_the_wheel_holds_nothing_else(distributions: Any) -> None:
    tops = {name.split("/")[0] for name in shipped(distributions.wheel)}
    ours = {top for top in tops if not top.endswith((".dist-info", ".data"))}
    assert ours == {"formcheck", "formcheck_ui"}
    assert not [name for name in shipped(distributions.wheel) if "__pycache__" in name]


def test_the_wheel_is_light_and_has_the_samples_of_the_tests_left_out(distributions: Any) -> None:
    assert distributions.wheel.stat().st_size < WHEEL_BYTES
    samples = {name for name in shipped(distributions.wheel) if "/samples/" in name}
    assert samples == {"formcheck/_data/samples/row-rounding.mp4"}


def test_the_sdist_holds_what_tests_need(distributions: Any) -> None:
    names = shipped(distributions.sdist)
    assert {"pyproject.toml", "README.md", "Makefile", ".ci/run", "tests/conftest.py"} <= names
    assert {"packaging/release.py", "CHANGELOG.md", ".github/workflows/ci.yml"} <= names
    samples = {f"samples/{path.name}" for path in (CHECKOUT / "samples").iterdir()}
    assert samples <= names


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_it_works_where_it_is_installed(
    kind: str, distributions: Any, clean_environment: Any
) -> None:
    environment = clean_environment
    if kind == "wheel":
        environment.install(distributions.wheel)
    else:
        environment.install("hatchling>=1.26")
        environment.install(
            "--no-deps", "--no-build-isolation", "--force-reinstall", distributions.sdist
        )
    done = environment.python("-c", PROBE)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for file in found["files"]:
        assert Path(file).is_relative_to(environment.root)
        assert not Path(file).is_relative_to(CHECKOUT)
    assert found["model_bytes"] == 9_397_822
    assert found["sample_bytes"] > 50_000
    assert {"bent_over_row", "seated_row", "face_pull"} <= set(found["exercises"])
    assert found["typed"]
    assert environment.run(environment.script("formcheck"), "--version").stdout.strip() == (
        f"formcheck, version {__version__}"
    )
    assert environment.script("formcheck-ui").exists()
    window = environment.python("-c", WINDOW_PROBE, QT_QPA_PLATFORM="offscreen")
    assert (window.returncode, window.stdout) == (0, "windows shown: 1\n"), window.stderr


def test_the_installed_program_analyses_a_clip(
    distributions: Any, clean_environment: Any, tmp_path: Path
) -> None:
    environment = clean_environment
    environment.install(distributions.wheel)
    with VideoFile(sample_path()) as sample:
        beginning = make_clip(
            tmp_path / "beginning.mp4", (frame.image for frame in islice(sample, FRAMES)), fps=30
        )
    done = environment.run(environment.script("formcheck"), "analyze", beginning, "--json", "-")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["schema_version"] == 1
    assert report["source"]["frames_decoded"] == FRAMES
    assert report["detection_fraction"] > 0.9
    assert len(report["reps"]) == 1

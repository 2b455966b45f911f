"""Every package that FormCheck needs is told with its licence, and each licence is allowed."""

from __future__ import annotations

import json
import re
import runpy
import tomllib
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
SBOM = runpy.run_path(str(CHECKOUT / "packaging" / "sbom.py"))
PAGE = (CHECKOUT / "docs" / "licences.md").read_text(encoding="utf-8")
PARTS = SBOM["packages"](distributions(), SBOM["EXTRAS"])
NEEDED = sorted(set(PARTS) - {"formcheck"})


def rows(page: str = PAGE) -> dict[str, str]:
    """Return the licence cell of each package that the page, or a part of it, names."""
    found = {}
    for line in page.splitlines():
        if line.startswith("| ") and not line.startswith(("| package", "|---")):
            names, licence = line.split("|")[1:3]
            for name in re.split(r"[,;]", re.sub(r"\(.*?\)|≥ \S+|\d\S* – \S+", "", names)):
                found[canonicalize_name(name.strip())] = licence
    return found


class Told(Distribution):
    """A package with this metadata and nothing else."""

    def __init__(self, **told: str) -> None:
        self._told = Message()
        for name, value in told.items():
            self._told[name.replace("_", "-")] = value

    @property
    def metadata(self) -> Any:
        return self._told

    def read_text(self, filename: str) -> None:
        return None

    def locate_file(self, path: Any) -> Path:
        return Path(path)


@pytest.mark.parametrize("name", NEEDED)
def test_every_package_is_on_the_page_with_its_licence(name: str) -> None:
    assert name in rows(), "docs/licences.md does not name it"
    declared = SBOM["licence"](PARTS[name])
    chosen = next(each for each in declared.split(" OR ") if SBOM["is_allowed"](each))
    for licence in re.sub("-only", "", chosen).split(" AND "):
        assert licence in rows()[name], f"declared is {declared}"


def test_the_first_table_is_of_what_formcheck_asks_for_itself() -> None:
    asked = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    first = PAGE.split("\n## ")[1]
    assert set(rows(first)) == {
        canonicalize_name(Requirement(each).name) for each in asked["dependencies"]
    }


def test_every_licence_is_allowed() -> None:
    assert SBOM["complaints"](PARTS, native=False) == []


@pytest.mark.parametrize(
    ("told", "licence", "allowed"),
    [
        ({"License_Expression": "MIT AND (0BSD OR Zlib)"}, "MIT AND (0BSD OR Zlib)", True),
        ({"License": "Apache 2.0"}, "Apache-2.0", True),
        ({"License": "Copyright (c) 2026\nSomebody", "Classifier":
          "License :: OSI Approved :: BSD License"}, "BSD-3-Clause", True),
        ({"License": "LGPL-3.0-only OR GPL-3.0-only"}, "LGPL-3.0-only OR GPL-3.0-only", True),
        ({"License": "GPL-3.0-only"}, "GPL-3.0-only", False),
        ({"License": "AGPL-3.0-or-later"}, "AGPL-3.0-or-later", False),
        ({"License": "CC-BY-NC-4.0"}, "CC-BY-NC-4.0", False),
        ({"License_Expression": "MIT AND GPL-2.0-or-later"}, "MIT AND GPL-2.0-or-later", False),
        ({"License_Expression": "GPL-2.0-only AND (MIT OR ISC)"},
         "GPL-2.0-only AND (MIT OR ISC)", False),
        ({"License": "Do what you like, but not on Sundays"}, "", False),
        ({}, "", False),
    ],
)  # fmt: skip
def test_a_declared_licence_is_understood(
    told: dict[str, str], licence: str, allowed: bool
) -> None:
    package = Told(Name="thing", Version="1", **told)
    assert SBOM["licence"](package) == licence
    assert SBOM["is_allowed"](licence) is allowed
    assert bool(SBOM["complaints"]({"thing": package})) is not allowed


def test_the_bill_names_every_package_the_models_and_what_depends_on_what() -> None:
    bill = json.loads(json.dumps(SBOM["bill"](PARTS, SBOM["EXTRAS"])))
    models = {"pose_landmarker_full", "trunk_estimator"}
    assert {each["name"] for each in bill["components"]} == {*NEEDED, *models}
    assert all(each["licenses"][0]["expression"] for each in bill["components"])
    refs = [each["bom-ref"] for each in bill["components"]]
    assert len(set(refs)) == len(refs)
    root = bill["metadata"]["component"]
    on = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert f"pkg:pypi/mediapipe@{PARTS['mediapipe'].version}" in on[root["bom-ref"]]
    reached, waiting = set(), [root["bom-ref"]]
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += on[ref]
    assert reached == set(on)


def test_what_is_installed_by_the_wheel_alone_leaves_optional_packages_out() -> None:
    alone = SBOM["packages"](distributions())
    assert {"mediapipe", "pyside6-essentials", "shiboken6"} <= set(alone)
    assert not {"pandas", "pytest", "distributed"} & set(alone)


def test_the_native_libraries_of_a_wheel_are_told() -> None:
    class Wheel(Told):
        files = [  # noqa: RUF012
            Path("av.libs/libx264-d6533a8d.so.165"),
            Path("av.libs/libavcodec-5e6b81c2.so.62.28.102"),
            Path("av.libs/libopenblasp-r0-59ffcd50.3.15.so"),
            Path("av.libs/libnobody-00000000.so.1"),
            Path("av/__init__.py"),
        ]

    wheel = Wheel(Name="av", Version="1", License="MIT")
    assert SBOM["native_libraries"]("av", wheel) == {
        "avcodec": "LGPL-3.0-or-later",
        "nobody": "",
        "openblasp": "BSD-3-Clause",
        "x264": "GPL-2.0-or-later",
    }
    assert SBOM["complaints"]({"av": wheel}) == ["av carries nobody: its licence is not in NATIVE."]


def test_the_texts_of_the_licences_are_gathered() -> None:
    texts = SBOM["licence_texts"](
        {name: PARTS[name] for name in ("click", "opencv-contrib-python")}
    )
    assert f"click {PARTS['click'].version}: LICENSE" in texts
    assert "LICENSE-3RD-PARTY" in texts

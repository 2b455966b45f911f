"""Every link of the documentation leads somewhere, and every picture is there and small."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from support.pages import DOCS, PAGES, ROOT, anchors, links, name_of

PICTURES = sorted(path for path in (DOCS / "images").rglob("*") if path.is_file())
KIB = 1024
LARGEST = {"places": 60 * KIB, "faults": 300 * KIB}
"""By folder: a still picture, and a loop of some seconds."""
LARGEST_ALL = 4 * 1024 * KIB
"""Of all that is drawn for the pages of newcomers: what a clone can be asked to carry."""


def broken(page: Path) -> list[str]:
    """Return the links of a page that lead nowhere."""
    return [target for target in links(page) if not _leads(page, target)]


def _leads(page: Path, target: str) -> bool:
    parts = urlsplit(target)
    if parts.scheme:
        return (
            parts.scheme == "https" and re.fullmatch(r"[\w.-]+\.[a-z]+", parts.netloc) is not None
        )
    place = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not place.is_relative_to(DOCS if DOCS in page.parents else ROOT) or not place.exists():
        return False
    return not parts.fragment or parts.fragment in anchors(place)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_link_to_nothing_is_found(tmp_path: Path) -> None:
    page = DOCS / "not-there.md"
    assert not _leads(page, "nowhere.md")
    assert not _leads(page, "index.md#nowhere")
    assert not _leads(page, "../README.md"), "it is not on the site"
    assert not _leads(page, "http:/example.org")
    assert _leads(page, "benchmark-real.md#backs")


def test_no_picture_lies_unused() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in links(page)}
    assert [path.name for path in PICTURES if path.resolve() not in shown] == []


@pytest.mark.parametrize("folder", LARGEST)
def test_pictures_are_small(folder: str) -> None:
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images" / folder).iterdir()}
    assert {name: size for name, size in sizes.items() if size > LARGEST[folder]} == {}


def test_all_moving_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES if path.suffix == ".webp") < LARGEST_ALL


def test_the_first_page_is_short_and_its_moving_picture_too() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 90
    assert len(text) <= 5000
    assert (DOCS / "images" / "replay.webp").stat().st_size < 1536 * KIB


def test_every_picture_says_what_it_shows() -> None:
    assert [name_of(page) for page in PAGES if "![](" in page.read_text(encoding="utf-8")] == []

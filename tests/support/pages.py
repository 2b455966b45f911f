"""The pages for people: their text, the commands and the links in them."""

from __future__ import annotations

import re
import shlex
import unicodedata
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("[ms]*/README.md"), *ROOT.glob(".github/**/*.md"),
     *DOCS.rglob("*.md")]
)  # fmt: skip
"""What is read in the repository; those in ``docs`` are built as a site as well."""

_FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_EXPLAINED = re.compile(r"\s{2,}.*| +#.*")
"""What stands behind a command in the same line: two spaces or a # part them."""


@dataclass(frozen=True)
class Shown:
    """A command as a page shows it."""

    page: str
    line: str

    @property
    def words(self) -> list[str]:
        """The words a shell would make of it."""
        return shlex.split(self.line)

    def __str__(self) -> str:
        return f"{self.page}: {self.line}"


def name_of(page: Path) -> str:
    """Return the page's place in the repository."""
    return page.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    """Return the text of a page by its place in the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def commands(program: str) -> list[Shown]:
    """Return the commands of a program in the blocks of code of all pages, in their order."""
    found = []
    for page in PAGES:
        for block in _FENCED.findall(page.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                bare = _EXPLAINED.sub("", line.removeprefix("$ "))
                if bare.split(" ", 1)[0] == program:
                    found.append(Shown(name_of(page), bare))
    return found


def mentions(program: str) -> list[Shown]:
    """Return what stands in code within sentences and tables: synopses with places to fill."""
    span = re.compile(rf"`({program} [^`\n]+)`")
    return [Shown(name_of(page), line) for page in PAGES for line in span.findall(prose(page))]


def links(page: Path) -> list[str]:
    """Return the targets of all links and pictures of a page."""
    text = re.sub(r"`[^`\n]*`", "", prose(page))
    return re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings that GitHub and the built site agree on."""
    headings = re.findall(r"^#+ +(.+?)\s*$", prose(page), re.MULTILINE)
    return {on_github(text) for text in headings} & {on_the_site(text) for text in headings}


def on_github(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    plain = re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def on_the_site(heading: str) -> str:
    """Return the anchor that Python-Markdown gives a heading."""
    plain = re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())

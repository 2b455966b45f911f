"""Every text of the window that is meant for translation, found in the source.

Run it to see what the catalogues lack::

    python tests/gui/i18n_texts.py            # counts by language
    python tests/gui/i18n_texts.py de         # the texts missing in one, as JSON to fill in
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "ui" / "formcheck_ui"
OPTION_SECTIONS = ("sound", "live", "camera", "record", "lifter", "tempo", "window", "flags")
"""Sections whose help is translated; the inner limits of the engine are shown in English."""


class Text(NamedTuple):
    """A text and where it stands."""

    text: str
    where: str


def texts() -> list[Text]:
    """Return every text, in the order of files and lines."""
    found = [
        each
        for path in sorted(SOURCES.rglob("*.py"))
        for each in _in_file(path)
        if any(sign.isalpha() for sign in each.text)
    ]
    return [*found, *_faults(), *_options(), *_training()]


def _in_file(path: Path) -> Iterator[Text]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(SOURCES).as_posix()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (argument := _argument(node)) is not None:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                raise ValueError(f"{name}:{node.lineno}: only a plain text can be translated")
            yield Text(argument.value, f"{name}:{node.lineno}")


def _argument(call: ast.Call) -> ast.expr | None:
    """Return the text's place in a call that marks or looks up one, None for other calls."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "tr":
        receiver = function.value
        plain = isinstance(receiver, ast.Name) and receiver.id in ("self", "dialog", "window")
        return call.args[0] if plain and call.args else None
    if isinstance(function, ast.Name) and function.id == "QT_TRANSLATE_NOOP":
        return call.args[1]
    if isinstance(function, ast.Attribute) and function.attr == "translate" and len(call.args) == 2:
        # Texts from a table are marked where the table is.
        text = call.args[1]
        plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
        return text if plain else None
    return None


def _faults() -> Iterator[Text]:
    """Yield the names of the core's faults and all their cues, which the window looks up."""
    from formcheck.exercises.cues import bundled_cues
    from formcheck.flags.codes import FLAGS

    yield from (Text(spec.title, "flags/codes.py") for spec in FLAGS.values())
    yield from (Text(text, "flags/codes.py, exercises/*.toml") for text in sorted(bundled_cues()))


def _options() -> Iterator[Text]:
    from formcheck.config import Config

    for section in OPTION_SECTIONS:
        for item in fields(getattr(Config(), section)):
            yield Text(item.metadata["help"], f"config.py [{section}] {item.name}")


def _training() -> Iterator[Text]:
    """Yield the texts of the core's data on training, which the window looks up."""
    from formcheck.guidance.words import texts as advice
    from formcheck.routines.catalogue import catalogue as exercises
    from formcheck.routines.registry import bundled
    from formcheck.trends import QUANTITIES

    yield from (Text(text, "guidance/words.py") for text in advice())
    yield from (Text(item.title, "catalogue.toml") for item in exercises().values())
    for item in QUANTITIES.values():
        yield Text(item.title, "trends.py")
        if item.unit.split()[1:]:
            yield Text(item.unit, "trends.py")
    for routine in bundled().values():
        where = f"bundled/{routine.name}.toml"
        yield from (Text(text, where) for text in (routine.title, routine.summary))
        yield from (Text(day.title, where) for day in routine.days)


def catalogue(language: str) -> dict[str, str | list[str]]:
    """Return a catalogue as it lies on disk."""
    path = SOURCES / "i18n" / f"{language}.json"
    loaded: dict[str, str | list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def english(key: str) -> str:
    """Return the English text of a catalogue's key, which may have a context before it."""
    context, bar, text = key.partition("|")
    return text if bar and context.isidentifier() else key


def missing(language: str) -> list[str]:
    """Return the texts a catalogue lacks."""
    known = {english(key) for key in catalogue(language)}
    return sorted({each.text for each in texts()} - known)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    if len(sys.argv) > 1:
        print(json.dumps(dict.fromkeys(missing(sys.argv[1]), ""), ensure_ascii=False, indent=1))
    else:
        for code in ("de", "es", "fr"):
            print(f"{code}: {len(missing(code))} missing of {len({t.text for t in texts()})}")

"""Which language the window speaks, and its texts: a JSON file a language, by their English.

Qt's own ``.qm`` files would need a compiler at each change and cannot be read in a review; a
text here is looked up by its English alone, or, where one English text means two things, by
``context|English``.  A text with a number ``%n`` has two forms, for one and for more.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

LANGUAGES: Final[dict[str, str]] = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
}
"""Each language's name in itself; English has a catalogue for its plurals alone."""

_NOUGHT_IS_ONE: Final = frozenset({"fr"})
"""Languages whose form for one stands for nought too."""


@cache
def catalogue(language: str) -> dict[str, str | list[str]]:
    """Return a language's texts by their English."""
    if language not in LANGUAGES:
        return {}
    file = resources.files("formcheck_ui.i18n").joinpath(f"{language}.json")
    texts: dict[str, str | list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return texts


class Catalogue(QTranslator):
    """Answer Qt's look-ups from a catalogue."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._texts = catalogue(language)

    def isEmpty(self) -> bool:
        """Whether there is nothing to answer."""
        return not self._texts

    def translate(
        self,
        context: bytes | bytearray | memoryview | str,
        sourceText: bytes | bytearray | memoryview | str,
        disambiguation: bytes | bytearray | memoryview | str | None = None,
        n: int = -1,
    ) -> str:
        """Return a text's translation, None where there is none."""
        text = _text(sourceText)
        found = self._texts.get(f"{_text(context)}|{text}", self._texts.get(text))
        if isinstance(found, list):
            single = 0 <= n <= 1 if self._language in _NOUGHT_IS_ONE else n == 1
            return found[0 if single else 1]
        # None lets Qt go on to the next translator; its stub does not know that.
        return found  # type: ignore[return-value]


def _text(value: bytes | bytearray | memoryview | str) -> str:
    return value if isinstance(value, str) else bytes(value).decode()


_installed: list[QTranslator] = []
_in_use = "en"
ENGLISH: Final = "en"


def resolve(choice: str) -> str:
    """Return the language of a choice; ``auto`` is the system's, English where we lack it."""
    if choice in LANGUAGES:
        return choice
    for name in QLocale.system().uiLanguages():
        if name[:2] in LANGUAGES:
            return name[:2]
    return ENGLISH


def install(app: QCoreApplication, choice: str) -> str:
    """Let the application speak a language from now on; windows made before keep theirs.

    Returns
    -------
    str
        The language, two letters.
    """
    global _in_use
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    _in_use = resolve(choice)
    qts = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if _in_use != ENGLISH and qts.load(f"qtbase_{_in_use}", folder):
        _installed.append(qts)
    _installed.append(Catalogue(_in_use))
    for translator in _installed:
        app.installTranslator(translator)
    QLocale.setDefault(QLocale(_in_use))
    return _in_use


def language_in_use() -> str:
    """Return the language that was installed last."""
    return _in_use

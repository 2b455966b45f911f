"""Which language the window speaks, and how it is changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from formcheck_ui.i18n.catalogue import LANGUAGES, Catalogue

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

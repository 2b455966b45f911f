"""Mark texts in tables for translation."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return the text as it is; ``lupdate`` finds it by this function's name.

    PySide has the same function, typed so loosely that every table of texts would need a cast.
    """
    del context
    return text

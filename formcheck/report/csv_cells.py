"""Cells of a CSV file that a spreadsheet shows and never runs."""

from __future__ import annotations

from typing import Any, Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def cell(value: Any) -> Any:
    """Return a value as a CSV cell: text that would be a formula behind an apostrophe.

    Numbers, negative ones too, stay numbers; None becomes an empty cell.

    Examples
    --------
    >>> cell("=HYPERLINK(1)"), cell(-2.5), cell("-2.5"), cell("row"), cell(None)
    ("'=HYPERLINK(1)", -2.5, '-2.5', 'row', '')
    """
    if value is None:
        return ""
    if not isinstance(value, str) or not value.startswith(_BEGINNINGS) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(text: str) -> bool:
    if text != text.strip():
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True

"""Cells of a CSV file that a spreadsheet shows and never runs."""

from __future__ import annotations

import math
from typing import Any, Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""


def shown(value: Any) -> Any:
    """Return a measured value as a report's CSV has it.

    A number that is no count has four decimals, or is empty where it could not be judged.

    Examples
    --------
    >>> shown(1 / 3), shown(float("nan")), shown(True), shown(7), shown("row")
    ('0.3333', '', 'true', 7, 'row')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4f}" if math.isfinite(value) else ""
    return value


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

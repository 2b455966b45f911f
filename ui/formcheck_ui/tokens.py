"""The colours of each theme, by what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Tokens:
    """Named colours of one theme, as ``#rrggbb``."""

    window: str
    panel: str
    raised: str
    border: str
    strong_border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    track: str
    canvas: str
    on_canvas: str
    on_canvas_muted: str


DARK: Final = Tokens(
    window="#12161b",
    panel="#1a2027",
    raised="#262e37",
    border="#303a45",
    strong_border="#76838f",
    text="#f3f6f8",
    muted="#a9b5c0",
    accent="#56b4e9",
    on_accent="#0a0e12",
    track="#36424e",
    canvas="#0a0d11",
    on_canvas="#f3f6f8",
    on_canvas_muted="#a9b5c0",
)
LIGHT: Final = Tokens(
    window="#e9edf1",
    panel="#ffffff",
    raised="#f2f5f8",
    border="#ccd4db",
    strong_border="#73808c",
    text="#11161b",
    muted="#50606e",
    accent="#0072b2",
    on_accent="#ffffff",
    track="#d5dde4",
    canvas="#171c22",
    on_canvas="#f3f6f8",
    on_canvas_muted="#b4bfc9",
)
CONTRAST: Final = Tokens(
    window="#000000",
    panel="#000000",
    raised="#141414",
    border="#b8b8b8",
    strong_border="#ffffff",
    text="#ffffff",
    muted="#e6e6e6",
    accent="#ffd23f",
    on_accent="#000000",
    track="#4d4d4d",
    canvas="#000000",
    on_canvas="#ffffff",
    on_canvas_muted="#e6e6e6",
)

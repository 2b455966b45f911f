"""The part of the style sheet that dialogs, the tour and the settings need."""

from __future__ import annotations

from pathlib import Path

from formcheck_ui.tokens import Tokens

# Style sheets take pictures from files only.
_IMAGES = Path(__file__).parent / "images"
_INKS = ("light", "dark")
_TICKS = tuple((_IMAGES / f"tick-{ink}.svg").as_posix() for ink in ("dark", "light"))


def sheet(theme: Tokens) -> str:
    """Return the rules for a theme."""
    tick = _TICKS[theme.on_accent == "#ffffff"]
    ink = _INKS[theme.window > "#888888"]
    up, down = ((_IMAGES / f"{name}-{ink}.svg").as_posix() for name in ("chevron-up", "chevron"))
    return f"""
    QDialog {{ background: {theme.window}; }}
    QLabel[kind="title"] {{ font-size: 15pt; font-weight: 700; }}
    QLabel[kind="key"] {{
        background: {theme.raised}; border: 1px solid {theme.border}; border-radius: 5px;
        padding: 1px 8px; font-weight: 600;
    }}
    QLabel#rule {{ background: {theme.border}; }}
    QListWidget#pages {{ background: transparent; border: 0; outline: 0; }}
    QListWidget#pages::item {{ padding: 0 10px; border-radius: 7px; }}
    QListWidget#pages::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
    QListWidget#pages:focus {{ border: 2px solid {theme.strong_border}; border-radius: 7px; }}
    QPushButton#link {{
        background: transparent; border: 1px solid transparent; color: {theme.on_canvas_muted};
        text-decoration: underline;
    }}
    QPushButton#link:focus, QPushButton#link:hover {{ border-color: {theme.accent}; }}
    QAbstractSpinBox {{
        background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.border};
        border-radius: 7px; padding: 5px 26px 5px 11px; min-height: 22px;
    }}
    QAbstractSpinBox:focus {{ border: 2px solid {theme.accent}; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
        border: 0; width: 24px; subcontrol-origin: border;
    }}
    QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
    QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
    QAbstractSpinBox::up-arrow {{ image: url({up}); width: 10px; height: 10px; }}
    QAbstractSpinBox::down-arrow {{ image: url({down}); width: 10px; height: 10px; }}
    QCheckBox::indicator {{
        width: 18px; height: 18px; border-radius: 4px; background: {theme.raised};
        border: 2px solid {theme.strong_border};
    }}
    QCheckBox::indicator:checked {{
        background: {theme.accent}; border-color: {theme.accent};
        image: url({tick});
    }}
    QCheckBox:focus {{ border: 2px solid {theme.accent}; border-radius: 6px; }}
    QCheckBox {{ border: 2px solid transparent; padding: 2px; }}
    """

"""Light, dark and high contrast: palette, style sheet, and the tokens widgets paint with.

Chrome follows the theme; what lies over the picture does not (``formcheck.overlay.palette``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from formcheck_ui.tokens import CONTRAST, DARK, LIGHT, Tokens

Mode = Literal["auto", "light", "dark", "contrast"]

_current: Tokens = DARK


def tokens() -> Tokens:
    """Return the tokens of the theme in use."""
    return _current


def colour(value: str | tuple[int, int, int]) -> QColor:
    """Return a token or an overlay colour as a QColor."""
    return QColor(value) if isinstance(value, str) else QColor(*value)


def apply(app: QApplication, mode: Mode = "auto") -> Tokens:
    """Give the application its style, palette and style sheet.

    ``setColorScheme`` does nothing on the offscreen platform and on a bare X server, so the
    palette is our own in any case; the call still tells the desktop which title bar to draw.
    """
    global _current
    chosen = resolve(mode)
    app.setStyle(QStyleFactory.create("Fusion"))
    if mode != "auto":
        scheme = Qt.ColorScheme.Light if chosen is LIGHT else Qt.ColorScheme.Dark
        QGuiApplication.styleHints().setColorScheme(scheme)
    _current = chosen
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(chosen) + _dialogs_sheet(chosen))
    return chosen


def mode(name: str) -> Mode:
    """Return the mode of a name from the settings, ``auto`` for one we do not know."""
    known: dict[str, Mode] = {"light": "light", "dark": "dark", "contrast": "contrast"}
    return known.get(name, "auto")


def resolve(mode: Mode) -> Tokens:
    """Return the tokens of a mode; where the desktop does not say, dark, which suits pictures."""
    if mode == "auto":
        if _wants_contrast():
            return CONTRAST
        scheme = QGuiApplication.styleHints().colorScheme()
        return LIGHT if scheme is Qt.ColorScheme.Light else DARK
    return {"light": LIGHT, "contrast": CONTRAST}.get(mode, DARK)


def _wants_contrast() -> bool:
    """Whether the desktop asks for high contrast; Qt tells from 6.10 on."""
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def _palette(theme: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, value in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.raised,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.Link: theme.accent,
        role.Light: theme.raised,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Shadow: theme.canvas,
    }.items():
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.strong_border))
    return palette


def _sheet(theme: Tokens) -> str:
    # Style sheets take pictures from files only; these two come with the package.
    name = "chevron-dark.svg" if theme is LIGHT else "chevron-light.svg"
    chevron = (Path(__file__).parent / "images" / name).as_posix()
    return f"""
    QMainWindow, QWidget#central {{ background: {theme.window}; }}
    QFrame#card {{
        background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 10px;
    }}
    QFrame#bar {{ background: {theme.panel}; border: 0; border-bottom: 1px solid {theme.border}; }}
    QFrame#strip {{ background: {theme.panel}; border: 0; border-top: 1px solid {theme.border}; }}
    QLabel[kind="heading"] {{ color: {theme.muted}; font-weight: 600; }}
    QLabel[kind="muted"] {{ color: {theme.muted}; }}
    QLabel[kind="value"] {{ font-weight: 600; }}
    QPushButton, QToolButton, QComboBox, QLineEdit {{
        background: {theme.raised}; color: {theme.text};
        border: 1px solid {theme.border}; border-radius: 7px;
        padding: 5px 11px; min-height: 22px;
    }}
    QToolButton {{ padding: 5px; }}
    QToolButton[wide="true"] {{ padding: 5px 11px; }}
    QLineEdit QToolButton {{ background: transparent; border: 0; padding: 0; min-height: 0; }}
    QPushButton:hover, QToolButton:hover, QComboBox:hover {{ border-color: {theme.strong_border}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {theme.track}; }}
    QPushButton:disabled, QToolButton:disabled, QComboBox:disabled {{
        color: {theme.strong_border}; background: {theme.panel};
    }}
    QPushButton[primary="true"] {{
        background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton[primary="true"]:disabled {{
        background: {theme.track}; color: {theme.muted}; border-color: {theme.track};
    }}
    QToolButton[wide="true"] {{ background: transparent; color: {theme.muted}; }}
    QToolButton[wide="true"]:checked {{
        background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.accent};
        border-bottom: 3px solid {theme.accent}; font-weight: 600;
    }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QListView:focus {{
        border: 2px solid {theme.accent};
    }}
    QPushButton[primary="true"]:focus {{
        border: 2px solid {theme.text};
    }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: url({chevron}); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{
        background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border};
        selection-background-color: {theme.accent}; selection-color: {theme.on_accent};
    }}
    QToolButton[bar="true"] {{ padding: 5px 10px; }}
    QToolButton[bar="true"]::menu-indicator {{ image: none; }}
    QToolButton:checked {{
        border: 1px solid {theme.accent}; border-bottom: 3px solid {theme.accent};
    }}
    QTableView {{
        background: transparent; border: 2px solid transparent; border-radius: 7px;
        alternate-background-color: {theme.raised}; selection-background-color: {theme.accent};
        selection-color: {theme.on_accent};
    }}
    QTableView:focus {{ border: 2px solid {theme.accent}; }}
    QHeaderView {{ background: transparent; }}
    QHeaderView::section {{
        background: transparent; color: {theme.muted}; border: 0; padding: 3px 5px;
        border-bottom: 1px solid {theme.border};
    }}
    QRadioButton::indicator {{
        width: 14px; height: 14px; border-radius: 9px; border: 2px solid {theme.strong_border};
        background: {theme.panel};
    }}
    QRadioButton::indicator:checked {{
        border: 5px solid {theme.accent}; width: 8px; height: 8px; background: {theme.panel};
    }}
    QRadioButton::indicator:focus {{ border-color: {theme.text}; }}
    QRadioButton:disabled {{ color: {theme.strong_border}; }}
    QMenu {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border}; }}
    QMenu::item {{ padding: 6px 22px; }}
    QMenu::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
    QListView {{ background: transparent; border: 2px solid transparent; border-radius: 7px; }}
    QProgressBar {{
        background: {theme.track}; border: 0; border-radius: 3px; max-height: 6px;
        min-height: 6px;
    }}
    QProgressBar::chunk {{ background: {theme.accent}; border-radius: 3px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; }}
    QScrollBar::handle:vertical {{
        background: {theme.track}; border-radius: 5px; min-height: 24px;
    }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QToolTip {{
        background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.border};
    }}
    """


# Style sheets take pictures from files only.
IMAGES = Path(__file__).parent / "images"
_INKS = ("light", "dark")
_TICKS = tuple((IMAGES / f"tick-{ink}.svg").as_posix() for ink in ("dark", "light"))


def _dialogs_sheet(theme: Tokens) -> str:
    """Return the rules that dialogs, the tour and the settings need."""
    tick = _TICKS[theme.on_accent == "#ffffff"]
    ink = _INKS[theme.window > "#888888"]
    up, down = ((IMAGES / f"{name}-{ink}.svg").as_posix() for name in ("chevron-up", "chevron"))
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

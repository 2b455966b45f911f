"""Choose what to watch: clip, camera, exercise; and what is drawn over the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from formcheck_ui import icons, theme, words
from formcheck_ui.panels.card import label
from formcheck_ui.panels.record_button import RecordButton

_TOGGLES: Final = ("skeleton", "contour", "mask", "mirror")
_ICONS: Final = ("log", "settings", "shortcuts")
_CAMERA_LEAST: Final = 100
"""Width in pixels in which a camera is still known by the beginning of its name."""


class TopBar(QFrame):
    """The controls along the upper edge."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._labels: list[QLabel] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        self._short = False
        self._before_plan: tuple[str | None] | None = None
        self.open_button = QPushButton(f" {actions['open'].text()}")
        self.open_button.setProperty("words", actions["open"].text())
        self.open_button.setAccessibleName(self.tr("Open a clip"))
        self.open_button.setToolTip(actions["open"].toolTip())
        self.open_button.clicked.connect(actions["open"].trigger)
        row.addWidget(self.open_button)
        row.addSpacing(10)
        self.camera = self._make_camera(row)
        self.camera_button = QPushButton()
        self.camera_button.setMinimumWidth(126)
        self.camera_button.clicked.connect(actions["camera"].trigger)
        row.addWidget(self.camera_button)
        self.record_button = RecordButton(actions)
        row.addWidget(self.record_button)
        row.addSpacing(10)
        self.exercise = self._make_exercise(row)
        row.addStretch(1)
        self._toggled = True
        self._toggles = [self._make_toggle(row, actions[name]) for name in _TOGGLES]
        self._icons = {name: self._make_icon(row, actions[name]) for name in _ICONS}
        self.show_running(running=False)

    def show_toggles(self, *, shown: bool) -> None:
        """Offer what may be drawn over the picture only while there is one."""
        self._toggled = shown
        for button in self._toggles:
            button.setVisible(shown)
        self.fit(self.window().width())

    def fit(self, width: int) -> None:
        """Leave out labels, the words on three buttons and what is long, where there is no room.

        The controls keep their names for screen readers, and their tips.
        """
        for step in range(7):
            self._show_words(labels=step < 1, buttons=step < 2)
            self.record_button.show_words(shown=step < 3)
            if step >= 4:
                self.camera.setMinimumWidth(_CAMERA_LEAST)
            # The last of them has a key, and least to do with a clip.
            self._toggles[-1].setVisible(self._toggled and step < 5)
            if step < 6:
                least = max(self.exercise.minimumWidth(), self._exercise_wide())
                self.exercise.setMinimumWidth(least)
            if self.minimumSizeHint().width() <= width:
                return

    def _show_words(self, *, labels: bool, buttons: bool) -> None:
        for text in self._labels:
            text.setVisible(labels)
        self.camera.setMinimumWidth(210 if labels else 140)
        self.exercise.setMinimumWidth(150 if labels else 120)
        self._short = not buttons
        for button in (self.open_button, self.camera_button):
            button.setText("" if self._short else f" {button.property('words')}")
        self.camera_button.setMinimumWidth(0 if self._short else 126)
        self._show_beginning()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()

    def _exercise_wide(self) -> int:
        """Return how wide the box of exercises has to be for the name in it."""
        option = QStyleOptionComboBox()
        self.exercise.initStyleOption(option)
        name = self.exercise.fontMetrics().size(0, self.exercise.currentText())
        kind = QStyle.ContentsType.CT_ComboBox
        return self.exercise.style().sizeFromContents(kind, option, name, self.exercise).width()

    def _show_exercise(self) -> None:
        """Make room for the name of the exercise, which a tip has in full besides."""
        self.exercise.setToolTip("\n".join((self.exercise.currentText(), self._exercise_tip)))
        self.fit(self.window().width())

    def set_cameras(self, names: tuple[str, ...]) -> None:
        """Offer the computer's cameras; what the user typed stays."""
        typed = self.camera.currentText() if self.camera.currentIndex() < 0 else ""
        self.camera.clear()
        for number, name in enumerate(names):
            self.camera.addItem(name, number)
        if not names:
            self.camera.addItem(self.tr("Camera 0"), 0)
        if typed:
            self.camera.setEditText(typed)
        self._show_beginning()

    def offer_again(self, name: str) -> None:
        """Choose the camera of last time, if it is there, or its address; what was typed stays."""
        known = "://" in name or self.camera.findText(name) >= 0
        if known and self.camera.currentIndex() >= 0:
            self.choose_camera(name)

    def set_exercises(self, names: tuple[str, ...]) -> None:
        """Offer the exercises that can be named."""
        self.exercise.clear()
        self.exercise.addItem(self.tr("Recognise it"), None)
        for name in names:
            self.exercise.addItem(words.exercise(name), name)

    def camera_spec(self) -> str | int:
        """Return the chosen camera's number, or the name or address that was typed."""
        text = self.camera.currentText().strip()
        place = self.camera.findText(text)
        if place >= 0:
            return int(self.camera.itemData(place))
        return text

    def choose_camera(self, spec: str | int) -> None:
        """Choose a camera by number, name or address."""
        place = self.camera.findData(spec) if isinstance(spec, int) else self.camera.findText(spec)
        if place >= 0:
            self.camera.setCurrentIndex(place)
        else:
            self.camera.setEditText(str(spec))
        self._show_beginning()

    def _show_beginning(self) -> None:
        """Show the beginning of a name that is longer than its field."""
        edit = self.camera.lineEdit()
        if edit is not None and not edit.hasFocus():
            edit.setCursorPosition(0)

    def chosen_exercise(self) -> str | None:
        """Return the exercise's name, None to recognise it."""
        name: str | None = self.exercise.currentData()
        return name

    def choose_exercise(self, name: str | None) -> None:
        """Choose an exercise by name."""
        self.exercise.setCurrentIndex(max(0, self.exercise.findData(name)))

    def plan_exercise(self, name: str | None) -> None:
        """Choose what the plan asks for, until :meth:`end_plan` or another choice by hand."""
        self._before_plan = self._before_plan or (self.chosen_exercise(),)
        self.choose_exercise(name)

    def end_plan(self) -> None:
        """Choose again what was chosen before the plan."""
        if self._before_plan is not None:
            self.choose_exercise(*self._before_plan)
            self._forget_plan()

    def _forget_plan(self) -> None:
        self._before_plan = None

    def show_running(self, *, running: bool, busy: bool = False) -> None:
        """Let the camera's button say what it would do."""
        text = self.tr("Stop camera") if running else self.tr("Start camera")
        self.camera_button.setProperty("words", text)
        self.camera_button.setText("" if self._short else f" {text}")
        self.camera_button.setToolTip(text)
        self.camera_button.setAccessibleName(text)
        self.camera_button.setEnabled(not busy)
        tokens = theme.tokens()
        # Red and green are told apart by no shape here, so the sign is the shape: dot or square.
        name, colour = ("stop", "#d55e00") if running else ("camera", tokens.text)
        self.camera_button.setIcon(
            icons.icon(name, theme.colour(colour), theme.colour(tokens.strong_border))
        )
        self.open_button.setIcon(icons.icon("open", theme.colour(tokens.text)))
        self.record_button.refresh()
        for name, shape in (("log", "log"), ("settings", "settings"), ("shortcuts", "help")):
            self._icons[name].setIcon(icons.icon(shape, theme.colour(tokens.text)))

    def _make_camera(self, row: QHBoxLayout) -> QComboBox:
        text = label(self.tr("Camera"), "muted")
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMinimumWidth(210)
        combo.setAccessibleName(self.tr("Camera: number, name or address"))
        edit = combo.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("name or http://…"))
            edit.setAccessibleName(self.tr("Camera: number, name or address"))
            combo.setToolTip(
                self.tr("A camera, or the address of a phone's camera app (http:// or rtsp://)")
            )
        combo.view().setAccessibleName(combo.accessibleName())
        text.setBuddy(combo)
        self._labels.append(text)
        row.addWidget(text)
        row.addWidget(combo)
        return combo

    def _make_exercise(self, row: QHBoxLayout) -> QComboBox:
        text = label(self.tr("Exercise"), "muted")
        combo = QComboBox()
        combo.setMinimumWidth(150)
        combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        combo.setAccessibleName(self.tr("Exercise"))
        self._exercise_tip = self.tr(
            "Choose the exercise, or let FormCheck recognise it. "
            "Shrugs are counted only when they are chosen here."
        )
        combo.setToolTip(self._exercise_tip)
        combo.view().setAccessibleName(combo.accessibleName())
        combo.activated.connect(self._forget_plan)
        combo.currentIndexChanged.connect(self._show_exercise)
        text.setBuddy(combo)
        self._labels.append(text)
        row.addWidget(text)
        row.addWidget(combo)
        return combo

    def _make_icon(self, row: QHBoxLayout, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        button.setCheckable(action.isCheckable())
        action.toggled.connect(button.setChecked)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text())
        button.setIconSize(QSize(20, 20))
        row.addWidget(button)
        return button

    def _make_toggle(self, row: QHBoxLayout, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setProperty("wide", "true")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.text())
        button.setMinimumSize(QSize(0, 30))
        row.addWidget(button)
        return button

"""A camera's login is asked for in one dialog, however often the camera asks."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from formcheck_ui.live.login_dialog import LoginDialog

ADDRESS = "http://192.168.0.7:8080/video"


def test_one_dialog_for_an_address_answers_who_asked_last(qtbot: Any) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    first: list[str] = []
    last: list[str] = []
    dialog = LoginDialog.ask(ADDRESS, parent, first.append)
    dialog.name.setText("me")
    assert LoginDialog.ask(ADDRESS, parent, last.append) is dialog, "what was typed stays"
    other = LoginDialog.ask("http://192.168.0.8:8080/video", parent, last.append)
    assert other is not dialog
    dialog.password.setText("xyzzy")
    dialog.accept()
    assert (first, last) == ([], ["http://me:xyzzy@192.168.0.7:8080/video"])
    again = LoginDialog.ask(ADDRESS, parent, last.append)
    assert again.name.text() == ""

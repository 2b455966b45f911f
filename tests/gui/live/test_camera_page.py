"""Choose a camera by looking through it; then film with it, and nothing is opened twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from formcheck.errors import CameraError, LoginError, StreamError
from formcheck.sources.address import phone_address, with_login, without_login
from formcheck_ui.live.login_dialog import LoginDialog
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import ScriptedSource

WAIT_MS = 30_000


class Cameras:
    """Count who is open, and fail when one is opened twice at a time."""

    def __init__(self, failing: dict[str | int, Exception] | None = None) -> None:
        self.failing = failing or {}
        self.opened: list[str | int] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def open(self, spec: str | int) -> ScriptedSource:
        self.opened.append(spec)
        if spec in self.failing:
            raise self.failing[spec]
        cameras = self

        class Counted(ScriptedSource):
            def __enter__(self) -> Any:
                with cameras._lock:
                    cameras._now += 1
                    cameras.most = max(cameras.most, cameras._now)
                return super().__enter__()

            def __exit__(self, *what: Any) -> None:
                super().__exit__(*what)
                with cameras._lock:
                    cameras._now -= 1

        return Counted(60.0, live=True)


@pytest.fixture
def cameras() -> Cameras:
    return Cameras()


@pytest.fixture
def page(
    qtbot: Any, make_window: MakeWindow, services: Services, cameras: Cameras
) -> Callable[[], Any]:
    def show() -> Any:
        window = make_window(replace(services, open_source=cameras.open))
        qtbot.mouseClick(window.start_page.cameras_button, Qt.MouseButton.LeftButton)
        return window

    return show


def pictured(window: Any) -> bool:
    return bool(window.live_desk.cameras.page.view.has_picture)


def asked(qtbot: Any, window: MainWindow) -> LoginDialog:
    """Return the dialog in which a login is asked for."""

    def found() -> list[LoginDialog]:
        return [each for each in window.findChildren(LoginDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=WAIT_MS)
    (dialog,) = found()
    return dialog


def log_in(dialog: LoginDialog) -> None:
    dialog.name.setText("me")
    dialog.password.setText("xyzzy")
    dialog.accept()


def test_the_first_camera_is_looked_through_by_name(
    qtbot: Any, page: Any, cameras: Cameras
) -> None:
    window = page()
    shown = window.live_desk.cameras.page
    assert window.pages.currentWidget() is shown
    assert [shown.list.item(row).text() for row in range(shown.list.count())] == [
        "Front camera",
        "Side camera",
    ]
    qtbot.waitUntil(lambda: pictured(window), timeout=WAIT_MS)
    assert cameras.opened == [0]
    assert window.controller.state is State.IDLE, "nothing is analysed or recorded"


def test_arrow_and_enter_film_with_the_next_one(qtbot: Any, page: Any, cameras: Cameras) -> None:
    window = page()
    shown = window.live_desk.cameras.page
    qtbot.waitUntil(lambda: pictured(window), timeout=WAIT_MS)
    qtbot.keyClick(shown.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: cameras.opened == [0, 1] and pictured(window), timeout=WAIT_MS)
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    assert cameras.opened == [0, 1, 1]
    assert cameras.most == 1
    assert window.top_bar.camera_spec() == 1
    assert window.live_desk.cameras._preview is None


def test_a_phones_address_is_completed_looked_through_and_remembered(
    qtbot: Any, page: Any, cameras: Cameras
) -> None:
    window = page()
    shown = window.live_desk.cameras.page
    shown.address.setFocus()
    qtbot.keyClicks(shown.address, "192.168.0.7:8080")
    qtbot.keyClick(shown.address, Qt.Key.Key_Return)
    address = "http://192.168.0.7:8080/video"
    qtbot.waitUntil(lambda: address in cameras.opened and pictured(window), timeout=WAIT_MS)
    qtbot.mouseClick(shown.film_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    assert window.top_bar.camera_spec() == address
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    window.commands["cameras"].trigger()
    assert shown.list.item(2).text() == address


def test_what_is_wrong_stands_where_the_picture_would(
    qtbot: Any, page: Any, cameras: Cameras
) -> None:
    cameras.failing = {
        0: CameraError("Front camera is in use.", "Close the other program."),
        "http://nowhere:1/video": StreamError("Nothing answers.", "Start the stream."),
    }
    window = page()
    shown = window.live_desk.cameras.page
    qtbot.waitUntil(
        lambda: "Close the other program." in shown.view.accessibleDescription(), timeout=WAIT_MS
    )
    shown.address.setText("nowhere:1")
    qtbot.mouseClick(shown.look_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: "Start the stream." in shown.view.accessibleDescription(), timeout=WAIT_MS
    )
    shown.list.setFocus()
    qtbot.keyClick(shown.list, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: shown.spec() == 1 and pictured(window), timeout=WAIT_MS)


def test_leaving_the_page_lets_the_camera_go(qtbot: Any, page: Any, cameras: Cameras) -> None:
    window = page()
    qtbot.waitUntil(lambda: pictured(window), timeout=WAIT_MS)
    qtbot.mouseClick(window.live_desk.cameras.page.back_button, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.start_page
    qtbot.waitUntil(lambda: window.live_desk.cameras._preview is None, timeout=WAIT_MS)
    assert cameras._now == 0


def test_closing_the_window_lets_the_camera_go(qtbot: Any, page: Any, cameras: Cameras) -> None:
    window = page()
    qtbot.waitUntil(lambda: pictured(window), timeout=WAIT_MS)
    window.close()
    assert cameras._now == 0


def test_a_computer_without_cameras_is_told_what_to_do(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    window = make_window(replace(services, cameras=lambda: ()))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_K)
    shown = window.live_desk.cameras.page
    assert shown.isVisible()
    assert "phone" in shown._none.text()
    assert shown._none.isVisible()
    assert not shown.film_button.isEnabled()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("192.168.0.7:8080", "http://192.168.0.7:8080/video"),
        (" phone.local:4747/mjpeg ", "http://phone.local:4747/mjpeg"),
        ("pixel:8080", "http://pixel:8080/video"),
        ("rtsp://10.0.0.2/live", "rtsp://10.0.0.2/live"),
        ("https://cam.example/x", "https://cam.example/x"),
        ("Desk Cam", "Desk Cam"),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_an_address(typed: str, meant: str) -> None:
    assert phone_address(typed) == meant


def test_a_password_is_asked_for_used_and_kept_nowhere(
    qtbot: Any, page: Any, cameras: Cameras
) -> None:
    address = "http://10.0.0.9:8080/video"
    cameras.failing[address] = LoginError("asks")
    window = page()
    window.live_desk.cameras.page.address.setText(address)
    qtbot.keyClick(window.live_desk.cameras.page.address, Qt.Key.Key_Return)
    dialog = asked(qtbot, window)
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    del cameras.failing[address]
    log_in(dialog)
    qtbot.waitUntil(lambda: pictured(window), timeout=WAIT_MS)
    assert with_login(address) == "http://me:xyzzy@10.0.0.9:8080/video"
    window.live_desk.cameras.page.film_button.click()
    qtbot.waitUntil(lambda: window.controller.state is not State.IDLE, timeout=WAIT_MS)
    kept = [str(window.settings.value(key)) for key in window.settings.allKeys()]
    assert not [each for each in kept if "xyzzy" in each]
    assert "xyzzy" not in window.top_bar.camera.currentText()


def test_a_camera_that_is_started_asks_for_its_login_too(
    qtbot: Any, make_window: MakeWindow, services: Services, cameras: Cameras
) -> None:
    address = "http://10.0.0.10:8080/video"
    cameras.failing[address] = LoginError("asks")
    window = make_window(replace(services, open_source=cameras.open))
    window.top_bar.choose_camera(address)
    window.top_bar.camera_button.click()
    dialog = asked(qtbot, window)
    assert window.controller.state is State.FAILED
    del cameras.failing[address]
    log_in(dialog)
    qtbot.waitUntil(lambda: window.controller.filming is not None, timeout=WAIT_MS)
    assert with_login(address) == "http://me:xyzzy@10.0.0.10:8080/video"
    assert "xyzzy" not in window.top_bar.camera.currentText()
    assert window.controller.filming.spec == address


def test_the_login_is_asked_for_the_camera_that_failed(
    qtbot: Any, page: Any, cameras: Cameras
) -> None:
    address = "http://10.0.0.11:8080/video"
    window = page()
    desk = window.live_desk.cameras
    qtbot.waitUntil(lambda: pictured(window), timeout=WAIT_MS)
    desk.page.address.setText("http://10.0.0.12:8080/video")
    # It failed before another one was chosen, and the window hears of it only now.
    desk._ask_login(address)
    log_in(asked(qtbot, window))
    assert with_login(address) == "http://me:xyzzy@10.0.0.11:8080/video"
    assert desk.page.address.text() == "http://10.0.0.12:8080/video"


def test_passwords_of_an_older_version_leave_the_settings(qtbot: Any, page: Any) -> None:
    window = page()
    window.settings.setValue("cameras/addresses", ["rtsp://me:xyzzy@10.0.0.9/1"])
    window.live_desk.cameras.page.refresh_button.click()
    assert "xyzzy" not in str(window.settings.value("cameras/addresses"))


def restarted(qtbot: Any, make_window: MakeWindow) -> MainWindow:
    window: MainWindow = make_window()
    qtbot.waitUntil(lambda: window.top_bar.camera.count() >= 2, timeout=WAIT_MS)
    return window


def test_the_last_address_is_there_after_a_restart_without_its_password(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    window.start_camera("http://me:hunter2@192.168.0.7:8080/video?user=me&pwd=hunter2")
    qtbot.waitUntil(lambda: window.controller.state is not State.STARTING, timeout=WAIT_MS)
    window.close()
    window.settings.sync()
    again = restarted(qtbot, make_window)
    assert again.top_bar.camera_spec() == "http://192.168.0.7:8080/video"
    assert "hunter2" not in (tmp_path / "window.ini").read_text("utf-8")


def test_the_last_camera_is_chosen_again_by_its_name(qtbot: Any, make_window: MakeWindow) -> None:
    window = restarted(qtbot, make_window)
    window.start_camera(1)
    qtbot.waitUntil(lambda: window.controller.state is not State.STARTING, timeout=WAIT_MS)
    window.close()
    assert restarted(qtbot, make_window).top_bar.camera_spec() == 1
    window.last_camera.keep("A camera that is gone")
    assert restarted(qtbot, make_window).top_bar.camera_spec() == 0


def test_an_address_loses_its_login_and_a_name_nothing() -> None:
    assert without_login("rtsp://me:p@ss/word@10.0.0.7/1?ch=2") == "rtsp://10.0.0.7/1?ch=2"
    assert without_login("http://10.0.0.7/?action=stream") == "http://10.0.0.7/?action=stream"
    assert without_login("Logitech @ home") == "Logitech @ home"

"""A window is opened only where a display answers."""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.cli import window
from formcheck.errors import FormCheckError

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="displays are looked for on Linux only"
)


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder for sockets; pytest's own paths are too long for them."""
    with tempfile.TemporaryDirectory(prefix="fc") as folder:
        monkeypatch.setattr(window, "_X_SOCKETS", Path(folder))
        yield Path(folder)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        yield server


def test_an_x_server_that_answers_is_a_display(sockets: Path, listening: socket.socket) -> None:
    listening.bind(str(sockets / "X7"))
    listening.listen()
    assert window.has_display({"DISPLAY": ":7"})
    assert window.has_display({"DISPLAY": ":7.0"})
    assert not window.has_display({"DISPLAY": ":8"})


def test_a_wayland_compositor_that_answers_is_a_display(
    sockets: Path, listening: socket.socket
) -> None:
    listening.bind(str(sockets / "wayland-0"))
    listening.listen()
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(sockets)}
    assert window.has_display(environment)
    assert not window.has_display(environment | {"WAYLAND_DISPLAY": "wayland-1"})


@pytest.mark.parametrize("display", ["", ":", ":x", "nonsense", ":77", "localhost:9999"])
def test_a_display_that_does_not_answer_is_none(sockets: Path, display: str) -> None:
    assert not window.has_display({"DISPLAY": display})


def test_without_a_display_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FormCheckError, match="no display") as caught:
        window.show_window()
    assert "--no-window" in caught.value.hint


def test_the_windows_own_command_says_so_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "argv", ["formcheck-ui"])
    assert window.main() == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "no display" in told[0]
    assert "formcheck doctor" in told[1]


def test_a_missing_library_is_told_before_qt_aborts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(sys, "argv", ["formcheck-ui"])
    monkeypatch.setattr(window, "has_display", lambda: True)
    monkeypatch.setattr(window, "missing_libraries", lambda **_: ("libxcb-cursor.so.0",))
    monkeypatch.setattr(window, "window_failure", lambda: "could not load the Qt platform plugin")
    assert window.main() == 1
    told = capsys.readouterr().err
    assert "libxcb-cursor.so.0" in told
    assert "formcheck doctor" in told


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("--nonsense", 2)])
def test_its_help_needs_no_display(
    monkeypatch: pytest.MonkeyPatch, argument: str, code: int
) -> None:
    pytest.importorskip("PySide6")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(sys, "argv", ["formcheck-ui", argument])
    assert window.main() == code

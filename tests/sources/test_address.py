"""Addresses: logins are used and never kept; what is no address is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from formcheck.config import Config
from formcheck.errors import FormCheckError, LoginError, SourceOpenError
from formcheck.log import exporting, importing
from formcheck.log.store import TrainingLog
from formcheck.recording.header import describe, to_bytes
from formcheck.sources import address, open_source
from formcheck.sources.stream import StreamSource
from formcheck.types import SourceInfo
from support.logbook import MONDAY, store_set

SECRET = "xyzzy"
TYPED = [
    f"http://me:{SECRET}@10.0.0.7:8080/video",
    f"rtsp://me:{SECRET}@10.0.0.7/1",
    f"rtsp://me:p@{SECRET}@10.0.0.7/1",
    f"rtsp://me:a/{SECRET}@10.0.0.7/1",
    f"http://10.0.0.7/cgi?user=me&pwd={SECRET}&channel=1",
    f"http://10.0.0.7/cgi?channel=1&Password={SECRET}",
    f"HTTP://{SECRET}@[::1]:80/",
    f"http://me:x@h:http://me:{SECRET}@10.0.0.7/1",
]


@pytest.mark.parametrize("typed", TYPED)
def test_no_secret_is_left(typed: str) -> None:
    shown = address.without_login(typed)
    assert SECRET not in shown
    assert "me:" not in shown
    assert address.without_login(shown) == shown
    assert SECRET not in address.without_logins(f"av.error: refused '{typed}' and {typed}, or")


@pytest.mark.parametrize(
    "plain", ["", "clip.mp4", "18:30.mp4", "Logitech C920", "http://10.0.0.7:8080/a@b?channel=1"]
)
def test_what_has_no_login_stays(plain: str) -> None:
    assert address.without_login(plain) == plain


@pytest.mark.parametrize("typed", TYPED)
def test_a_login_is_known_until_the_end_of_the_run(typed: str) -> None:
    try:
        address.split_address(typed)
    except SourceOpenError:
        return
    assert address.with_login(address.remember_login(typed)) == typed


def test_what_is_no_address_does_not_spoil_the_right_one() -> None:
    right, wrong = "rtsp://me:right@10.0.0.8/1", "rtsp://me:wro/ng@10.0.0.8/1"
    shown = address.remember_login(right)
    assert address.without_login(wrong) == shown
    with pytest.raises(SourceOpenError):
        StreamSource(wrong)
    assert address.remember_login(wrong) == shown
    assert address.with_login(shown) == right


@pytest.mark.parametrize("typed", TYPED)
def test_log_export_and_recording_hold_no_password(tmp_path: Path, typed: str) -> None:
    with TrainingLog.open(tmp_path / "log.db", keep_backups=False) as log:
        anna = log.lifters.add("Anna")
        item = store_set(log, anna, MONDAY, source=typed)
        assert SECRET not in log.sets.get(item.id).source
        # As a log of an older version has it.
        log.sets.update(item.id, source=typed)
        exporting.write_json(log, [anna], tmp_path / "log.json")
        exporting.write_csv(log, [anna], tmp_path / "log.csv")
    with TrainingLog.open(tmp_path / "log.db") as log:
        assert SECRET not in log.sets.get(item.id).source
    assert [path.name for path in tmp_path.rglob("log-daily-*.db")]
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("log*.db*"))
    assert SECRET.encode() not in held
    for name in ("log.json", "log.csv"):
        assert SECRET not in (tmp_path / name).read_text(encoding="utf-8")
    # Nor does one that comes in from elsewhere.
    tree = importing.load_json(tmp_path / "log.json")
    tree["lifters"][0]["workouts"][0]["sets"][0]["source"] = typed
    with TrainingLog.open(tmp_path / "other.db") as other:
        importing.import_log(other, tree, "x")
    held = b"".join(path.read_bytes() for path in tmp_path.glob("other.db*"))
    assert SECRET.encode() not in held
    assert SECRET.encode() not in to_bytes(describe(SourceInfo(typed, 2, 2, live=True), Config()))


NO_ADDRESSES = [
    "http://",
    "http://:80/",
    "http://h:99999/",
    "http://h:0/",
    "http://h:-1/",
    "http://h:8o80/",
    "http://h:٣/",
    "http://[::1/",
    "http://[zz]/",
    "http://h/a b",
    "http://h/\r\nX: y",
    "http://h\0/",
    "http://h/\udcff",
    "rtsp://h:99999/1",
    "rtsp://[::1:554/1",
]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(SourceOpenError) as caught:
        open_source(text)
    assert caught.value.exit_code == 3
    caught.value.message.encode()


@pytest.mark.parametrize("text", ["²", "٣", "9" * 5000, "-1", "½"])
def test_odd_digits_are_no_camera_number(text: str) -> None:
    assert address.camera_number(text) is None
    with pytest.raises(FormCheckError):
        open_source(text)


def test_an_address_that_asks_for_a_login_says_so() -> None:
    from support.mjpeg_server import MjpegServer

    refusal = b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n'
    picture = np.zeros((8, 8, 3), np.uint8)
    with MjpegServer([picture], answer=refusal) as server, pytest.raises(LoginError):
        StreamSource(server.url)


def test_ipv6_is_an_address() -> None:
    parts = address.split_address("http://[fe80::1]:8080/video")
    assert (parts.hostname, parts.port) == ("fe80::1", 8080)


def test_a_login_goes_in_and_out_again() -> None:
    full = address.add_login("http://h:80/v?channel=1", "mé", "p@:/ss")
    assert address.without_login(full) == "http://h:80/v?channel=1"
    address.split_address(full)
    assert json.dumps(full)


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("1", 1),
        ("192.168.0.7:8080", "http://192.168.0.7:8080/video"),
        ("pixel:81/stream", "http://pixel:81/stream"),
        ("rtsp://10.0.0.2/live", "rtsp://10.0.0.2/live"),
        ("Desk Cam", "Desk Cam"),
        ("18:30.mp4", "18:30.mp4"),
        ("clip.mp4", "clip.mp4"),
        ("folder/clip.mp4", "folder/clip.mp4"),
        ("C:\\clips\\1.mp4", "C:\\clips\\1.mp4"),
    ],
)
def test_a_host_and_a_port_are_an_address(named: str, meant: str | int) -> None:
    assert address.named_camera(named) == meant

"""Settings, exercises, routines, corrections, addresses and what the network sends."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import socket
import time
from http.client import HTTPException
from importlib import resources
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.config_file import load_config, option_rows, save_config
from formcheck.errors import ConfigError, FormCheckError, SourceOpenError, StreamError
from formcheck.own_exercises import lend, load_own_exercises
from formcheck.recording.blocks import DamagedError
from formcheck.recording.header import from_bytes
from formcheck.review import files
from formcheck.routines.spec import parse_routine
from formcheck.sources import address, http_link
from formcheck.sources.http_link import HttpLink, NotMultipart
from formcheck.sources.http_opening import _plain, open_http
from formcheck.sources.jpegs import JpegReader
from formcheck.sources.link import LinkSilent
from fuzz.budget import budget
from fuzz.values import damaged, damaged_lines, odd_values, spoilt

SETTINGS = "\n".join(
    f"[{section}]\n"
    + "\n".join(
        f"{row.key} = {json.dumps(row.default)}" for row in option_rows() if row.section == section
    )
    for section in sorted({row.section for row in option_rows()})
)
EXERCISES = [
    item.read_text("utf-8")
    for item in sorted(resources.files("formcheck.exercises").iterdir(), key=lambda each: each.name)
    if item.name.endswith(".toml")
]
ROUTINES = [
    item.read_text("utf-8")
    for item in resources.files("formcheck.routines.bundled").iterdir()
    if item.name.endswith(".toml")
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all examples: making one each would take longer than they do."""
    return tmp_path_factory.mktemp("fuzz")


@budget(150)
@given(text=damaged_lines(SETTINGS) | st.text())
def test_settings(folder: Path, text: str) -> None:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        config = load_config(path)
    except ConfigError:
        return
    save_config(config, path)
    assert load_config(path) == config


@budget(150)
@given(text=st.sampled_from(EXERCISES).flatmap(damaged_lines))
def test_exercises(folder: Path, text: str) -> None:
    place = folder / "exercises"
    place.mkdir(exist_ok=True)
    (place / "own.toml").write_text(text, encoding="utf-8", errors="replace")
    try:
        load_own_exercises(place)
    except ConfigError:
        pass
    finally:
        (place / "own.toml").unlink()
        load_own_exercises(place)
    lend({"own": text, "": "", "x" * 500: text})
    lend({})


@budget(150)
@given(text=st.sampled_from(ROUTINES).flatmap(damaged_lines))
def test_routines(text: str) -> None:
    with contextlib.suppress(ConfigError):
        parse_routine(text, "own.toml", own=True)


CORRECTIONS = {
    "schema_version": 2,
    "reps": [{"start_s": 1.0, "end_s": 2.0, "edited": True}],
    "flags": [{"code": "rounded_back", "start_s": 1.0, "end_s": 2.0, "verdict": "right"}],
    "reviewed": True,
    "drawings": [
        {
            "kind": "angle",
            "points": [[0.1, 0.1], [0.2, 0.5], [0.9, 0.5]],
            "start_s": 1.0,
            "end_s": 2.0,
            "text": "",
        },
    ],
    "score": {},
}


@budget(300)
@given(seed=st.integers(0), values=st.lists(odd_values(), min_size=1, max_size=3))
def test_corrections(folder: Path, seed: int, values: list[object]) -> None:
    clip = folder / "clip.mp4"
    path = files.path_for(clip)
    path.write_text(json.dumps(spoilt(CORRECTIONS, seed, values)), encoding="utf-8")
    with contextlib.suppress(SourceOpenError):
        files.load(clip)
    files.scores([clip])


@budget(300)
@given(data=damaged(json.dumps(CORRECTIONS).encode()) | st.binary())
def test_corrections_of_any_bytes(folder: Path, data: bytes) -> None:
    clip = folder / "clip.mp4"
    files.path_for(clip).write_bytes(data)
    with contextlib.suppress(SourceOpenError):
        files.load(clip)


HEADER = {
    "formcheck": "0.1.0", "created": "", "source": "x", "live": True, "fps_nominal": 30.0,
    "exercise": "bent_over_row", "neutral_s": None, "config": {}, "own": {"a": "b"}, "tags": {},
}  # fmt: skip


@budget(300)
@given(seed=st.integers(0), values=st.lists(odd_values(), min_size=1, max_size=3))
def test_headers_of_recordings(seed: int, values: list[object]) -> None:
    try:
        header = from_bytes(json.dumps(spoilt(HEADER, seed, values)).encode())
    except DamagedError:
        return
    assert not header.neutral_s < 0
    lend(header.own)


PIECES = st.sampled_from(
    ["http://", "rtsp://", "HTTP://", "://", "@", ":", "/", "?", "#", "[", "]", "::1", "%", "%zz",
     "user", "p@ss", "pwd=x", "&", "=", "10.0.0.7", "host", "80", "99999", "²", "٣", " ", "\0", "é",
     "\udcff", "\r\n", "x" * 300]
)  # fmt: skip


@budget(600)
@given(text=st.lists(PIECES | st.text(max_size=4), max_size=10).map("".join))
def test_addresses(text: str) -> None:
    shown = address.without_login(text)
    assert address.without_login(shown) == shown
    address.without_logins(text)
    address.camera_number(text)
    try:
        parts = address.split_address(text)
    except SourceOpenError as error:
        error.message.encode()
        return
    assert not set(_plain(parts)) & set(" \r\n\0")


STREAM = (
    b"--x\r\nContent-Type: image/jpeg\r\n\r\n"
    b"\xff\xd8\xff\xe0\x00\x041\xff\xff\xdb\x00\x03a\xff\xda\x00\x02ab\xff\x00c\xff\xd0d\xff\xd9\r\n"
)


@budget(500)
@given(data=damaged(STREAM * 2), cuts=st.lists(st.integers(0, 200), max_size=5))
def test_pictures_in_a_stream(data: bytes, cuts: list[int]) -> None:
    reader, whole = JpegReader(), JpegReader()
    places = [0, *sorted(cuts), len(data)]
    parts = whole.feed(data)
    pieces = [reader.feed(data[a:b]) for a, b in itertools.pairwise(places)]
    assert [part for each in pieces for part in each] == parts
    assert all(part in data for part in parts)


ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=x\r\n"
    b"Transfer-Encoding: chunked\r\nLocation: http://127.0.0.1/\r\n"
    b'WWW-Authenticate: Basic realm="x", Digest realm="x", nonce="y", qop="auth", algorithm=MD5\r\n'
    b"\r\n5\r\n--x\r\n\r\n"
)


@budget(300)
@given(data=damaged(ANSWER) | damaged(ANSWER.replace(b"200", b"401")) | st.binary())
def test_answers_of_cameras(data: bytes) -> None:
    link = HttpLink("http://127.0.0.1/")

    class Answering(socket.socket):
        """A socket that is connected to these bytes."""

        def sendall(self, *_: object) -> None: ...

        def makefile(self, *_: object, **__: object) -> io.BytesIO:  # type: ignore[override]
            return io.BytesIO(data)

    with (
        mock.patch("socket.create_connection", side_effect=lambda *_: Answering()),
        contextlib.suppress(SourceOpenError, NotMultipart, OSError, HTTPException, ValueError),
        open_http("http://me:x@127.0.0.1/", 5.0, link._adopt) as answer,
    ):
        link._receive(answer)


@budget(300)
@given(data=st.binary(max_size=3000))
def test_rubbish_at_full_speed_is_silence(data: bytes) -> None:
    with mock.patch.object(http_link, "_decode", return_value=None):
        link = HttpLink("http://h/")
        link._take = lambda _left_s: data  # type: ignore[method-assign]
        begun_s = time.monotonic()
        with pytest.raises((LinkSilent, StreamError)):
            link.read(0.005)
    assert time.monotonic() - begun_s < 2.0
    with pytest.raises(FormCheckError):
        address.split_address("http://")

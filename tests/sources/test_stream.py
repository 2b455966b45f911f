"""Network streams against real servers on loopback: stalls, drops, returns, refusals.

What the server does is triggered by what the source tells or delivers, never by the clock.
"""

from __future__ import annotations

import itertools
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from formcheck.errors import SourceOpenError, StreamError
from formcheck.sources import libav_interrupt, stream
from formcheck.sources.base import SourceState
from formcheck.sources.link import Arrival, StreamLimits
from formcheck.sources.stream import ArrivalClock, StreamSource
from support.camera import LoopbackCamera
from support.clipmaker import number_of, numbered
from support.mjpeg_server import MjpegServer
from support.rtsp_server import RtspServer

GUARD_S = 30.0
PICTURES = [numbered(number, 256, 128) for number in range(40)]
QUICK = StreamLimits(
    connect_s=10,
    first_frame_s=20,
    stalled_s=0.1,
    lost_s=20,
    give_up_s=20,
    backoff_s=0.02,
    backoff_max_s=0.05,
)


SERVERS: dict[str, Callable[[], LoopbackCamera]] = {
    "mjpeg": lambda: MjpegServer(PICTURES, fps=100),
    "mjpeg without length": lambda: MjpegServer(PICTURES, fps=100, content_length=False),
    "rtsp": lambda: RtspServer(PICTURES, fps=60),
}


@pytest.fixture(params=SERVERS.values(), ids=SERVERS.keys())
def server(request: pytest.FixtureRequest) -> Iterator[LoopbackCamera]:
    with request.param() as camera:
        yield camera


def _read(source: StreamSource, count: int) -> list[float]:
    with source:
        return [frame.time_s for frame in itertools.islice(source, count)]


def test_the_pictures_are_those_sent() -> None:
    with MjpegServer(PICTURES, fps=None) as server:
        server.send(1)
        frames = []
        with StreamSource(server.url, limits=QUICK) as source:
            for frame in itertools.islice(source, len(PICTURES)):
                frames.append(frame)
                server.send(1)
    assert [number_of(frame.image) for frame in frames] == list(range(len(PICTURES)))
    assert source.info.frames_corrupt == 0


def test_a_stall_is_told_and_survived(server: LoopbackCamera) -> None:
    source = StreamSource(server.url, limits=QUICK)
    states: list[SourceState] = []

    def hear(state: SourceState) -> None:
        states.append(state)
        if state == "stalled":
            server.resume()

    source.on_state = hear
    times = []
    with source:
        for frame in source:
            times.append(frame.time_s)
            if frame.index == 5:
                server.stall()
            # libav reads ahead while it opens: it notices the silence some pictures later.
            if "running" in states and states.index("running") and frame.index > 20:
                break
    assert states[:2] == ["stalled", "running"]
    assert server.connections == 1
    assert (np.diff(times) > 0).all()


def test_a_drop_is_told_and_reconnected(server: LoopbackCamera) -> None:
    source = StreamSource(server.url, limits=QUICK)
    states: list[SourceState] = []
    source.on_state = states.append
    times = []
    with source:
        for frame in source:
            times.append(frame.time_s)
            if frame.index == 5:
                server.drop()
            if states and states[-1] == "running":
                break
    assert states[-2:] == ["reconnecting", "running"]
    assert server.connections == 2
    assert times[0] == 0.0
    assert (np.diff(times) > 0).all()


def test_a_long_stall_is_reconnected(server: LoopbackCamera) -> None:
    source = StreamSource(server.url, limits=replace(QUICK, lost_s=0.15))
    states: list[SourceState] = []

    def hear(state: SourceState) -> None:
        states.append(state)
        if state == "reconnecting":
            server.resume()

    source.on_state = hear
    with source:
        for frame in source:
            if frame.index == 5:
                server.stall()
            if "reconnecting" in states and states[-1] == "running":
                break
    assert states == ["stalled", "reconnecting", "running"]
    assert server.connections == 2


def test_a_camera_that_comes_back_is_taken_up_again(server: LoopbackCamera) -> None:
    source = StreamSource(server.url, limits=QUICK)
    states: list[SourceState] = []

    def hear(state: SourceState) -> None:
        states.append(state)
        if state == "reconnecting":
            server.come_back()

    source.on_state = hear
    with source:
        for frame in source:
            if frame.index == 5:
                server.go_away()
            if states and states[-1] == "running":
                break
    assert states[-2:] == ["reconnecting", "running"]


def test_a_camera_that_stays_away_is_an_error(server: LoopbackCamera) -> None:
    source = StreamSource(server.url, limits=replace(QUICK, give_up_s=0.2))
    states: list[SourceState] = []
    source.on_state = states.append
    with source, pytest.raises(StreamError, match="did not come back") as caught:
        for frame in source:
            if frame.index == 5:
                server.go_away()
    assert caught.value.hint
    assert states[-1] == "reconnecting"
    assert source.info.frames_decoded > 5


def test_closing_ends_a_read_that_would_wait_for_minutes(server: LoopbackCamera) -> None:
    patient = replace(QUICK, stalled_s=600, lost_s=600)
    source = StreamSource(server.url, limits=patient)
    reading = threading.Event()

    def read() -> None:
        for frame in source:
            if frame.index == 3:
                server.stall()
                reading.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert reading.wait(GUARD_S)
    source.close()
    reader.join(GUARD_S)
    assert not reader.is_alive()


def test_closing_ends_the_attempts_to_reconnect(server: LoopbackCamera) -> None:
    patient = replace(QUICK, give_up_s=600, backoff_s=300, backoff_max_s=300)
    source = StreamSource(server.url, limits=patient)
    lost = threading.Event()
    source.on_state = lambda state: lost.set() if state == "reconnecting" else None

    def read() -> None:
        for frame in source:
            if frame.index == 3:
                server.go_away()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert lost.wait(GUARD_S)
    source.close()
    reader.join(GUARD_S)
    assert not reader.is_alive()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="reads /proc")
def test_many_reconnections_leave_nothing_open() -> None:
    def held() -> tuple[int, int]:
        return len(os.listdir("/proc/self/fd")), threading.active_count()

    with MjpegServer(PICTURES, fps=200, challenge='Digest realm="cam", nonce="n1"') as server:
        before, drops = held(), 0
        with StreamSource(server.url.replace("://", "://me:x@"), limits=QUICK) as source:
            for frame in source:
                if frame.index % 5 == 4:
                    server.drop()
                    drops += 1
                if drops == 30:
                    break
    give_up_s = time.monotonic() + GUARD_S
    while max(np.subtract(held(), before)) > 0:
        assert time.monotonic() < give_up_s, (held(), before)
        time.sleep(0.01)


@contextmanager
def _silent_server() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_server_that_never_answers(scheme: str) -> None:
    with _silent_server() as port, pytest.raises(StreamError) as caught:
        StreamSource(f"{scheme}://127.0.0.1:{port}/x", limits=replace(QUICK, connect_s=0.1))
    assert "answer" in caught.value.message
    assert caught.value.hint


def test_a_stream_that_connects_and_sends_no_picture() -> None:
    with (
        MjpegServer(PICTURES, fps=None) as server,
        pytest.raises(StreamError, match="sends no picture"),
    ):
        StreamSource(server.url, limits=replace(QUICK, first_frame_s=0.1, stalled_s=0.05))


ANSWERS = {
    "page": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", "a web page"),
    "snapshot": (b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff", "a single picture"),
    "login": (
        b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n',
        "a name and a password",
    ),
    "not found": (b"HTTP/1.1 404 Not Found\r\n\r\n", "error 404"),
    "server error": (b"HTTP/1.0 503 Busy\r\n\r\n", "error 503"),
    "no http": (b"SSH-2.0-OpenSSH\r\n\r\n", "no video stream"),
    "hangs up": (b"", "was lost"),
    "circle": (b"HTTP/1.1 302 Go\r\nLocation: /video\r\n\r\n", "in a circle"),
    "nothing in it": (b"HTTP/1.1 204 Nothing\r\n\r\n", "no video stream"),
    "a length below 0": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
        "no video stream",
    ),
    "text": (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\r\n", ""),
}


@pytest.mark.parametrize(("answer", "words"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_is_no_stream_is_said_in_words(
    answer: bytes, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        MjpegServer(PICTURES[:1], answer=answer) as server,
        pytest.raises(StreamError) as caught,
    ):
        StreamSource(server.url, limits=QUICK)
    assert words in caught.value.message
    assert caught.value.hint
    assert capfd.readouterr() == ("", "")


MULTIPART = b"Content-Type: multipart/x-mixed-replace"
FORMS: dict[str, dict[str, bytes]] = {
    # The default of a small camera board, and of much else that speaks HTTP/1.1.
    "chunked": {
        "head": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
        + MULTIPART
        + b";boundary=formcheckframe\r\n\r\n"
    },
    "bare line feeds": {
        "head": b"HTTP/1.0 200 OK\n" + MULTIPART + b";boundary=x\n\n",
        "mark": b"--x\nContent-Type: image/jpeg\n\n",
    },
    "no boundary": {"head": b"HTTP/1.0 200 OK\r\n" + MULTIPART + b"\r\n\r\n"},
    "another boundary": {"head": b"HTTP/1.0 200 OK\r\n" + MULTIPART + b";boundary=--y\r\n\r\n"},
    "no kind": {"head": b"HTTP/1.0 200 OK\r\n\r\n"},
    "a wrong kind": {"head": b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n"},
    "nothing but pictures": {"head": b"HTTP/1.0 200 OK\r\n\r\n", "mark": b""},
    "a wrong length": {"mark": b"--formcheckframe\r\nContent-Length: 7\r\n\r\n"},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_stream_is_shown_in_whatever_form_it_comes(form: dict[str, bytes]) -> None:
    with MjpegServer(PICTURES, fps=None, head=form.get("head"), mark=form.get("mark")) as server:
        server.send(1)
        with StreamSource(server.url, limits=QUICK) as source:
            seen = []
            for frame in itertools.islice(source, 5):
                seen.append(number_of(frame.image))
                server.send(1)
    assert seen == [0, 1, 2, 3, 4]
    assert source.info.frames_corrupt == 0


def test_a_stall_of_a_chunked_stream_is_survived() -> None:
    """The line that says how long a chunk is comes in two pieces, long after one another."""
    head = FORMS["chunked"]["head"]
    with MjpegServer(PICTURES, fps=60, head=head) as server:
        source = StreamSource(server.url, limits=QUICK)
        states: list[SourceState] = []

        def hear(state: SourceState) -> None:
            states.append(state)
            server.resume()

        source.on_state = hear
        with source:
            for frame in source:
                if frame.index == 5:
                    server.stall()
                if states[-1:] == ["running"]:
                    break
    assert states == ["stalled", "running"]
    assert server.connections == 1


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("http://localhost:{port}/video", "another computer, localhost"),
        ("rtsp://127.0.0.1/video", "begins with rtsp://"),
        ("file:///etc/passwd", "begins with file://"),
        ("http://a b:99999/", "no address"),
        ("", "in a circle"),
    ],
)
def test_a_redirect_to_elsewhere_is_told(to: str, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        port = placeholder.getsockname()[1]
    answer = f"HTTP/1.1 302 Go\r\nLocation: {to.format(port=port)}\r\n\r\n".encode()
    with (
        MjpegServer(PICTURES[:1], answer=answer) as server,
        pytest.raises(SourceOpenError) as caught,
    ):
        StreamSource(server.url, limits=QUICK)
    assert words in caught.value.message
    assert caught.value.hint


def test_an_answer_that_trickles_without_end_is_none() -> None:
    answer = b"HTTP/1.1 100 Wait\r\n\r\n" * 100_000
    with MjpegServer(PICTURES[:1], answer=answer) as server, pytest.raises(StreamError):
        StreamSource(server.url, limits=replace(QUICK, connect_s=0.1))


def test_a_stream_leaves_no_thread_and_no_connection_behind(server: LoopbackCamera) -> None:
    with StreamSource(server.url, limits=QUICK) as source:
        next(iter(source))
    give_up_s = time.monotonic() + GUARD_S
    while any(each.name == "formcheck-http" for each in threading.enumerate()):
        assert time.monotonic() < give_up_s
        time.sleep(0.01)


def test_damaged_pictures_are_stepped_over(capfd: pytest.CaptureFixture[str]) -> None:
    from support.mjpeg_server import jpeg

    good = [jpeg(image) for image in PICTURES[:4]]
    sent = [good[0], good[1][: len(good[1]) // 2], b"no picture", good[2], good[3]]
    with MjpegServer(sent, fps=None) as server:
        server.send(3)
        frames = []
        with StreamSource(server.url, limits=QUICK) as source:
            for frame in itertools.islice(source, 3):
                frames.append(frame)
                server.send(1)
    assert [number_of(frame.image) for frame in frames] == [0, 2, 3]
    assert source.info.frames_corrupt == 1
    assert capfd.readouterr() == ("", "")


def test_a_camera_that_is_turned_or_changes_its_size_goes_on() -> None:
    sizes = [(256, 128), (64, 128), (512, 256), (256, 128)]
    sent = [numbered(number, *size) for number, size in enumerate(sizes)]
    with MjpegServer(sent, fps=None) as server:
        server.send(1)
        images = []
        with StreamSource(server.url, limits=QUICK) as source:
            for frame in itertools.islice(source, 4):
                images.append(frame.image)
                server.send(1)
    assert {image.shape for image in images} == {(128, 256, 3)}
    assert [number_of(images[index]) for index in (0, 2, 3)] == [0, 2, 3]
    assert number_of(images[1][:, 96:160]) == 1
    assert not images[1][:, :90].any()
    assert source.info.frames_corrupt == 0


def test_pictures_that_piled_up_are_passed_over_and_counted() -> None:
    with MjpegServer(PICTURES, fps=None) as server:
        server.send(1)
        with StreamSource(server.url, limits=QUICK) as source:
            frames = iter(source)
            assert number_of(next(frames).image) == 0
            server.send(20)
            assert server.wait_sent(21)
            time.sleep(0.2)  # on their way through the system's buffers
            assert number_of(next(frames).image) == 20
            assert source.info.frames_skipped == 19
            server.send(2)
            assert number_of(next(frames).image) == 21, "two are no backlog"


def test_libav_can_be_interrupted_here() -> None:
    """Fails when a new PyAV makes the way into it vanish; streams then close more slowly."""
    libav_interrupt.Interruption()
    assert libav_interrupt.supported()


class _ScriptedLink:
    """A connection of the test's own; every read of it fails."""

    corrupt = skipped = 0

    def read(self, timeout_s: float) -> Arrival:
        raise StreamError("gone")

    def abort(self) -> None: ...

    def close(self) -> None: ...


def test_a_new_connection_does_not_inherit_the_old_ones_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_s = itertools.chain([100.0] * 3, itertools.repeat(100.05))
    monkeypatch.setattr(stream, "time", SimpleNamespace(monotonic=lambda: next(now_s)))
    # The camera's own clock is 0.3 s further on the second connection, its pictures 0.05 s.
    answers = iter([Arrival(PICTURES[0], 7.0), Arrival(PICTURES[1], 7.3)])

    class Scripted(StreamSource):
        def _connect(self) -> Arrival:
            self._link = _ScriptedLink()
            return next(answers)

    source = Scripted("rtsp://nobody/", limits=QUICK)
    times = [frame.time_s for frame in itertools.islice(source, 2)]
    assert times == pytest.approx([0.0, 0.05])


class TestArrivalClock:
    def test_arrival_counts_where_the_camera_sends_no_time(self) -> None:
        clock = ArrivalClock()
        assert [clock.stamp(at, None) for at in (100.0, 100.1, 100.1, 100.5)] == pytest.approx(
            [0, 0.1, 0.101, 0.5]
        )

    def test_the_cameras_gaps_are_kept_when_the_network_jitters(self) -> None:
        clock = ArrivalClock()
        arrivals = [(100.0, 7.0), (100.09, 7.033), (100.091, 7.066), (100.1, 7.1)]
        times = [clock.stamp(*each) for each in arrivals]
        assert times == pytest.approx([0, 0.033, 0.066, 0.1])

    def test_a_camera_clock_that_drifts_is_tied_to_the_arrival_again(self) -> None:
        clock = ArrivalClock()
        clock.stamp(100.0, 7.0)
        assert clock.stamp(103.0, 7.1) == pytest.approx(3.0)
        assert clock.stamp(103.1, 7.2) == pytest.approx(3.1)

    def test_a_new_connection_has_a_new_clock(self) -> None:
        clock = ArrivalClock()
        clock.stamp(100.0, 7.0)
        clock.restart()
        assert clock.stamp(100.2, 0.0) == pytest.approx(0.2)
        assert clock.stamp(100.3, 0.1) == pytest.approx(0.3)

"""Recording while filming: switched at will, with or without pictures, whatever the disk does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import OutputError
from formcheck.recording import tape as tapes
from formcheck.recording.clip import FilmedClip
from formcheck.recording.film import MAX_WAITING, FilmWriter
from formcheck.recording.header import RecordingHeader
from formcheck.recording.reader import RecordingReader
from formcheck.recording.shelf import TapeState, film_of, look, recordings_folder
from formcheck.recording.tape import Tape
from formcheck.session import Session
from formcheck.sources.seekable import SeekableClip
from formcheck.types import Frame
from support.fakes import HandshakeSource, MadeUpSource, Recorder, ScriptedEngine, ScriptedEstimator

FRAMES = 240
FPS = 30.0


def picture(index: int) -> Any:
    """A picture whose brightness tells its number modulo 24."""
    return np.full((48, 64, 3), 10 * (index % 24), np.uint8)


def film(
    folder: Path,
    at: dict[int, Callable[[Tape], None]] | None = None,
    *,
    count: int = FRAMES,
    sees: Callable[[int], bool] = lambda _: True,
    **options: Any,
) -> tuple[Tape, list[TapeState], Recorder]:
    """Film without losing a frame, doing something to the tape at some of them."""
    states: list[TapeState] = []
    tape = Tape(folder, RecordingHeader, states.append, **options)
    source = HandshakeSource(MadeUpSource(count, picture, live=True, fps=FPS))

    def on_frame(frame: Frame) -> None:
        act = (at or {}).get(frame.index)
        if act is not None:
            act(tape)
        source.ready(frame)

    listener = Recorder(on_frame)
    session = Session(
        source,
        lambda: ScriptedEstimator(sees),
        ScriptedEngine(),
        listener,
        records=tape,
        on_captured=tape.watch,
    )
    session.run()
    tape.finish(session.result)
    return tape, states, listener


def times(path: Path) -> list[float]:
    with RecordingReader(path) as reader:
        assert reader.complete
        return [frame.time_s for frame in reader]


def test_a_session_is_recorded_from_its_first_frame_to_its_last(tmp_path: Path) -> None:
    tape, states, listener = film(tmp_path / "made" / "here")
    (path,) = tape.kept
    assert times(path) == listener.times
    assert film_of(path) is None
    running = [state for state in states if state.path == path]
    assert running[0].since_s == 0.0
    assert running[-1].since_s >= 6.0
    assert running[-1].size_bytes > 0
    with RecordingReader(path) as reader:
        assert reader.report is not None
        assert len(reader.report["reps"]) == (FRAMES - 1) // 10


def test_the_pictures_lie_at_the_recordings_times(tmp_path: Path) -> None:
    tape, states, _ = film(tmp_path, pictures=True)
    (path,) = tape.kept
    pictures = film_of(path)
    assert pictures is not None
    assert any(state.pictures for state in states)
    with FilmedClip(path, pictures) as clip:
        assert len(clip) > MAX_WAITING, "how many a busy computer leaves out is its own affair"
        assert clip.times_s[0] == times(path)[0]
        for index in (0, len(clip) // 2, len(clip) - 1):
            frame = clip.frame(index)
            shown = round(frame.time_s * FPS)
            assert abs(frame.time_s - shown / FPS) < 1e-4
            assert abs(float(frame.image.mean()) - 10 * (shown % 24)) < 6


def test_switched_off_and_on_again_it_is_two_recordings(tmp_path: Path) -> None:
    tape, states, listener = film(
        tmp_path,
        {
            100: lambda tape: tape.switch(on=False, pictures=False),
            120: lambda tape: tape.switch(on=True, pictures=True),
        },
    )
    first, second = tape.kept
    assert times(first) == listener.times[:101]
    assert times(second) == listener.times[121:]
    assert film_of(first) is None
    pictures = film_of(second)
    assert pictures is not None
    with FilmedClip(second, pictures) as clip:
        assert clip.times_s[0] == pytest.approx(121 / FPS)
        assert float(clip.frame(0).image.mean()) == pytest.approx(10 * (121 % 24), abs=6)
    assert TapeState() in states, "it is told that nothing is recorded"


def test_what_the_engine_sees_does_not_depend_on_the_switch(tmp_path: Path) -> None:
    results = []
    for recording in (True, False):
        seen: list[float] = []
        tape = Tape(tmp_path / str(recording), RecordingHeader, lambda _: None, recording=recording)
        with ScriptedEstimator() as estimator:
            for index in range(5):
                frame = Frame(index, index / FPS, np.full((48, 64, 3), 7 * index + 1, np.uint8))
                pose = tape.take_frame(frame, estimator.estimate(frame))
                assert pose is not None
                seen.append(float(pose.xy[3, 1]))
        tape.finish(None)
        results.append(seen)
    assert results[0] == results[1]


def test_a_recording_of_nobody_is_not_kept(tmp_path: Path) -> None:
    tape, _, _ = film(tmp_path, pictures=True, sees=lambda index: index < 60)
    assert tape.kept == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_message_and_the_set_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    tape, states, listener = film(tmp_path / "file" / "folder")
    assert len(listener.times) == FRAMES
    assert tape.kept == []
    (trouble,) = {state.trouble for state in states}
    assert isinstance(trouble, OutputError)
    assert trouble.hint


def test_a_disk_that_fails_on_the_way_is_one_message_and_the_set_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = os.write, 0

    def full(descriptor: int, data: Any) -> int:
        nonlocal written
        written += len(data)
        if written > 30_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    tape, states, listener = film(tmp_path, count=600)
    monkeypatch.undo()
    assert len(listener.times) == 600
    troubles = [state.trouble for state in states if state.trouble is not None]
    assert {trouble.hint for trouble in troubles} == {
        "The disk is full: free some space or choose another folder."
    }
    assert states[-1].path is None, "it is told that nothing is recorded any more"
    (path,) = tape.kept
    with RecordingReader(path) as reader:
        assert 0 < sum(1 for _ in reader) < 600, "what was written before can be read"


def test_it_ends_before_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 5e9

    def shrinking(_: object) -> Usage:
        Usage.free -= 1e9
        return Usage()

    monkeypatch.setattr(tapes.shutil, "disk_usage", shrinking)
    tape, states, listener = film(tmp_path, count=300)
    assert len(listener.times) == 300
    assert states[-1].trouble is not None
    assert "0.0 GB" in states[-1].trouble.message
    (path,) = tape.kept
    assert 3.0 < times(path)[-1] < 6.0


def test_the_user_may_try_again_after_a_failure(tmp_path: Path) -> None:
    blocker = tmp_path / "folder"
    blocker.write_text("in the way")

    def try_again(tape: Tape) -> None:
        blocker.unlink()
        tape.switch(on=False, pictures=False)

    tape, _, _ = film(
        blocker, {30: try_again, 40: lambda tape: tape.switch(on=True, pictures=False)}
    )
    assert len(tape.kept) == 1


def test_a_film_whose_writer_is_killed_opens_up_to_its_last_second(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    child = """
import os, signal, sys, time
import numpy as np
from pathlib import Path
from formcheck.recording.film import FilmWriter
from formcheck.types import Frame
film = FilmWriter(Path(sys.argv[1]))
dice = np.random.default_rng(1)
image = dice.integers(0, 255, (90, 160, 3), dtype=np.uint8).repeat(4, 0).repeat(4, 1)
for index in range(130):
    film.put(Frame(index, index / 30, np.roll(image, index, 1)))
    while film._waiting:
        time.sleep(0.001)
deadline = time.monotonic() + 20
while not film._disk._unsynced and film._disk._waiting and time.monotonic() < deadline:
    time.sleep(0.01)
time.sleep(0.2)
os.kill(os.getpid(), signal.SIGKILL)
"""
    paths = os.pathsep.join(str(each) for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", child, str(path)],
        env=os.environ | {"PYTHONPATH": paths},
        timeout=120,
        check=False,
    )
    assert done.returncode == -9
    with SeekableClip(path) as clip:
        assert clip.times_s[-1] > 129 / 30 - 1.0
        assert clip.frame(len(clip) - 1).image.shape == (360, 640, 3)


def test_a_film_is_written_where_the_users_ffmpeg_has_no_x264(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formcheck.report.video._ENCODERS", ("mpeg4",))
    with FilmWriter(tmp_path / "film.mp4") as writer:
        for index in range(20):
            writer.put(Frame(index, index / 30, np.zeros((72, 128, 3), np.uint8)))
            while writer._waiting:
                time.sleep(0.001)
    assert writer.error is None
    with SeekableClip(tmp_path / "film.mp4") as clip:
        assert len(clip) == 20
        assert clip.times_s[-1] == pytest.approx(19 / 30, abs=1e-3)


def test_a_film_leaves_pictures_out_rather_than_wait(tmp_path: Path) -> None:
    with FilmWriter(tmp_path / "film.mp4") as writer:
        for index in range(200):
            writer.put(Frame(index, index / 30, np.zeros((720, 1280, 3), np.uint8)))
        assert writer.left_out > 0
    with SeekableClip(tmp_path / "film.mp4") as clip:
        assert len(clip) == 200 - writer.left_out


def test_the_shelf_tells_what_lies_there(tmp_path: Path) -> None:
    for name, size in (("a.fcrec", 10), ("a.mp4", 100), ("b.fcrec", 20), ("notes.txt", 5)):
        (tmp_path / name).write_bytes(b"x" * size)
    found = look(tmp_path)
    assert (found.count, found.size_bytes) == (2, 130)
    assert look(tmp_path / "none").count == 0


def test_the_folder_is_the_users_or_among_the_videos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMCHECK_RECORDINGS", raising=False)
    assert recordings_folder().name == "FormCheck"
    monkeypatch.setenv("FORMCHECK_RECORDINGS", str(tmp_path))
    assert recordings_folder() == tmp_path
    assert recordings_folder("~/x") == Path.home() / "x"

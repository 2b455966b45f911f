"""Recordings, exported logs, reports and the log's own file."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.config import Config
from formcheck.errors import FormCheckError, LogDamagedError, LogError, SourceOpenError, UsageError
from formcheck.log import exporting, importing
from formcheck.log.entries import Posture
from formcheck.log.recovery import recover
from formcheck.log.store import TrainingLog
from formcheck.recording import frames
from formcheck.recording.blocks import BlockKind, DamagedError, block, preamble
from formcheck.recording.reader import RecordingReader
from formcheck.recording.rescoring import rescore
from formcheck.report import json_report
from fuzz.budget import budget
from fuzz.values import damaged, odd_values, spoilt
from support.logbook import MONDAY, days_after, flags_on, store_set
from support.record_golden import load
from support.recordings import record
from support.results import make_rep, make_result


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all examples."""
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def whole(folder: Path) -> bytes:
    """Return a short recording."""
    path = folder / "whole.fcrec"
    record(path, load("row-rounding")[:60], exercise="bent_over_row")
    return path.read_bytes()


def read_all(path: Path) -> None:
    try:
        with RecordingReader(path) as reader:
            for frame in reader:
                if frame.pose is not None:
                    frame.pose.restore()
            assert reader.judgement is None or reader.judgement.exercise is not None
            assert reader.report is None or isinstance(reader.report, dict)
    except SourceOpenError:
        pass


@budget(120)
@given(data=st.data())
def test_recordings(folder: Path, whole: bytes, data: st.DataObject) -> None:
    path = folder / "a.fcrec"
    path.write_bytes(data.draw(damaged(whole)))
    read_all(path)


def contents(whole: bytes) -> list[tuple[int, int, bytes]]:
    """Return kind, count and content of every block."""
    import io

    from formcheck.recording.blocks import find_blocks, read_block

    file = io.BytesIO(whole)
    return [
        (each.kind, each.count, read_block(file, each))
        for each in find_blocks(file, len(whole)).blocks
    ]


@budget(60)
@given(data=st.data())
def test_recordings_whose_check_sums_are_right(
    folder: Path, whole: bytes, data: st.DataObject
) -> None:
    blocks = contents(whole)
    place = data.draw(st.integers(0, len(blocks) - 1))
    kind, count, content = blocks[place]
    blocks[place] = kind, count, data.draw(damaged(content))
    path = folder / "b.fcrec"
    path.write_bytes(
        preamble()
        + b"".join(block(BlockKind(kind), content, count) for kind, count, content in blocks)
    )
    read_all(path)


@budget(8)
@given(data=st.data())
def test_the_engine_takes_whatever_numbers_a_recording_holds(
    folder: Path, whole: bytes, data: st.DataObject
) -> None:
    import numpy as np

    seed = data.draw(st.integers(0, 2**32 - 1))
    chance = np.random.default_rng(seed)
    blocks = []
    for kind, count, content in contents(whole):
        if kind == BlockKind.FRAMES:
            stored = frames.decode(content)
            for frame in stored:
                if frame.pose is not None and chance.random() < 0.3:
                    numbers = frame.pose.numbers
                    numbers.setflags(write=True)
                    some = chance.random(numbers.size) < 0.3
                    numbers[some] = chance.choice(
                        [-(2**31), 2**31 - 1, 0, 10**6, -(10**6)], some.sum()
                    )
            content = frames.encode([frames.pack_frame(frame) for frame in stored])
        blocks.append(block(BlockKind(kind), content, count))
    path = folder / "c.fcrec"
    path.write_bytes(preamble() + b"".join(blocks))
    with contextlib.suppress(FormCheckError):
        rescore(path, Config())


@budget(200)
@given(content=st.binary(max_size=300))
def test_blocks_of_any_bytes(content: bytes) -> None:
    with contextlib.suppress(DamagedError):
        frames.decode(content)


@pytest.fixture(scope="module")
def exported(folder: Path) -> dict[str, Any]:
    """Return an exported log of one lifter."""
    with TrainingLog.open(folder / "source.db", keep_backups=False) as log:
        anna = log.lifters.add("Anna", equipment=["barbell"])
        store_set(log, anna, MONDAY, reps=2, flags=flags_on([1]), load_kg=40.0, notes="x")
        store_set(log, anna, days_after(2), reps=1)
        log.postures.set_neutral(
            anna.id, Posture("bent_over_row", "neutral", -30.0, -36.0, 6.0, MONDAY.utc_s, 3600)
        )
        log.routine_uses.choose(anna.id, "beginner", MONDAY)
        exporting.write_json(log, [anna], folder / "all.json")
    return importing.load_json(folder / "all.json")


@pytest.fixture
def fresh(folder: Path) -> Iterator[TrainingLog]:
    """Return a log that is emptied for each example."""
    with TrainingLog.open(folder / f"fresh-{random.random()}.db", keep_backups=False) as log:
        yield log


def empty(log: TrainingLog) -> None:
    with log.writing() as connection:
        connection.execute("DELETE FROM lifter")


@budget(120)
@given(seed=st.integers(0), values=st.lists(odd_values(), min_size=1, max_size=2))
def test_imports_of_a_log(
    folder: Path, fresh: TrainingLog, exported: dict[str, Any], seed: int, values: list[Any]
) -> None:
    empty(fresh)
    path = folder / "import.json"
    path.write_text(json.dumps(spoilt(exported, seed, values)), encoding="utf-8")
    try:
        tree = importing.load_json(path)
        importing.import_log(fresh, tree, "import.json")
    except UsageError:
        with fresh.reading() as connection:
            assert connection.execute("SELECT count(*) FROM lifter").fetchone()[0] == 0
        return
    # What was let in can be read, shown and carried on.
    for lifter in fresh.lifters.all():
        for item in fresh.sets.of_lifter(lifter.id):
            assert item.started.local.year >= 1899
            fresh.sets.content(item.id)
    exporting.write_json(fresh, fresh.lifters.all(), folder / "out.json")
    exporting.write_csv(fresh, fresh.lifters.all(), folder / "out.csv")
    importing.import_log(fresh, importing.load_json(folder / "out.json"), "out.json")


REPORT = json.loads(json_report.dumps(make_result(reps=(make_rep(1), make_rep(2)))))


@budget(200)
@given(seed=st.integers(0), values=st.lists(odd_values(), min_size=1, max_size=2))
def test_imports_of_a_report(
    folder: Path, fresh: TrainingLog, seed: int, values: list[Any]
) -> None:
    empty(fresh)
    lifter = fresh.lifters.add("Anna")
    path = folder / "report.json"
    path.write_text(json.dumps(spoilt(REPORT, seed, values)), encoding="utf-8")
    try:
        importing.import_report(fresh, lifter.id, path, started=MONDAY)
    except UsageError:
        assert fresh.sets.count(lifter.id) == 0
        return
    for item in fresh.sets.of_lifter(lifter.id):
        fresh.sets.content(item.id)


@budget(300)
@given(data=damaged(json.dumps(REPORT).encode()) | st.binary())
def test_imports_of_any_bytes(folder: Path, fresh: TrainingLog, data: bytes) -> None:
    path = folder / "bytes.json"
    path.write_bytes(data)
    empty(fresh)
    lifter = fresh.lifters.add("Anna")
    try:
        if importing.is_log(importing.load_json(path)):
            return
        importing.import_report(fresh, lifter.id, path, started=MONDAY)
    except UsageError:
        pass


DAMAGE = st.binary(min_size=1, max_size=100) | st.integers(0, 2**32 - 1).map(
    lambda seed: random.Random(seed).randbytes(5000)
)


@budget(25)
@given(data=st.data())
def test_a_damaged_log_is_recovered_or_left(
    folder: Path, exported: dict[str, Any], data: st.DataObject
) -> None:
    import shutil

    place = folder / "damaged"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    path = place / "log.db"
    shutil.copyfile(folder / "source.db", path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        for _ in range(data.draw(st.integers(1, 4))):
            file.seek(data.draw(st.integers(0, size - 1)))
            file.write(data.draw(DAMAGE))
    try:
        TrainingLog.open(path, keep_backups=False).close()
    except LogDamagedError:
        pass
    except LogError:
        # A header that says it is of a newer FormCheck, or of another program.
        return
    before = path.read_bytes()
    try:
        done = recover(path)
    except LogError:
        assert path.read_bytes() == before
        return
    with TrainingLog.open(path, keep_backups=False) as log:
        left = sum(len(log.sets.of_lifter(lifter.id)) for lifter in log.lifters.all())
    assert left == len(exported["lifters"][0]["workouts"]) or done.unread

"""A stored pose is the pose, within the steps; storing twice changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.recording.frames import (
    HIGH,
    LOW,
    SOLID,
    StoredFrame,
    decode,
    encode,
    pack_frame,
    store,
)
from formcheck.types import Pose, Reason

STEP = (HIGH - LOW) / SOLID
numbers = st.floats(-5000, 5000) | st.just(np.nan)


def some_pose(seed: int = 0, mask: np.ndarray | None = None) -> Pose:
    random = np.random.default_rng(seed)
    return Pose(
        xy=random.uniform(-50, 1900, (33, 2)),
        depth=random.uniform(-400, 400, 33),
        visibility=random.uniform(0, 1, 33),
        world=random.uniform(-1, 1, (33, 3)),
        size=(1920, 1080),
        mask=mask,
    )


def soft_disc(height: int = 120, width: int = 160, place: float = 60.0) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return (1 / (1 + np.exp(np.hypot(x - 80.3, y - place) - 40.7))).astype(np.float32)


def test_landmarks_come_back_within_half_a_step() -> None:
    pose = some_pose()
    again = store(pose).restore()
    np.testing.assert_allclose(again.xy, pose.xy, atol=0.5 / 64 + 1e-9)
    np.testing.assert_allclose(again.depth, pose.depth, atol=0.5 / 16 + 1e-9)
    np.testing.assert_allclose(again.visibility, pose.visibility, atol=0.5e-4 + 1e-9)
    np.testing.assert_allclose(again.world, pose.world, atol=0.5e-4 + 1e-9)
    assert again.size == pose.size
    assert again.mask is None


@given(st.lists(numbers, min_size=66, max_size=66))
def test_storing_what_was_stored_changes_nothing(values: list[float]) -> None:
    once = store(Pose(
        np.array(values).reshape(33, 2), np.zeros(33), np.ones(33), np.zeros((33, 3)), (640, 480)
    ))  # fmt: skip
    assert np.array_equal(np.isnan(once.restore().xy.ravel()), np.isnan(values))
    np.testing.assert_array_equal(store(once.restore()).numbers, once.numbers)


def test_what_is_no_number_is_missing_and_what_is_huge_stays_a_number() -> None:
    pose = some_pose()
    pose.xy[0], pose.xy[1] = (np.inf, -np.inf), (1e30, -1e30)
    again = store(pose).restore()
    assert np.isnan(again.xy[0]).all()
    assert again.xy[1, 0] > 1e6
    assert again.xy[1, 1] < -1e6


def test_the_soft_edge_stays_where_it_was() -> None:
    mask = soft_disc()
    again = store(some_pose(mask=mask)).restore().mask
    assert again is not None
    inner = (mask > LOW + STEP) & (mask < HIGH - STEP)
    np.testing.assert_allclose(again[inner], mask[inner], atol=0.51 * STEP)
    np.testing.assert_array_equal(again[mask >= HIGH], 1.0)
    np.testing.assert_array_equal(again[mask <= LOW], 0.0)
    stored = store(some_pose(mask=again)).mask
    first = store(some_pose(mask=mask)).mask
    assert stored is not None
    assert first is not None
    np.testing.assert_array_equal(stored.levels, first.levels)


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (7, 3), (480, 853)])
@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_plain_masks_of_any_size(shape: tuple[int, int], value: float) -> None:
    stored = store(some_pose(mask=np.full(shape, value, np.float32)))
    frame = StoredFrame(0.0, stored.size, stored)
    (again,) = decode(encode([pack_frame(frame)]))
    assert again.pose is not None
    restored = again.pose.restore().mask
    assert restored is not None
    assert restored.shape == shape
    np.testing.assert_allclose(restored, value, atol=STEP)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=20))
def test_a_block_gives_back_what_went_in(kinds: list[tuple[int, bool]]) -> None:
    frames = []
    for number, (kind, masked) in enumerate(kinds):
        pose = some_pose(kind, soft_disc(place=50.0 + number) if masked else None)
        pose.xy[kind] = np.nan
        stored = store(pose) if kind else None
        absent = Reason.PERSON_UNSURE if masked and not kind else Reason.NOBODY
        frames.append(StoredFrame(number * 0.1 + 1 / 3, (1920, 1080), stored, absent))
    again = decode(encode([pack_frame(each) for each in frames]))
    for old, new in zip(frames, again, strict=True):
        assert new.time_s == old.time_s
        assert new.size == old.size
        assert new.absent is old.absent
        assert (new.pose is None) == (old.pose is None)
        if old.pose is not None and new.pose is not None:
            np.testing.assert_array_equal(new.pose.numbers, old.pose.numbers)
            assert (new.pose.mask is None) == (old.pose.mask is None)
            if old.pose.mask is not None and new.pose.mask is not None:
                np.testing.assert_array_equal(new.pose.restore().mask, old.pose.restore().mask)

"""The exported video's painter: what is in the scene is in the picture, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.overlay.painter import dashes, paint
from formcheck.overlay.palette import CURVATURE_RAMP, SKY, VERMILLION, Role
from formcheck.overlay.scene import Dots, Label, Mask, Ribbon, Scene, Strokes

SIZE = (320, 240)
GREY = np.full((240, 320, 3), 90, np.uint8)


def shows(picture: NDArray[np.uint8], colour: tuple[int, int, int], at: tuple[int, int]) -> bool:
    """Return whether a colour (RGB) lies within two pixels of a place (x, y)."""
    x, y = at
    patch = picture[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3, ::-1].astype(int)
    return bool((np.abs(patch - np.array(colour)).max(axis=2) <= 12).any())


def test_the_input_is_left_alone_and_may_be_read_only() -> None:
    image = GREY.copy()
    image.setflags(write=False)
    painted = paint(image, Scene(SIZE, strokes=(line(),)))
    assert (image == 90).all()
    assert painted.flags.writeable
    assert painted.shape == image.shape


def test_an_empty_scene_changes_nothing() -> None:
    assert np.array_equal(paint(GREY, Scene(SIZE)), GREY)


def line(role: Role = Role.LIMB_NEAR) -> Strokes:
    return Strokes(role, np.array([[40.0, 120.0, 280.0, 120.0]]))


def test_a_line_lies_where_the_scene_says() -> None:
    painted = paint(GREY, Scene(SIZE, strokes=(line(),)))
    assert shows(painted, SKY, (160, 120))
    assert not shows(painted, SKY, (160, 60))


def test_an_unsure_line_has_gaps() -> None:
    painted = paint(GREY, Scene(SIZE, strokes=(line(Role.LIMB_UNSURE),)))
    row = (painted[120, 40:280] != 90).any(axis=1)
    assert 0.3 < row.mean() < 0.8


def test_the_scene_is_scaled_to_the_picture() -> None:
    painted = paint(np.full((480, 640, 3), 90, np.uint8), Scene(SIZE, strokes=(line(),)))
    assert shows(painted, SKY, (320, 240))


def test_the_contour_shows_the_colour_of_its_curvature() -> None:
    points = np.array([[60.0, 100.0], [160.0, 90.0], [260.0, 100.0]])
    levels = np.array([0, len(CURVATURE_RAMP) - 1])
    painted = paint(GREY, Scene(SIZE, ribbon=Ribbon(points, levels, True)))
    assert shows(painted, CURVATURE_RAMP[0], (110, 95))
    assert shows(painted, VERMILLION, (210, 95))


def test_the_mask_is_a_faint_tint_of_the_person_alone() -> None:
    alpha = np.zeros((60, 80), np.uint8)
    alpha[20:40, 30:50] = 255
    painted = paint(GREY, Scene(SIZE, mask=Mask(alpha))).astype(int)
    assert (painted[120, 160] != 90).any()
    assert np.abs(painted[120, 160] - 90).max() < 60
    assert (painted[10, 10] == 90).all()


@pytest.mark.parametrize("severity", ["hint", "warning", "alert"])
def test_flags_are_written_on_a_plate(severity: str) -> None:
    label = Label(Role.FLAG, "Rounded back", severity)  # type: ignore[arg-type]
    painted = paint(GREY, Scene(SIZE, labels=(label,)))
    assert (painted[:40] > 200).all(axis=2).any(), "white letters"
    assert (painted[200:] == 90).all()


def test_points_far_outside_do_no_harm() -> None:
    wild = Dots(Role.JOINT_NEAR, np.array([[1e9, -1e9], [50.0, 50.0]]))
    assert (paint(GREY, Scene(SIZE, dots=(wild,)))[50, 50] != 90).any()


def test_dashes_begin_and_end_with_the_line() -> None:
    pieces = dashes(np.array([[0.0, 0.0, 90.0, 0.0]]))
    assert pieces.shape == (5, 4)
    assert pieces[0, 0] == 0.0
    assert pieces[-1, 2] == pytest.approx(90.0)

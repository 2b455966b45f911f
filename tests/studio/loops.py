"""The moving pictures of the faults, right beside wrong, for ``docs/faults.md``.

One repetition is played over and over: on the left as it should be, on the right with the fault.
Below runs how far the hand has come; where the fault is one of the trunk, its line is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.anatomy import ROSTER
from studio.camera import Camera
from studio.exercises.base import Style
from studio.light import LOOKS
from studio.motion import Rep, Session, SetPlan
from studio.performance import Performance, Scene, draw_lifter, make_stage, palette, pose
from studio.room import Room
from studio.truth import dorsal_outline
from studio.video import Sensor, expose
from support.animation import save_animation

FPS = 12.0
LOOP_S = 3.75
"""Long enough for the slowest repetition that is shown."""
PANE = (240, 232)
COURSE_HEIGHT = 44
QUALITY = 62
"""WebP; at this one a loop is below 200 KB, and the plates' edges show no blocks."""
RIGHT, WRONG = (74, 222, 128), (248, 113, 113)
_INK, _PAPER = (226, 232, 240), (17, 24, 32)
_CLEAN = Rep(concentric_s=0.95, pause_s=0.2, eccentric_s=2.1, rest_s=0.2)

Picture = NDArray[np.uint8]
Line = Literal["none", "back", "trunk"]


@dataclass(frozen=True)
class Loop:
    """A fault: the repetition that has it, what is written over it, and the line it is seen by."""

    rep: Rep
    words: str
    line: Line = "none"


LOOPS = {
    "rounded_back": Loop(replace(_CLEAN, lumbar_deg=21.0, thoracic_deg=17.0), "rounded", "back"),
    "trunk_swing": Loop(replace(_CLEAN, swing_deg=20.0), "trunk swings", "trunk"),
    "yank": Loop(replace(_CLEAN, stroke="yank", concentric_s=0.75), "yanked"),
    "hitch": Loop(replace(_CLEAN, stroke="hitch", concentric_s=1.3), "hitched"),
    "bounce": Loop(replace(_CLEAN, stroke="bounce"), "bounced"),
    "drop": Loop(replace(_CLEAN, stroke="drop", eccentric_s=0.45), "dropped"),
    "lowering_too_fast": Loop(replace(_CLEAN, eccentric_s=0.95), "lowered too fast"),
    "short_range": Loop(replace(_CLEAN, depth=0.6), "short of the full range"),
    "speed_loss": Loop(replace(_CLEAN, concentric_s=1.9, eccentric_s=1.45), "slower pull"),
}
"""Fault code → the loop that shows it."""


def _scene(line: Line) -> Scene:
    """Return the room; farther away where the trunk comes up, so that the head stays within."""
    middle_m, view_deg = (0.82, 26.0) if line == "trunk" else (0.77, 23.5)
    return Scene(
        camera=Camera(-4.0, "right", 3.9, 1.05, (0.13, 0.0, middle_m), 0.0, view_deg, PANE),
        lighting=replace(LOOKS["studio"], exposure=1.1),
        room=Room(wall="stripe", wall_rgb=(176, 178, 176), accent_rgb=(52, 66, 80)),
        sensor=Sensor(noise=0.0, blur_px=0.0, vignette=0.08),
    )


def _performance(rep: Rep) -> Performance:
    """Return two equal repetitions: the second one begins as it ends, so its loop has no seam."""
    plan = SetPlan((rep, rep), settle_s=LOOP_S, sway_deg=0.0)
    style = Style(inclination_deg=38.0, knee_deg=150.0, grip_m=0.24)
    body = next(body for body in ROSTER if body.name == "anders")
    return Performance("dumbbell_row", body, style, Session((plan,)))


def _mark(picture: Picture, points: NDArray[np.float64], colour: tuple[int, int, int]) -> None:
    """Draw a line over the picture, dark below so that it stands off any ground."""
    line = [np.round(points * 8).astype(np.int32)]
    cv2.polylines(picture, line, False, _PAPER, 5, cv2.LINE_AA, 3)
    cv2.polylines(picture, line, False, colour, 2, cv2.LINE_AA, 3)


@cache
def _pane(rep: Rep, line: Line, colour: tuple[int, int, int]) -> tuple[list[Picture], list[float]]:
    """Return the pictures of one repetition, and how far the hand has come in each, 0 … 1."""
    performance, scene = _performance(rep), _scene(line)
    stage, colours = make_stage(performance, scene), palette(performance.body)
    start = performance.session.timed_reps[1][0]
    rng, pictures, course = np.random.default_rng(0), [], []
    for i in range(int(LOOP_S * FPS)):
        skeleton, state = pose(performance, start + i / FPS)
        figure, everything = draw_lifter(performance, skeleton)
        frame = stage.draw(everything, colours)
        picture = np.ascontiguousarray(expose(frame, scene.sensor, rng))
        if line == "back":
            _mark(picture, dorsal_outline(figure, skeleton, scene.camera), colour)
        if line == "trunk":
            ends = [skeleton[f"left_{at}"] + skeleton[f"right_{at}"] for at in ("hip", "shoulder")]
            _mark(picture, scene.camera.project(np.array(ends) / 2), colour)
        pictures.append(picture)
        course.append(state.pull[1])
    return pictures, course


def _strip(course: list[float], now: int, colour: tuple[int, int, int]) -> Picture:
    """Return the course in time with a dot at this moment."""
    width, height = PANE[0], COURSE_HEIGHT
    strip = np.full((height, width, 3), _PAPER, np.uint8)
    x = 10 + np.arange(len(course)) * (width - 20) / (len(course) - 1)
    y = height - 9 - np.array(course) * (height - 18)
    line = np.round(np.column_stack([x, y]) * 8).astype(np.int32)
    cv2.polylines(strip, [line], False, colour, 2, cv2.LINE_AA, 3)
    cv2.circle(strip, (int(line[now][0]), int(line[now][1])), 40, _INK, -1, cv2.LINE_AA, 3)
    return strip


def _titled(picture: Picture, words: str, colour: tuple[int, int, int]) -> Picture:
    """Write what is shown into the corner."""
    image = Image.fromarray(picture)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(15)
    box = draw.textbbox((8, 6), words, font)
    draw.rectangle((box[0] - 5, box[1] - 4, box[2] + 5, box[3] + 4), _PAPER)
    draw.text((8, 6), words, colour, font)
    return np.asarray(image)


def frames(code: str) -> list[Picture]:
    """Return the pictures of a loop, RGB, right beside wrong."""
    loop = LOOPS[code]
    sides = [
        (*_pane(rep, loop.line, colour), words, colour)
        for rep, words, colour in ((_CLEAN, "right", RIGHT), (loop.rep, loop.words, WRONG))
    ]
    gap = np.full((PANE[1] + COURSE_HEIGHT, 4, 3), _PAPER, np.uint8)
    out = []
    for i in range(len(sides[0][0])):
        left, right = (
            np.vstack([_titled(pictures[i], words, colour), _strip(course, i, colour)])
            for pictures, course, words, colour in sides
        )
        out.append(np.hstack([left, gap, right]))
    return out


def write(folder: Path, codes: list[str]) -> None:
    """Write the loops of ``codes`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in codes:
        target = folder / f"{code}.webp"
        save_animation(frames(code), target, fps=FPS, quality=QUALITY)
        print(f"{target}: {target.stat().st_size // 1024} KiB", flush=True)

"""What lies over a clip's picture at a moment: what was found there, and what a person drew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from formcheck.findings import Findings
from formcheck.overlay.scene import (
    ALL_LAYERS,
    Layers,
    Scene,
    Strokes,
    build_scene,
    path_strokes,
)
from formcheck.review.drawings import layout
from formcheck.skeleton import Landmark
from formcheck.types import SAME_FRAME_S, View

_PATH_S: Final = 2.0
"""Where no rep is known the path of the hand goes back so far: a calm pull and its lowering."""


def scene_at(
    findings: Findings,
    time_s: float,
    size: tuple[int, int],
    *,
    layers: Layers = ALL_LAYERS,
    words: Mapping[str, str] | None = None,
) -> Scene | None:
    """Return what is to be drawn over the picture on show at a time, None for nothing.

    Parameters
    ----------
    findings : Findings
        What was found in the clip, and drawn on it.
    time_s : float
        Seconds.
    size : tuple of int
        Width and height of the picture; the scene has its own where a pose was found.
    layers : Layers
        Parts that are wanted of what was found.
    words : mapping of str to str, optional
        Text for each flag code.
    """
    result, scene = findings.at(time_s), None
    if result is not None:
        size = result.pose.size if result.pose is not None else size
        mask = findings.mask_at(time_s) if layers.mask else None
        # Of a corrected clip the count is the corrected one.
        done = sum(rep.end_s <= time_s for rep in findings.reps)
        counted = replace(result, rep_count=done)
        scene = build_scene(counted, size, layers=layers, words=words, mask=mask)
        if layers.path:
            path = hand_path(findings, time_s, result.view)
            scene = replace(scene, strokes=(*scene.strokes, *path))
    ink, notes = layout(findings.drawings, time_s, size)
    if ink or notes:
        scene = replace(scene or Scene(size), ink=ink, notes=notes)
    return scene


def hand_path(findings: Findings, time_s: float, view: View) -> tuple[Strokes, ...]:
    """Return the way of the near wrist, of both seen from front or back, in pixels.

    It is that of the last rep begun by a time; before any rep, that of the last two seconds.
    """
    begun = [rep for rep in findings.reps if rep.start_s <= time_s + SAME_FRAME_S]
    span = (begun[-1].start_s, begun[-1].end_s) if begun else (time_s - _PATH_S, time_s)
    hands = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]
    if view.kind in ("side", "oblique"):
        hands = hands[:1] if view.near_side == "left" else hands[1:]
    ways = (findings.way(hand, *span) for hand in hands)
    return tuple(
        strokes for times, xy in ways for strokes in path_strokes(times, xy, time_s + SAME_FRAME_S)
    )

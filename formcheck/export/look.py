"""How an exported picture looks: what is drawn, and how much of the lifter is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from formcheck.findings import Findings
from formcheck.overlay.painter import paint
from formcheck.overlay.privacy import HeadBlur, ground
from formcheck.overlay.scene import ALL_LAYERS, Layers
from formcheck.replay_scene import scene_at
from formcheck.types import ByteArray, Frame, Pose

Showing = Literal["picture", "blurred", "skeleton"]
"""The picture as it is, with the head blurred, or nothing but what was found in it."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an exported picture shows; without layers the picture and what was drawn on it."""

    showing: Showing = "picture"
    layers: Layers = ALL_LAYERS


DEFAULT_LOOK: Final = Look()


class Artist:
    """Draw the frames of one clip, in order, with what was found in them.

    Parameters
    ----------
    findings : Findings
        What was found.
    look : Look
        What to show.
    titles : mapping of str to str
        Text for each flag code.
    """

    def __init__(self, findings: Findings, look: Look, titles: Mapping[str, str]) -> None:
        self._findings = findings
        self._look = look
        self._titles = titles
        self._blur = HeadBlur()

    def draw(self, frame: Frame) -> ByteArray:
        """Return a new BGR picture of the frame's size."""
        result = self._findings.at(frame.time_s)
        image = self._hidden(frame, None if result is None else result.pose)
        layers, titles = self._look.layers, self._titles
        scene = scene_at(self._findings, frame.time_s, frame.size, layers=layers, words=titles)
        return image if scene is None else paint(image, scene)

    def _hidden(self, frame: Frame, pose: Pose | None) -> ByteArray:
        if self._look.showing == "skeleton":
            return ground(frame.image)
        if self._look.showing == "blurred":
            return self._blur.apply(frame.image, pose)
        return frame.image.copy()

"""Put an HTML report together: the corrected result, its words and a picture of each rep."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.exercises import registry as exercises
from formcheck.exercises.cues import cue
from formcheck.export.clip import jpeg, still
from formcheck.export.look import Look
from formcheck.findings import Findings
from formcheck.flags.codes import FLAGS
from formcheck.measures.registry import MEASURES
from formcheck.report.about import About
from formcheck.report.html.content import GRAVITY, Picture, Telling
from formcheck.report.html.page import write_html
from formcheck.review.correct import as_corrected
from formcheck.review.drawings import Drawing
from formcheck.sources.at_will import AtWill
from formcheck.types import ByteArray, Flag, Rep, SessionResult

PICTURE_HEIGHT: Final = 300
ROOM: Final = 0.18
ASPECT: Final = 1.1
"""A picture is cut to the lifter with so much room on each side, and at least so wide."""

DRAWN_HEIGHT: Final = 480
"""Higher than a rep's picture: it is the whole frame, and what was written in it is to be read."""

MOST_PICTURES: Final = 24
"""A report that is sent by mail must stay small; after so many reps only flagged ones are shown."""


def telling() -> Telling:
    """Return the English names of everything a report names."""
    return Telling(
        flags={code: spec.title for code, spec in FLAGS.items()},
        cue=cue,
        exercises={name: exercises.get(name).title for name in exercises.names()},
        measures={name: spec.label for name, spec in MEASURES.items()},
    )


def write_report(
    result: SessionResult,
    findings: Findings,
    path: Path,
    *,
    about: About,
    clip: AtWill | None = None,
    look: Look | None = None,
    words: Telling | None = None,
    progress: Callable[[float], bool] = lambda _: True,
) -> None:
    """Write the report of an analysed clip.

    Parameters
    ----------
    result : SessionResult
        The analysis; its reps and flags are replaced by those of ``findings``.
    findings : Findings
        What was found, as corrected.
    path : Path
        The file to write.
    about : About
        Which clip, whose, with how much and when; its name is the title.
    clip : AtWill, optional
        Where pictures come from; without it there are none.
    look : Look, optional
        How the pictures look.
    words : Telling, optional
        What codes are called; English by default.
    progress : callable
        Is told the share done after each picture and says whether to go on; when not, the report
        has the pictures made so far.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    words = words or telling()
    amended = as_corrected(result, findings.reps, findings.flags)
    found = findings.found
    corrected = (found.reps, set(found.flags)) != (findings.reps, set(findings.flags))
    pictures: list[Picture] = []
    # The caption says what a label in the picture would say.
    shown = replace(look or Look(), layers=replace((look or Look()).layers, labels=False))
    wanted = moments(findings.reps, findings.flags) if clip is not None else []
    drawn = drawn_moments(findings.drawings) if clip is not None else []
    steps, going_on = len(wanted) + len(drawn), True
    for number, (rep, time_s, flag) in enumerate(wanted, 1):
        assert clip is not None
        image = still(clip, findings, time_s, look=shown, titles=words.flags)
        image = around_lifter(image, findings, time_s)
        caption = _caption(rep, time_s, flag, words)
        pictures.append(Picture(rep.index, time_s, jpeg(image, height=PICTURE_HEIGHT), caption))
        going_on = progress(number / steps)
        if not going_on:
            break
    drawings: list[Picture] = []
    for number, time_s in enumerate(drawn if going_on else (), len(wanted) + 1):
        assert clip is not None
        image = still(clip, findings, time_s, look=shown, titles=words.flags)
        caption = drawn_caption(findings.drawings, time_s, (image.shape[1], image.shape[0]))
        drawings.append(Picture(0, time_s, jpeg(image, height=DRAWN_HEIGHT), caption))
        if not progress(number / steps):
            break
    write_html(
        amended, path, words, title=about.clip, about=about, pictures=pictures, drawings=drawings,
        corrected=corrected,
    )  # fmt: skip


def moments(reps: tuple[Rep, ...], flags: tuple[Flag, ...]) -> list[tuple[Rep, float, Flag | None]]:
    """Return for each rep the moment that tells most: its gravest flag's, else its peak."""
    chosen: list[tuple[Rep, float, Flag | None]] = []
    for rep in reps:
        inside = [f for f in flags if f.start_s < rep.end_s and not f.end_s <= rep.start_s]
        worst = min(inside, key=lambda flag: GRAVITY[flag.severity], default=None)
        if worst is None:
            chosen.append((rep, rep.peak_s, None))
            continue
        chosen.append((rep, middle_within(worst, rep.start_s, rep.end_s), worst))
    if len(chosen) <= MOST_PICTURES:
        return chosen
    flagged = [each for each in chosen if each[2] is not None]
    return (flagged or chosen)[:MOST_PICTURES]


def middle_within(flag: Flag, start_s: float, end_s: float) -> float:
    """Return the middle of a flag's time within a rep, all in seconds."""
    until_s = end_s if math.isnan(flag.end_s) else min(flag.end_s, end_s)
    return 0.5 * (max(flag.start_s, start_s) + until_s)


def drawn_moments(drawings: Sequence[Drawing]) -> list[float]:
    """Return the moments at which something was drawn, in order of time, seconds.

    They are as many as :data:`MOST_PICTURES` at most, the first ones.
    """
    return sorted({each.start_s for each in drawings})[:MOST_PICTURES]


def drawn_caption(drawings: Sequence[Drawing], time_s: float, size: tuple[int, int]) -> str:
    """Return a moment with the angles and texts on show in a picture of (width, height)."""
    said = [each.in_words(size) for each in drawings if each.shown_at(time_s)]
    return ": ".join(part for part in (f"{time_s:.1f} s", ", ".join(filter(None, said))) if part)


def around_lifter(image: ByteArray, findings: Findings, time_s: float) -> ByteArray:
    """Return the part of a picture the lifter is in, in the picture's own proportions or taller."""
    result = findings.at(time_s)
    if result is None or result.pose is None:
        return image
    height, width = image.shape[:2]
    xy = result.pose.xy * (width / result.pose.size[0])
    known = xy[np.isfinite(xy).all(axis=1)]
    if len(known) < 8:
        return image
    low, high = known.min(axis=0), known.max(axis=0)
    middle = 0.5 * (low + high)
    tall = min(float(high[1] - low[1]) * (1.0 + 2 * ROOM), height)
    wide = min(max(float(high[0] - low[0]) * (1.0 + 2 * ROOM), ASPECT * tall), width)
    left = int(min(max(0.0, middle[0] - wide / 2), width - wide))
    top = int(min(max(0.0, middle[1] - tall / 2), height - tall))
    return np.ascontiguousarray(image[top : top + int(tall), left : left + int(wide)])


def _caption(rep: Rep, time_s: float, flag: Flag | None, words: Telling) -> str:
    text = f"Rep {rep.index}, {time_s:.1f} s"
    return text if flag is None else f"{text}: {words.flags.get(flag.code, flag.code)}"

"""Put an HTML report together: the corrected result, its words and a picture of each rep."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from formcheck.exercises import registry as exercises
from formcheck.export.clip import jpeg, still
from formcheck.export.look import Look
from formcheck.findings import Findings
from formcheck.flags.codes import FLAGS
from formcheck.measures.registry import MEASURES
from formcheck.report.html.content import GRAVITY, Picture, Telling
from formcheck.report.html.page import write_html
from formcheck.sources.at_will import AtWill
from formcheck.types import Flag, Rep, SessionResult

PICTURE_HEIGHT: Final = 300
MOST_PICTURES: Final = 24
"""A report that is sent by mail must stay small; after so many reps only flagged ones are shown."""


def telling() -> Telling:
    """Return the English names of everything a report names."""
    return Telling(
        flags={code: spec.title for code, spec in FLAGS.items()},
        cues={code: spec.cue for code, spec in FLAGS.items()},
        exercises={name: exercises.get(name).title for name in exercises.names()},
        measures={name: spec.label for name, spec in MEASURES.items()},
    )


def write_report(
    result: SessionResult,
    findings: Findings,
    path: Path,
    *,
    title: str,
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
    title : str
        Usually the clip's name.
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
    amended = replace(result, reps=findings.reps, flags=findings.flags)
    found = findings.found
    corrected = (found.reps, set(found.flags)) != (findings.reps, set(findings.flags))
    pictures: list[Picture] = []
    wanted = moments(findings.reps, findings.flags) if clip is not None else []
    for number, (rep, time_s, flag) in enumerate(wanted, 1):
        assert clip is not None
        image = still(clip, findings, time_s, look=look or Look(), titles=words.flags)
        caption = _caption(rep, time_s, flag, words)
        pictures.append(Picture(rep.index, time_s, jpeg(image, height=PICTURE_HEIGHT), caption))
        if not progress(number / len(wanted)):
            break
    write_html(amended, path, words, title=title, pictures=pictures, corrected=corrected)


def moments(reps: tuple[Rep, ...], flags: tuple[Flag, ...]) -> list[tuple[Rep, float, Flag | None]]:
    """Return for each rep the moment that tells most: its gravest flag's, else its peak."""
    chosen = []
    for rep in reps:
        inside = [f for f in flags if f.start_s < rep.end_s and not f.end_s <= rep.start_s]
        worst = min(inside, key=lambda flag: GRAVITY[flag.severity], default=None)
        if worst is None:
            chosen.append((rep, rep.peak_s, None))
            continue
        end_s = rep.end_s if math.isnan(worst.end_s) else min(worst.end_s, rep.end_s)
        chosen.append((rep, 0.5 * (max(worst.start_s, rep.start_s) + end_s), worst))
    if len(chosen) <= MOST_PICTURES:
        return chosen
    flagged = [each for each in chosen if each[2] is not None]
    return (flagged or chosen)[:MOST_PICTURES]


def _caption(rep: Rep, time_s: float, flag: Flag | None, words: Telling) -> str:
    text = f"Rep {rep.index}, {time_s:.1f} s"
    return text if flag is None else f"{text}: {words.flags.get(flag.code, flag.code)}"

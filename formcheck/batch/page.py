"""One page on a whole batch, made of what its folder holds."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from formcheck.batch.finding import Clip
from formcheck.batch.results import Results
from formcheck.batch.stills import make_still
from formcheck.config import Config
from formcheck.errors import OutputError
from formcheck.export.look import Showing
from formcheck.export.report import middle_within, telling
from formcheck.files.reading import UnreadableError, parse_json, read_bytes
from formcheck.files.writing import check_writable, write_text
from formcheck.report.html.clips import MARK, ClipRow, WorstRep, render
from formcheck.report.html.content import GRAVITY, commonest
from formcheck.report.json_report import read_flag, read_number
from formcheck.report.words import VIEW_WORDS
from formcheck.scoring.score import loss, stands_in
from formcheck.types import Flag

MOST_REPS: Final = 24
MOST_OF_A_CLIP: Final = 3
"""Pictures of a page: it is to open at once and to go by mail, whatever the batch, and one bad set
is not to hide the others."""

JSON_BYTES: Final = 64 * 2**20
"""A rep takes 2 kB in a JSON report; what is larger no session has written."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A rep that may be among the worst; ``standing`` is its score, or what is to stand for it."""

    clip: Clip
    rep: WorstRep
    standing: float

    @property
    def rank(self) -> tuple[float, int, int, str, int]:
        """What is lowest for the worst of all."""
        flags = self.rep.flags
        gravest = GRAVITY[flags[0].severity]
        return self.standing, gravest, -len(flags), self.clip.name, self.rep.rep


_RANK: Final = attrgetter("rank")


class Page:
    """The page of a batch, clip by clip; keeps a line a clip and the worst reps.

    Parameters
    ----------
    results : Results
    config : Config
        The options the clips are analysed with.
    showing : str, optional
        How much of the lifter the pictures show; None for no pictures.

    Raises
    ------
    OutputError
        When the page cannot be written, or a file is in its place that no batch has put there.
    """

    def __init__(self, results: Results, config: Config, showing: Showing | None) -> None:
        self.path = results.folder / "report.html"
        self._results, self._config, self._showing = results, config, showing
        self._rows: list[ClipRow] = []
        self._worst: list[_Candidate] = []
        check_writable(self.path)
        if self.path.exists() and not _is_page(self.path):
            raise OutputError(
                f"{self.path} is there already, and no batch has written it.",
                "Remove it, or choose another folder.",
            )

    def add(self, clip: Clip, trouble: str) -> None:
        """Take a clip: what its JSON report says, or why it was not analysed."""
        if trouble:
            self._rows.append(ClipRow(clip.name, trouble=trouble))
            return
        try:
            path = self._results.place("json", clip.name)
            report = parse_json(read_bytes(path, JSON_BYTES))
            flags = [read_flag(item) for item in report["flags"]]
            row, reps = _row(clip.name, report, flags), _flagged(clip, report, flags)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            told = "Its JSON report cannot be read: remove that, and run the batch again."
            self._rows.append(ClipRow(clip.name, trouble=told))
            return
        self._rows.append(row)
        most = heapq.nsmallest(MOST_OF_A_CLIP, reps, key=_RANK)
        self._worst = heapq.nsmallest(MOST_REPS, self._worst + most, key=_RANK)

    def write(self, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Write the page; return whether it was, which it is not once it is to stop.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        worst = []
        for each in self._worst:
            if not stopped():
                worst.append(self._with_picture(each))
        if stopped():
            return False
        write_text(self.path, render(self._results.folder.name, self._rows, worst, telling()))
        return True

    def _with_picture(self, worst: _Candidate) -> WorstRep:
        if self._showing is None:
            return worst.rep
        made = make_still(
            worst.clip, self._results, worst.rep.time_s,
            config=self._config, showing=self._showing,
        )  # fmt: skip
        return replace(worst.rep, jpeg=made.jpeg, missing=made.missing)


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return MARK.encode() in file.read(200)
    except OSError:
        return False


def _row(name: str, report: Mapping[str, Any], flags: list[Flag]) -> ClipRow:
    view = report["view"]["kind"]
    if view not in VIEW_WORDS:
        raise UnreadableError(f"there is no view {view!r}")
    return ClipRow(
        name,
        exercise=str(report["exercise"]["name"]),
        view=view,
        duration_s=read_number(report["source"]["duration_s"]),
        sets=len(report["sets"]),
        reps=len(report["reps"]),
        score=read_number(report["set"]["score"]),
        faults=tuple(commonest(flags)),
    )


def _flagged(clip: Clip, report: Mapping[str, Any], flags: list[Flag]) -> list[_Candidate]:
    """Return the reps with a fault in them."""
    found = []
    for rep in report["reps"]:
        number, start_s, end_s = int(rep["index"]), float(rep["start_s"]), float(rep["end_s"])
        own = [flag.within(number) for flag in flags if stands_in(flag, number, start_s, end_s)]
        if own:
            own.sort(key=lambda flag: (GRAVITY[flag.severity], -loss(flag), flag.code))
            # Of a fault that came twice in a rep the worse one.
            worse: dict[str, Flag] = {}
            for flag in own:
                worse.setdefault(flag.code, flag)
            own = [*worse.values()]
            time_s = own[0].peak_s
            if not start_s <= time_s <= end_s:
                time_s = middle_within(own[0], start_s, end_s)
            score = read_number(rep["score"]["total"])
            # That half of it could not be judged does not make a rep good.
            standing = 100.0 - sum(rep["score"]["lost"].values()) if math.isnan(score) else score
            worst = WorstRep(clip.name, number, time_s, score, tuple(own))
            found.append(_Candidate(clip, worst, standing))
    return found

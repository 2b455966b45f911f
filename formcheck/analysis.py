"""What was found in a recording, for people who write Python: tables, arrays, a figure, a file.

All tables carry the names of the CSV and JSON reports.  Seconds are those of the source's own time
stamps; pixels are of the upright picture, origin top left, x to the right, y down; degrees and per
cent of trunk length as the names say.  What cannot be judged is NaN (``<NA>`` where a column
counts), with its reason in a column beside it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formcheck.errors import UsageError
from formcheck.export.report import telling
from formcheck.files.writing import output_error
from formcheck.formats import writer_for
from formcheck.measures.registry import MEASURES
from formcheck.recording.header import RecordingHeader
from formcheck.recording.landmarks import read_landmarks
from formcheck.recording.reader import RecordingReader
from formcheck.recording.writer import copy_recording
from formcheck.report import figure, json_report, tables
from formcheck.report.about import About
from formcheck.types import Event, Landmarks, SessionResult

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure


class Poses:
    """Where the poses of an analysis lie: a user's file, or one that goes with the analysis."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._goes = False

    @classmethod
    def temporary(cls) -> Poses:
        """Return a place for new poses, removed when nobody holds it any more.

        Raises
        ------
        OutputError
            When no temporary folder can be made.
        """
        try:
            folder = tempfile.mkdtemp(prefix="formcheck-")
        except OSError as error:
            raise output_error(Path(error.filename or "A temporary folder"), error) from error
        poses = cls(Path(folder) / "poses.fcrec")
        poses._goes = True
        weakref.finalize(poses, shutil.rmtree, folder, ignore_errors=True)
        return poses

    def __deepcopy__(self, memo: object) -> Poses:
        """Return the same place: it is removed when the last that holds it is gone."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Refuse to be pickled where the file would be gone before it is read elsewhere."""
        if self._goes:
            raise TypeError(
                "the landmarks of this analysis go with it: save it, and open the file elsewhere"
            )
        return self.__dict__


class Analysis:
    """One analysed recording; made by ``formcheck.analyze``, ``open`` and ``rescore``.

    It never changes, so threads may share it.  Another process gets it by ``save`` and
    ``open``.

    Attributes
    ----------
    result : SessionResult
        Everything that was found, as the engine's own types.
    poses : Poses
        Where the landmarks lie.
    provenance : RecordingHeader
        Where the numbers come from: version of FormCheck (``formcheck``), pose model (``model``,
        ``model_sha256``), settings in force (``config``, by section), the source's name, the
        exercise and neutral moment that were chosen, and when it was made (``created``, UTC).

    Examples
    --------
    >>> a = formcheck.open("set.fcrec")
    >>> a
    <formcheck.Analysis of set.mp4: bent_over_row, 3 reps, 2 flags, 11.3 s>
    >>> a.provenance.model, a.provenance.config["flags"]["strictness"]
    ('pose_landmarker_full', 'standard')
    """

    def __init__(
        self,
        result: SessionResult,
        provenance: RecordingHeader,
        events: Iterable[Event],
        poses: Poses,
    ) -> None:
        self.result = result
        self.provenance = provenance
        self._events = tuple(events)
        self.poses = poses
        self._landmarks: Landmarks | None = None

    def __repr__(self) -> str:
        found = self.result
        length_s = float(found.times_s[-1]) if len(found.times_s) else 0.0
        return (
            f"<formcheck.Analysis of {self.provenance.source}: {found.exercise.name}, "
            f"{len(found.reps)} reps, {len(found.flags)} flags, {length_s:.1f} s>"
        )

    def reps(self) -> pd.DataFrame:
        """Return one row a rep.

        Returns
        -------
        DataFrame
            The columns of FormCheck's table of reps as CSV
            (``formcheck.report.rep_csv.COLUMNS``).

        Raises
        ------
        MissingPackageError
            When pandas is not installed.

        Examples
        --------
        >>> a.reps()[["rep", "start_s", "concentric_s"]].round(1).head(2)
           rep  start_s  concentric_s
        0    1      0.8           1.0
        1    2      4.2           0.9
        """
        return tables.reps(self.result, self._about)

    def flags(self) -> pd.DataFrame:
        """Return one row a fault, in the order they were raised.

        Returns
        -------
        DataFrame
            ``code``, ``severity``, ``start_s``, ``end_s``, ``value`` and ``threshold`` in
            ``unit``, ``rep`` (``<NA>`` outside reps) and ``peak_s``, as in the JSON report.

        Raises
        ------
        MissingPackageError
            When pandas is not installed.

        Examples
        --------
        >>> a.flags()[["code", "rep"]].head(1)
                   code  rep
        0  rounded_back    3
        """
        return tables.listed(self.result, "flags")

    def sets(self) -> pd.DataFrame:
        """Return one row a set.

        Returns
        -------
        DataFrame
            ``index``, ``exercise``, ``side``, ``reps`` (a list of their numbers), ``start_s``,
            ``end_s``, ``rest_s`` (NaN before the first) and ``relation``, as in the JSON report.

        Raises
        ------
        MissingPackageError
            When pandas is not installed.

        Examples
        --------
        >>> a.sets()[["exercise", "reps", "relation"]]
                exercise       reps  relation
        0  bent_over_row  [1, 2, 3]  straight
        """
        return tables.listed(self.result, "sets")

    def holds(self) -> pd.DataFrame:
        """Return one row an isometric hold, with the fields of the JSON report's ``holds``.

        Raises
        ------
        MissingPackageError
            When pandas is not installed.

        Examples
        --------
        >>> len(a.holds())
        0
        """
        return tables.listed(self.result, "holds")

    def frames(self) -> pd.DataFrame:
        """Return one row a frame.

        Returns
        -------
        DataFrame
            The columns of ``formcheck analyze --csv``: ``frame``, ``time_s``, ``rep``, ``phase``,
            each measure with its ``…_quality`` (0 to 1), standard error ``…_std`` and, last, its
            ``…_reason``.  A measure is NaN exactly where its reason is not empty.

        Raises
        ------
        MissingPackageError
            When pandas is not installed.

        Examples
        --------
        >>> table = a.frames()
        >>> bool((table.groupby("phase")["elbow_flexion_deg"].median() < 60)["extended"])
        True
        >>> table["shoulder_abduction_deg_reason"].unique().tolist()
        ['view']
        """
        return tables.frames(self.result, self._about)

    def to_xarray(self) -> xr.Dataset:
        """Return every measure of every frame as a Dataset.

        Returns
        -------
        Dataset
            Variables ``value``, ``std``, ``quality`` and ``reason`` over ``time`` (seconds) and
            ``measure``; coordinates ``unit`` and ``label`` of each measure, ``phase`` and ``rep``
            of each time; what ``provenance`` says in ``attrs``.

        Raises
        ------
        MissingPackageError
            When xarray is not installed.

        Examples
        --------
        >>> data = a.to_xarray()
        >>> elbow = data.sel(measure="elbow_flexion_deg")
        >>> elbow["value"].dims, str(elbow["unit"].values), data["time"].attrs["units"]
        (('time',), '°', 's')
        """
        found, made = self.result, self.provenance
        return tables.dataset(
            found,
            {
                "source": made.source,
                "exercise": found.exercise.name,
                "view": found.view.kind,
                "formcheck": made.formcheck,
                "model": made.model,
                "model_sha256": made.model_sha256,
                "settings": json.dumps(made.config),
            },
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON report (``formcheck analyze --json``) as plain values; needs no extra.

        Examples
        --------
        >>> a.to_dict()["view"]["kind"]
        'side'
        """
        return json_report.to_dict(self.result)

    @property
    def landmarks(self) -> Landmarks:
        """The 33 landmarks of every frame; read when they are first asked for.

        Raises
        ------
        SourceOpenError
            When the recording was opened from a file that can no longer be read.

        Examples
        --------
        >>> points = a.landmarks
        >>> points.xy_px.shape, points.names.index("left_elbow")
        ((170, 33, 2), 13)
        """
        if self._landmarks is None:
            self._landmarks = read_landmarks(self.poses.path)
        return self._landmarks

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write landmarks, outlines and what was found as a recording, without any picture.

        ``open`` reads it, and so does every command of FormCheck that takes a recording.

        Parameters
        ----------
        path : str or path-like
            A new file, by custom ``….fcrec``; about 12 MB a minute.

        Raises
        ------
        OutputError
            When there is such a file already, or it cannot be written.
        SourceOpenError
            When the recording was opened from a file that can no longer be read.

        Examples
        --------
        >>> a.save("copy.fcrec")
        >>> formcheck.open("copy.fcrec").to_dict()["reps"] == a.to_dict()["reps"]
        True
        """
        with RecordingReader(self.poses.path) as reader:
            copy_recording(reader, Path(path), self.provenance, self._events, self.to_dict())

    def export(self, path: str | os.PathLike[str], to: str | None = None) -> str:
        """Write poses or angles in a format that other programs read.

        Parameters
        ----------
        path : str or path-like
            The file; of ``openpose`` a new folder.
        to : str, optional
            ``trc``, ``c3d`` (landmarks in space), ``mot`` (angles) or ``openpose`` (landmarks in
            the picture); as the name's ending tells where None.

        Returns
        -------
        str
            A remark, e.g. that uneven frames were resampled; empty where there is none.

        Raises
        ------
        UsageError
            When there is no such format.
        MissingPackageError
            When it needs a package that is not installed.
        OutputError
            When it cannot be written.

        Examples
        --------
        >>> a.export("set.trc")
        ''
        """
        place = Path(path)
        write = writer_for(place, to).write
        assert write is not None
        return write(place, self.landmarks, self.result)

    def plot(self, measures: str | Sequence[str] | None = None) -> Figure:
        """Draw measures over time, reps shaded and numbered, flags marked at the top.

        Parameters
        ----------
        measures : str or sequence of str, optional
            Name of a measure, or of several drawn below each other; the main four where None.

        Returns
        -------
        matplotlib.figure.Figure
            Belongs to no window: save it with ``savefig``.

        Raises
        ------
        MissingPackageError
            When matplotlib is not installed.
        UsageError
            When there is no such measure.

        Examples
        --------
        >>> figure = a.plot(["back_curvature_deg"])
        >>> figure.savefig("set.png")
        """
        if isinstance(measures, str):
            measures = [measures]
        wrong = [name for name in measures or () if name not in MEASURES]
        if wrong:
            raise UsageError(
                f"There is no measure named {wrong[0]!r}.", f"Known: {', '.join(MEASURES)}."
            )
        return figure.draw(self.result, telling(), measures)

    @property
    def _about(self) -> About:
        """Who lifted what and when nobody said; a date taken from a file would change with it."""
        return About(self.provenance.source)

"""The folder of results: what lies where, what is done, and who is at work in it.

::

    DIR/json/training/row.mp4.json          likewise recordings/….fcrec and videos/….mp4
    DIR/reps/row.mp4-5f0c….parquet          likewise sets/, flags/ and frames/: a table a folder
    DIR/.formcheck-batch/done/….json        what is known of a clip: a Record
    DIR/.formcheck-batch/run-…/             what is being written, gone with its run

A clip's files are written in the folder of the run and moved into their places when all are whole,
the record last.  What ends at any moment so leaves the clip done or not done, never in between.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from formcheck.errors import FormCheckError, UsageError
from formcheck.files.reading import UnreadableError, parse_json, read_text
from formcheck.files.writing import output_error

TABLES: Final = ("reps", "sets", "flags", "frames")

ENDINGS: Final = {
    "json": ".json", "recordings": ".fcrec", "videos": ".mp4", **dict.fromkeys(TABLES, ".parquet"),
}  # fmt: skip
"""The folders, each with one file a clip, and what is put behind the clip's whole name."""

_OWN: Final = ".formcheck-batch"
_ALIVE: Final = "alive"

_READABLE: Final = 40
"""Letters of a clip's name in that of a table's file, which may have 255 bytes."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a clip whose results are here.

    Attributes
    ----------
    clip : str
        Its name in the batch.
    settings : str
        Digest of all that bears on its numbers besides the clip itself.
    kinds : tuple of str
        Folders in which it has a file.
    sha256 : str
        Of the clip's bytes.
    place : str
        Digest of the folder it is in: the path itself may tell who somebody is.
    size, mtime_ns : int
        The clip's when it was last looked at: as long as they are the same, so are its bytes.
    reps, flags : int
    trouble : str
        One sentence for a clip that was analysed and yet is of no use (nobody is in it).
    whole : bool
        False while its files are moved to their places.
    """

    clip: str
    settings: str = ""
    kinds: tuple[str, ...] = ()
    sha256: str = ""
    place: str = ""
    size: int = -1
    mtime_ns: int = -1
    reps: int = 0
    flags: int = 0
    trouble: str = ""
    whole: bool = False


class Results:
    """A folder of results.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.abspath(folder))

    def place(self, kind: str, clip: str) -> Path:
        """Return where a clip's file of a kind belongs."""
        if kind not in TABLES:
            return self.folder / kind / f"{clip}{ENDINGS[kind]}"
        # One level, so that any reader takes the folder for one table.
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", PurePosixPath(clip).name)[-_READABLE:].lstrip(".")
        digest = hashlib.sha256(clip.encode()).hexdigest()[:12]
        return self.folder / kind / f"{name}-{digest}{ENDINGS[kind]}"

    def record(self, clip: str) -> Record | None:
        """Return what is known of a clip, None where that is nothing."""
        try:
            table = parse_json(read_text(self._record_place(clip)))
            return Record(**_fitting(table)) if table["clip"] == clip else None
        except (OSError, UnreadableError, TypeError, KeyError):
            return None

    def has(self, record: Record | None, settings: str, kinds: Iterable[str]) -> bool:
        """Whether a record tells of whole results, by these settings and of all these kinds."""
        return (
            record is not None
            and record.whole
            and record.settings == settings
            and set(kinds) <= set(record.kinds)
            and all(self.place(kind, record.clip).is_file() for kind in kinds)
        )

    def take(self, run: Path, files: Mapping[str, Path], record: Record) -> None:
        """Move a clip's files into their places, and know them for whole from then on.

        Parameters
        ----------
        run : Path
            Folder of this run on the same disk.
        files : mapping
            By kind.
        record : Record
            What is known of the clip then.

        Raises
        ------
        FormCheckError
            When a file is in the way that no batch has put there.
        OutputError
            When they cannot be moved.
        """
        before = self.record(record.clip)
        was = () if before is None else before.kinds
        for kind in files:
            place = self.place(kind, record.clip)
            if kind not in was and place.exists():
                raise FormCheckError(
                    f"{place} is there already, and no batch has written it.",
                    "Remove it, or choose another folder.",
                )
        self.keep(run, Record(record.clip, kinds=tuple(sorted({*was, *files}))))
        for kind, file in files.items():
            _move(file, self.place(kind, record.clip))
        for kind in set(was) - set(files):
            _take_away(self.place(kind, record.clip))
        self.keep(run, record)

    def keep(self, run: Path, record: Record) -> None:
        """Write a record.

        Raises
        ------
        OutputError
            When it cannot be written.
        """
        place = self._record_place(record.clip)
        try:
            handle, name = tempfile.mkstemp(dir=run)
            with open(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(record), file)
        except OSError as error:
            raise output_error(place, error) from error
        _move(Path(name), place)

    @contextlib.contextmanager
    def running(self) -> Iterator[Path]:
        """Yield a folder for a run, the only one at work here; it is gone when the block ends.

        Raises
        ------
        UsageError
            When another batch is at work here.
        OutputError
            When the folder cannot be written.
        """
        with contextlib.ExitStack() as stack:
            try:
                run = self._begin(stack)
            except OSError as error:
                raise output_error(self.folder, error) from error
            yield run

    def _begin(self, stack: contextlib.ExitStack) -> Path:
        own = self.folder / _OWN
        own.mkdir(parents=True, exist_ok=True)
        if not _locked(stack.enter_context((own / "lock").open("a"))):
            raise UsageError(
                f"Another batch is writing into {self.folder}.",
                "Wait until it is done, or choose another folder.",
            )
        for left in own.glob("run-*"):
            # Of a run that was killed, some of whose workers on a cluster may still be at it.
            _remove(left)
        run = Path(tempfile.mkdtemp(prefix="run-", dir=own))
        stack.callback(_remove, run)
        (run / _ALIVE).touch()
        return run

    def _record_place(self, clip: str) -> Path:
        return self.folder / _OWN / "done" / f"{clip}.json"


def end(run: Path) -> None:
    """Have all workers of a run stop, wherever they are."""
    (run / _ALIVE).unlink(missing_ok=True)


def alive(run: Path) -> bool:
    """Whether a run is to go on."""
    return (run / _ALIVE).exists()


def _remove(run: Path) -> None:
    end(run)
    shutil.rmtree(run, ignore_errors=True)


def _take_away(place: Path) -> None:
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(place, error) from error


def _move(file: Path, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb+") as written:
            # A power cut may leave the new name and not what was written under it.
            os.fsync(written.fileno())
        file.replace(place)
    except OSError as error:
        told = output_error(place, error)
        if error.errno == errno.ENAMETOOLONG:
            # The fault of this clip alone, and no reason to end the batch.
            raise FormCheckError("Its name is too long.", "Give the clip a shorter one.") from error
        raise told from error


def _fitting(table: Any) -> dict[str, Any]:
    """Return what of a table a record takes, lists as tuples."""
    known = {item.name for item in fields(Record)}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
        if name in known
    }


def _locked(file: IO[str]) -> bool:
    """Lock a file until it is closed or this process ends, however; False if another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A disk of the network may know no locks: then it is left to the user.
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
    return True

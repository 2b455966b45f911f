"""What the window asks of the core, as functions that tests may replace."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.config import Config
from formcheck.errors import ConfigError
from formcheck.pose.base import PoseEstimator
from formcheck.recording.shelf import Shelf, TapeState
from formcheck.session_seams import Engine
from formcheck.sources.at_will import AtWill
from formcheck.sources.base import FrameSource
from formcheck_ui.voice.base import NoSounds, NoSpeech, Sounds, Speech

if TYPE_CHECKING:
    from formcheck.log.known import Known
    from formcheck.recording.tape import Tape
    from formcheck.sources.preview import LookBack, PreviewStore

PREVIEW_HEIGHT = 1080
"""Frames taller than this are reduced for the player; no screen of a gym shows more."""


NewTape = Callable[[FrameSource, str | None, Callable[[TapeState], None]], "Tape | None"]


def _no_tape(
    source: FrameSource, exercise: str | None, on_change: Callable[[TapeState], None]
) -> Tape | None:
    """Record nothing, as in a test."""
    return None


def _new_look_back() -> LookBack:
    from formcheck.sources.preview import LookBack

    return LookBack()


def _empty_shelf() -> Shelf:
    return Shelf(Path())


def _new_previews() -> PreviewStore:
    from formcheck.sources.preview import PreviewStore

    return PreviewStore()


def _nothing_known(lifter_id: int, exercise: str) -> Known:
    """Know nothing of other days, as in a test."""
    from formcheck.log.known import Known

    return Known()


def _keep_nothing(config: Config) -> None:
    """Forget options, as in a test."""


def _load_nothing(go_on: Callable[[], bool]) -> None:
    """Load no libraries ahead, as in a test."""


@dataclass(frozen=True, slots=True)
class Services:
    """The seams between window and core; :func:`real_services` gives the real ones.

    Attributes
    ----------
    open_source : callable
        A path, camera or address to an opened source; called in the session's thread.
    open_estimator : callable
        Opens the pose estimator; called in the session's thread.
    new_pipeline : callable
        A fresh engine for an exercise, or for one still to be recognised.
    open_clip : callable
        A path to a clip for the player; called in the player's thread.
    cameras : callable
        Names of the cameras, in the order of their numbers.
    exercises : callable
        Names of the exercises that can be chosen.
    new_previews : callable
        An empty store of small pictures; called in the session's thread.
    new_look_back : callable
        An empty store of a camera's last minute; called in the session's thread.
    new_tape : callable
        What records a camera's session; called in the session's thread.
    shelf : callable
        What recordings there are.
    config : callable
        The user's options as they are now.
    save_config : callable
        Keeps changed options.
    known : callable
        What the log knows of a lifter, by number, in an exercise; called in the session's thread.
    open_speech, open_sounds : callable
        The computer's voice and loudspeaker; called in the voice's threads.
    load_ahead : callable
        Loads what the first clip or camera would wait for, while it is told to go on; called in a
        thread of its own.
    """

    open_source: Callable[[str | int], FrameSource]
    open_estimator: Callable[[], PoseEstimator]
    new_pipeline: Callable[[str | None], Engine]
    open_clip: Callable[[Path], AtWill]
    cameras: Callable[[], tuple[str, ...]]
    exercises: Callable[[], tuple[str, ...]]
    new_previews: Callable[[], PreviewStore] = _new_previews
    new_look_back: Callable[[], LookBack] = _new_look_back
    new_tape: NewTape = _no_tape
    shelf: Callable[[], Shelf] = _empty_shelf
    config: Callable[[], Config] = Config
    save_config: Callable[[Config], None] = _keep_nothing
    known: Callable[[int, str], Known] = _nothing_known
    open_speech: Callable[[], Speech] = NoSpeech
    open_sounds: Callable[[], Sounds] = NoSounds
    load_ahead: Callable[[Callable[[], bool]], None] = _load_nothing


def real_services() -> Services:
    """Return the core's own functions, with the user's options.

    What is slow to import is imported by the function that needs it, so that the window stands
    before OpenCV and MediaPipe are loaded.

    Raises
    ------
    ConfigError
        When the user's configuration file has a mistake.
    """
    from formcheck.pose import default_estimator
    from formcheck_ui.settings.store import OptionStore
    from formcheck_ui.voice.player import open_sounds
    from formcheck_ui.voice.system_speech import open_speech

    options = OptionStore()

    def open_source(spec: str | int) -> FrameSource:
        from formcheck.recording.source import open_source

        return open_source(spec, camera=options.config.camera)

    def new_pipeline(exercise: str | None) -> Engine:
        from formcheck.engine import new_pipeline

        return new_pipeline(options.config, exercise=exercise)

    def open_estimator() -> PoseEstimator:
        return default_estimator(options.config)()

    def open_clip(path: Path) -> AtWill:
        from formcheck.recording.clip import open_clip

        return open_clip(path, max_height=PREVIEW_HEIGHT)

    def new_tape(
        source: FrameSource, exercise: str | None, on_change: Callable[[TapeState], None]
    ) -> Tape:
        from formcheck.recording.header import describe
        from formcheck.recording.shelf import recordings_folder
        from formcheck.recording.tape import Tape

        config = options.config
        return Tape(
            recordings_folder(config.record.folder),
            lambda: describe(source.info, config, exercise=exercise),
            on_change,
            recording=config.record.poses,
            pictures=config.record.pictures,
            least_free_gb=config.record.least_free_gb,
        )

    def shelf() -> Shelf:
        from formcheck.recording.shelf import look, recordings_folder

        return look(recordings_folder(options.config.record.folder))

    return Services(
        open_source=open_source,
        open_estimator=open_estimator,
        new_pipeline=new_pipeline,
        open_clip=open_clip,
        cameras=_camera_names,
        exercises=_exercise_names,
        new_tape=new_tape,
        shelf=shelf,
        config=lambda: options.config,
        save_config=options.save,
        known=_known,
        open_speech=open_speech,
        open_sounds=open_sounds,
        load_ahead=_load_ahead,
    )


def _load_ahead(go_on: Callable[[], bool]) -> None:
    """Load the player's, the engine's and the pose model's libraries, in the order of their use."""
    from formcheck.pipeline import Pipeline

    for load in (
        lambda: importlib.import_module("formcheck.recording.clip"),
        Pipeline.load,
        lambda: importlib.import_module("formcheck.pose.mediapipe"),
    ):
        if not go_on():
            return
        load()


def _known(lifter_id: int, exercise: str) -> Known:
    from formcheck.log.known import known_of
    from formcheck.log.store import TrainingLog

    with TrainingLog.open() as log:
        return known_of(log, lifter_id, exercise)


def _camera_names() -> tuple[str, ...]:
    from formcheck.sources.cameras import list_cameras

    return tuple(camera.name for camera in list_cameras())


def _exercise_names() -> tuple[str, ...]:
    from formcheck.exercises.registry import names
    from formcheck.own_exercises import load_own_exercises

    with contextlib.suppress(ConfigError):
        # What is wrong with a file is told when a session begins, which needs it.
        load_own_exercises()
    return names()

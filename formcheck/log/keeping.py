"""Store the sets of a session: of a recording when it is done, of a camera as they grow."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from formcheck.log.entries import Correction, Origin, Posture, SetContent, TrainingSet
from formcheck.log.gathering import GatheredSet, SetGatherer
from formcheck.log.loads import LoadUnit
from formcheck.log.moments import Moment
from formcheck.log.relations import relate
from formcheck.log.store import TrainingLog
from formcheck.types import NAN, Event, ExerciseGuess, NeutralCaptured, SessionResult, View
from formcheck.version import __version__

HEARTBEAT_S: Final = 0.9
"""A running set's last sign of life is never older than this."""

_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whose sets are kept, and what the lifter says of them.

    ``exercise`` is what the lifter says it was, over what was recognised; empty: recognise it.
    ``started`` is when the recording began; None for a camera, whose sets happen now.
    ``origin_key`` names the recording, so that it is stored once only; empty for a camera.
    ``corrections`` are what a person said of the recording; it stands in what is stored already.
    """

    lifter_id: int
    origin: Origin
    source: str = ""
    exercise: str = ""
    load_kg: float = NAN
    unit: LoadUnit = "kg"
    rpe: float = NAN
    notes: str = ""
    recording: str = ""
    started: Moment | None = None
    origin_key: str = ""
    corrections: tuple[Correction, ...] = ()


class SetKeeper:
    """Follow one session and store its sets, in the thread that opened the log.

    Parameters
    ----------
    log : TrainingLog
    keeping : Keeping

    Notes
    -----
    What could not be written (disk full, another program writing) stays marked as changed, so the
    next event or tick tries again.
    """

    def __init__(self, log: TrainingLog, keeping: Keeping) -> None:
        self._log = log
        self._keeping = keeping
        self._gatherer = SetGatherer()
        self._ids: dict[int, int] = {}
        self._view = View()
        self._fraction = NAN
        self._beaten_s = -math.inf
        self._neutral: NeutralCaptured | None = None
        self._load_of = ""
        self.replaced = 0

    @property
    def stored(self) -> tuple[int, ...]:
        """The ids of the sets stored so far, in their order."""
        return tuple(self._ids.values())

    def say(self, keeping: Keeping) -> None:
        """Take over what is said of the sets to come; those already begun stay as they are."""
        before, self._keeping = self._keeping, keeping
        if (before.lifter_id, before.load_kg) != (keeping.lifter_id, keeping.load_kg):
            self._load_of = ""

    def push(self, event: Event, time_s: float, now: Moment) -> None:
        """Take an event of the session and store what it changes.

        Parameters
        ----------
        event : Event
        time_s : float
            The source's time of the newest frame.
        now : Moment
            The wall clock at that frame.

        Raises
        ------
        LogError
            When the log cannot be written.
        """
        self._gatherer.push(event)
        self._store(time_s, now)

    def tick(
        self,
        time_s: float,
        now: Moment,
        view: View | None = None,
        exercise: ExerciseGuess | None = None,
    ) -> None:
        """Let time pass: a set ends by its gap, a running one shows a sign of life.

        Raises
        ------
        LogError
            When the log cannot be written.
        """
        self._view = view or self._view
        if exercise is not None:
            self._gatherer.named(exercise)
        self._gatherer.pass_time(time_s)
        self._store(time_s, now)
        self._beat(now)

    def keep_all(
        self, events: Iterable[tuple[float, Event]], result: SessionResult, began: Moment
    ) -> tuple[int, ...]:
        """Store the sets of a recording that has been analysed, all or none; return their ids.

        Parameters
        ----------
        events : iterable of tuple
            What was told, each with the time of the frame it came with.
        result : SessionResult
        began : Moment
            When the recording began.

        Raises
        ------
        LogError
            When the log cannot be written.
        """
        end_s = float(result.times_s[-1]) if result.times_s.size else 0.0
        self._gatherer.named(result.exercise)
        with self._log.writing():
            for time_s, event in events:
                self.push(event, time_s, began)
            return self.finish(result, end_s, began)

    def finish(self, result: SessionResult | None, time_s: float, now: Moment) -> tuple[int, ...]:
        """End the session and return the ids of its sets.

        Parameters
        ----------
        result : SessionResult or None
            What the session found in the end; None when it failed without a result.
        time_s : float
            The source's time of the last frame.
        now : Moment

        Raises
        ------
        LogError
            When the log cannot be written.
        """
        if result is not None:
            reps = result.reps
            if self._live:
                # Whoever is chosen in the middle of a session has nothing to do with sets before.
                first = min((item.index for item in self._gatherer.sets), default=math.inf)
                reps = tuple(rep for rep in reps if rep.set_index >= first)
            self._gatherer.reconcile(reps)
            self._view, self._fraction = result.view, result.detection_fraction
            for item in self._gatherer.sets:
                item.changed = True
        self._gatherer.finish()
        self._store(time_s, now)
        return self.stored

    def _store(self, time_s: float, now: Moment) -> None:
        """Write every set that changed, all in one transaction."""
        changed = [(place, item) for place, item in enumerate(self._gatherer.sets) if item.changed]
        if not changed:
            return
        ids, replaced = dict(self._ids), self.replaced
        try:
            with self._log.writing():
                for place, item in changed:
                    self._store_one(place, item, time_s, now)
                self._keep_neutral(now)
        except BaseException:
            self._ids, self.replaced = ids, replaced
            raise
        for _, item in changed:
            item.changed = False

    def _store_one(self, place: int, item: GatheredSet, time_s: float, now: Moment) -> None:
        if not item.reps:
            if place in self._ids:
                self._log.sets.remove(self._ids.pop(place))
            return
        started = self._wall(item.start_s, time_s, now)
        ended = self._wall(item.end_s, time_s, now)
        known = self._known(place)
        if known is None:
            workout = self._log.workouts.at(self._keeping.lifter_id, started)
            entry = self._entry(place, item, workout.id, started)
            self._ids[place] = self._log.sets.add(entry, self._content(item))
            known = self._log.sets.get(self._ids[place])
        if known.load_kg == self._keeping.load_kg and math.isnan(self._load_kg(item)):
            # Only now it is known that the load was said of another exercise.
            self._log.sets.update(known.id, load_kg=NAN)
        # A name that a person gave to a set of an earlier analysis stays.
        kept = known.named and not self._keeping.exercise
        self._log.sets.replace(
            known.id,
            self._content(item),
            exercise=known.exercise if kept else self._exercise(item),
            confidence=NAN if kept else self._confidence(item),
            state="running" if item.open else "finished",
            last_seen_s=now.utc_s if item.open and self._live else ended.utc_s,
            view=self._view.kind,
            yaw_deg=self._view.yaw_deg,
            detection_fraction=self._fraction,
            program=__version__,
        )
        relate(self._log, known.workout_id)

    def _known(self, place: int) -> TrainingSet | None:
        """Return the set already stored for this one; one of an earlier analysis is taken over."""
        if place in self._ids:
            return self._log.sets.get(self._ids[place])
        key = self._key(place)
        found = self._log.sets.with_origin(self._keeping.lifter_id, key) if key else None
        if found is not None:
            self._ids[place] = found.id
            self.replaced += 1
            said = self._keeping
            self._log.sets.annotate(
                found.id,
                load_kg=None if math.isnan(said.load_kg) else said.load_kg,
                unit=None if math.isnan(said.load_kg) else said.unit,
                rpe=None if math.isnan(said.rpe) else said.rpe,
                notes=said.notes or None,
            )
        return found

    def _entry(
        self, place: int, item: GatheredSet, workout_id: int, started: Moment
    ) -> TrainingSet:
        said = self._keeping
        return TrainingSet(
            id=0,
            uid=uuid.uuid4().hex,
            workout_id=workout_id,
            position=0,
            exercise=self._exercise(item),
            confidence=self._confidence(item),
            state="running",
            started_s=started.utc_s,
            last_seen_s=started.utc_s,
            utc_offset_s=started.utc_offset_s,
            load_kg=self._load_kg(item),
            unit=said.unit,
            rpe=said.rpe,
            notes=said.notes,
            origin=said.origin,
            origin_key=self._key(place),
            source=said.source,
            recording=said.recording,
        )

    def _load_kg(self, item: GatheredSet) -> float:
        """Return the load of a set as far as it was said; NaN where nobody said it.

        Before a camera a load holds for the exercise it was said before. In a superset nobody has a
        hand free to name the other one's, and an unknown load is better than a wrong one.
        """
        exercise, said = self._exercise(item), self._keeping.load_kg
        if not self._live or exercise == _UNKNOWN or math.isnan(said):
            return said
        self._load_of = self._load_of or exercise
        return said if exercise == self._load_of else NAN

    def _content(self, item: GatheredSet) -> SetContent:
        return replace(item.content(), corrections=self._keeping.corrections)

    @property
    def _live(self) -> bool:
        return self._keeping.started is None

    def _exercise(self, item: GatheredSet) -> str:
        return self._keeping.exercise or item.guess.name

    def _confidence(self, item: GatheredSet) -> float:
        named = self._keeping.exercise or item.guess.fixed_by_user
        return NAN if named else item.guess.confidence

    def _key(self, place: int) -> str:
        return f"{self._keeping.origin_key}#{place}" if self._keeping.origin_key else ""

    def _wall(self, at_s: float, time_s: float, now: Moment) -> Moment:
        """Return the wall clock at a time of the source."""
        if self._keeping.started is not None:
            return self._keeping.started.later(at_s)
        return now.later(at_s - time_s)

    def _beat(self, now: Moment) -> None:
        """Show that a running set's program is alive; also after the clock was set back."""
        last = len(self._gatherer.sets) - 1
        running = last in self._ids and self._gatherer.sets[last].open
        if running and abs(now.utc_s - self._beaten_s) >= HEARTBEAT_S:
            self._log.sets.update(self._ids[last], last_seen_s=now.utc_s, state="running")
            self._beaten_s = now.utc_s

    def _keep_neutral(self, now: Moment) -> None:
        """Keep the lifter's neutral, once the exercise it belongs to is known."""
        found = self._gatherer.neutral
        named = [
            self._exercise(item)
            for item in self._gatherer.sets
            if item.reps and self._exercise(item) != _UNKNOWN
        ]
        if found is None or found is self._neutral or not found.sure or not named:
            return
        self._log.postures.set_neutral(
            self._keeping.lifter_id,
            Posture(
                exercise=named[-1],
                kind="neutral",
                total_deg=found.total_deg,
                lumbar_deg=found.lumbar_deg,
                thoracic_deg=found.thoracic_deg,
                measured_s=(self._keeping.started or now).utc_s,
                utc_offset_s=(self._keeping.started or now).utc_offset_s,
                view=self._view.kind,
                yaw_deg=self._view.yaw_deg,
                asked=found.asked,
                hip_deg=found.hip_deg,
                lumbar_shape_deg=found.lumbar_shape_deg,
                thoracic_shape_deg=found.thoracic_shape_deg,
            ),
        )
        self._neutral = found

"""Keep to the same person when several are seen; say so when that is not certain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from formcheck.pose.election import YOUNG_S, Election, PullWatch, votes
from formcheck.pose.memory import Memory
from formcheck.pose.sighting import Sighting
from formcheck.types import NAN, FloatArray, Reason

FITS: Final = 0.5
"""Unlikeness up to which the tracked person is the lifter without looking around."""

ACCEPT: Final = 1.3
"""Unlikeness up to which a person may be the lifter when nobody fits better."""

MARGIN: Final = 0.3
"""The lifter must fit so much better than the next one, or nobody is certain."""

SURVEY_S: Final = 2.0
SURVEY_PROVEN_S: Final = 3.0
SURVEY_COMPANY_S: Final = 1.0
SURVEY_YOUNG_S: Final = 0.5
SURVEY_UNSURE_S: Final = 0.15
COMPANY_S: Final = 5.0
"""Somebody seen so shortly ago may still be about."""

PATIENCE_S: Final = 2.0
PATIENCE_PROVEN_S: Final = 8.0
"""So long the lock waits for a lifter who is gone, before somebody else may be one."""

COLOUR_S: Final = 0.1
COLOUR_CHANGED: Final = 0.5
COLOUR_CHANGED_S: Final = 0.25
TRUST_S: Final = 1.0
"""Once looked into, an unlikeness is not looked into again for so long, unless it grows."""

CONTINUOUS_S: Final = 0.5
"""A person followed without a gap for so long is the same person, if nobody else is about."""

WISH_S: Final = 2.0
POINTED: Final = 2.0
"""A person is meant when the point lies so many sizes from the middle of the trunk: head to feet
of one who stands."""


class PersonLock:
    """Decide, frame by frame, who is the lifter.

    The estimator follows one person (``tracked``) and, when :meth:`survey_due` asks for it,
    looks for everybody else (``others``).  :meth:`choose` then names the lifter.

    At first that is the most prominent person; while nobody has shown that he lifts, a rival who
    is clearly more prominent and more active takes over.  From then on it is whoever fits the
    memory of the lifter by place, size and colours.  Where two fit about equally well, or nobody
    does, there is no lifter in that frame and :attr:`reason` is ``PERSON_UNSURE``.

    Times come with the frames, so the same frames give the same choices.
    """

    def __init__(self) -> None:
        self._memory: Memory | None = None
        self._election = Election()
        self._pulls = PullWatch()
        self._pointed_at = False
        self._known_colours: FloatArray | None = None
        self._surveyed_s = -math.inf
        self._company_s = -math.inf
        self._coloured_s = -math.inf
        self._changed_s = NAN
        self._trusted_s = -math.inf
        self._trusted = 0.0
        self._missed_s = -math.inf
        self._since_s = -math.inf
        self._unsure = False
        self._wish: FloatArray | None = None
        self._wished_s = NAN
        self._wished_person: Sighting | None = None

    @property
    def reason(self) -> Reason:
        """Why the last choice was nobody."""
        return Reason.PERSON_UNSURE if self._unsure else Reason.NOBODY

    @property
    def haunts(self) -> tuple[Sighting, ...]:
        """Where to look for the lifter: the last sighting, and one from where he stays."""
        return () if self._memory is None else self._memory.haunts

    @property
    def proven(self) -> bool:
        """Whether the lifter has shown by pulling, or the user by pointing, that it is he."""
        return self._pointed_at or self._pulls.proven

    def company(self, time_s: float) -> bool:
        """Whether somebody else is or was lately about."""
        return time_s - self._company_s <= COMPANY_S

    def follow(self, point: FloatArray) -> None:
        """Follow the person at this point of the frame (pixels) from the next frame on."""
        self._wish, self._wished_s = point, NAN

    def colours_due(self, time_s: float) -> bool:
        """Whether the tracked person's colours should be looked at in this frame."""
        return self._unsure or time_s - self._coloured_s >= COLOUR_S

    def survey_due(self, time_s: float, tracked: Sighting | None) -> bool:
        """Whether everybody else should be looked for in this frame.

        Parameters
        ----------
        time_s : float
        tracked : Sighting or None
            Who is being followed; None when nobody is found there.
        """
        since_s = time_s - self._surveyed_s
        if self._wish is not None:
            return since_s >= SURVEY_UNSURE_S or math.isnan(self._wished_s)
        if tracked is None:
            # Whoever is found next is judged then.
            return self._memory is not None and since_s >= SURVEY_COMPANY_S
        if self._memory is None:
            return True
        if self._doubtful(time_s, tracked):
            return not self._unsure or since_s >= SURVEY_UNSURE_S
        if self._young(time_s):
            return since_s >= SURVEY_YOUNG_S
        if self.company(time_s):
            return since_s >= SURVEY_COMPANY_S
        return since_s >= (SURVEY_PROVEN_S if self.proven else SURVEY_S)

    def choose(
        self, time_s: float, tracked: Sighting | None, others: Sequence[Sighting] | None
    ) -> Sighting | None:
        """Return the lifter: ``tracked``, one of the others, or None.

        Parameters
        ----------
        time_s : float
        tracked : Sighting or None
            Who is being followed.
        others : sequence of Sighting or None
            Everybody else in the picture; None when they were not looked for.
        """
        if tracked is None:
            self._trusted_s = -math.inf
        elif tracked.colours is not None:
            self._coloured_s = time_s
        if others is not None:
            self._surveyed_s = time_s
            if others:
                self._company_s = time_s
        people = [*(() if tracked is None else (tracked,)), *(others or ())]
        if people and self._given_up(time_s):
            self._forget()
        chosen = self._newcomer(time_s, tracked, people, surveyed=others is not None)
        if chosen is not None:
            self._start(time_s, chosen)
        else:
            chosen = self._same_lifter(time_s, tracked, list(others or ()), others is not None)
            if chosen is not None:
                self._remember(time_s, chosen)
        if chosen is None:
            self._missed_s = time_s
        about = bool(people) or (self._memory is not None and self.company(time_s))
        self._unsure = chosen is None and about
        return chosen

    def _newcomer(
        self, time_s: float, tracked: Sighting | None, people: list[Sighting], *, surveyed: bool
    ) -> Sighting | None:
        """Return who becomes the lifter now; None when that stays as it is."""
        if self._wish is not None and surveyed:
            wished = self._wished(time_s, people)
            if wished is not None:
                return wished
        if not people:
            return None
        if self._memory is None:
            counts = votes(people, self._known_colours)
            return people[counts.index(max(counts))]
        if self.proven or tracked is None or len(people) < 2 or self._doubtful(time_s, tracked):
            return None
        return self._election.winner(
            time_s, tracked, people[1:], self._known_colours, young=self._young(time_s)
        )

    def _same_lifter(
        self, time_s: float, tracked: Sighting | None, others: list[Sighting], surveyed: bool
    ) -> Sighting | None:
        """Return where the lifter whom we know is now; None when that is not certain."""
        memory = self._memory
        if memory is None:
            return None
        if tracked is None:
            return self._best(time_s, others)
        if self._doubtful(time_s, tracked):
            return self._resolve(time_s, tracked, others, memory) if surveyed else None
        return self._back_home(tracked, others, memory) or tracked

    def _doubtful(self, time_s: float, tracked: Sighting) -> bool:
        memory = self._memory
        if memory is None:
            return False
        if memory.jumped(time_s, tracked) or memory.left_home(tracked):
            return True
        # Asked in any case, because it keeps count.
        changed = self._colours_changed(time_s, tracked, memory)
        unlike = memory.unlikeness(time_s, tracked)
        if time_s - self._trusted_s < TRUST_S:
            return unlike > self._trusted + MARGIN
        return changed or unlike > FITS

    def _colours_changed(self, time_s: float, tracked: Sighting, memory: Memory) -> bool:
        """Whether the tracked person has worn the wrong colours for a while."""
        if tracked.colours is not None:
            if not memory.colour_gap(tracked) > COLOUR_CHANGED:
                self._changed_s = NAN
            elif math.isnan(self._changed_s):
                self._changed_s = time_s
        return time_s - self._changed_s >= COLOUR_CHANGED_S

    def _resolve(
        self, time_s: float, tracked: Sighting, others: list[Sighting], memory: Memory
    ) -> Sighting | None:
        """Decide whether the tracked person is the lifter, now that all people are known."""
        at_home = [person for person in others if memory.at_home(person)]
        if memory.settled and at_home and not memory.at_home(tracked):
            # People stay or walk, but do not stay and walk: whoever is still there is the lifter,
            # unless he is dressed otherwise.
            stayed = min(at_home, key=memory.unfamiliar)
            if memory.unfamiliar(stayed) <= memory.unfamiliar(tracked) + MARGIN:
                return stayed
        alone = not others and not self.company(time_s)
        if alone and time_s - self._missed_s > CONTINUOUS_S and not memory.jumped(time_s, tracked):
            # Light, a turned back, a jacket taken off: there is nobody to be taken for him.
            best: Sighting | None = tracked
        else:
            best = self._best(time_s, [tracked, *others])
        if best is tracked:
            self._trusted_s, self._trusted = time_s, memory.unlikeness(time_s, tracked)
        return best

    def _best(self, time_s: float, people: list[Sighting]) -> Sighting | None:
        """Return who fits the lifter clearly best; None when nobody does, or two do."""
        memory = self._memory
        if memory is None or not people:
            return None
        ranked = sorted(people, key=lambda person: memory.unlikeness(time_s, person))
        costs = [memory.unlikeness(time_s, person) for person in ranked]
        if costs[0] > ACCEPT or (len(costs) > 1 and costs[1] - costs[0] < MARGIN):
            return None
        return ranked[0]

    def _back_home(
        self, tracked: Sighting, others: list[Sighting], memory: Memory
    ) -> Sighting | None:
        """Return who stands where the lifter has just left and is more like him."""
        if memory.former is None:
            return None
        back = [person for person in others if memory.at_home(person)]
        stayed = min(back, key=memory.unfamiliar, default=None)
        if stayed is None or memory.unfamiliar(stayed) + MARGIN > memory.unfamiliar(tracked):
            return None
        return stayed

    def _young(self, time_s: float) -> bool:
        """Whether somebody has been followed for so short that nothing is lost by changing."""
        return time_s - self._since_s < YOUNG_S

    def _given_up(self, time_s: float) -> bool:
        if self._memory is None:
            return False
        patience_s = PATIENCE_PROVEN_S if self.proven else PATIENCE_S
        return time_s - self._memory.last_s > patience_s

    def _forget(self) -> None:
        """Make room for another lifter; one who has proven himself stays familiar."""
        if self._memory is not None and self.proven:
            self._known_colours = self._memory.colours
        self._memory = None
        self._election, self._pulls = Election(), PullWatch()
        self._pointed_at = False
        self._changed_s = NAN

    def _start(self, time_s: float, chosen: Sighting) -> None:
        """Take somebody new for the lifter."""
        if self._memory is None:
            # Not when one takes over from another, or two of a kind might do so for ever.
            self._since_s = time_s
        self._forget()
        self._memory = Memory(time_s, chosen)
        self._pointed_at = chosen is self._wished_person
        if self._pointed_at:
            self._wish = None

    def _remember(self, time_s: float, chosen: Sighting) -> None:
        assert self._memory is not None
        self._memory.update(time_s, chosen)
        if self._memory.settled:
            self._pulls.push(chosen)

    def _wished(self, time_s: float, people: list[Sighting]) -> Sighting | None:
        """Return whom the user pointed at; None when nobody is there (yet)."""
        assert self._wish is not None
        if math.isnan(self._wished_s):
            self._wished_s = time_s
        wish = self._wish
        nearest = min(people, key=lambda person: person.apart(wish, person.size_px), default=None)
        if nearest is not None and nearest.apart(wish, nearest.size_px) <= POINTED:
            self._wished_person = nearest
            return nearest
        if time_s - self._wished_s > WISH_S:
            self._wish = None
        return None

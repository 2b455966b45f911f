"""Kill a program that writes a training log, again and again, and look at what it left.

Run as ``python -m support.log_killer FOLDER ROUNDS SEED`` on a POSIX system; prints one line a
round and ends with 1 at the first loss. The victim is a fork, so that a round costs milliseconds.
It keeps live sets, a rep every few milliseconds, and tells through a pipe what it has stored
*after* it was stored: all of that must be in the log when it has been killed.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from formcheck.log.keeping import Keeping, SetKeeper
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.types import ExerciseGuess, ExerciseRecognised, RepCompleted
from support.results import make_rep

REPS = 4
PATIENCE_S = 5.0


def victim(path: Path, lifter_id: int, start: Moment, told: int) -> None:
    """Lift sets of four reps for ever, two weeks of training a second."""
    with TrainingLog.open(path, now=start, keep_backups=False) as log:
        for number in range(10_000):
            begun = start.later(400.0 * number)
            keeper = SetKeeper(log, Keeping(lifter_id, "live"))
            for index in range(1, REPS + 1):
                rep = make_rep(index)
                if index == 1:
                    guess = ExerciseGuess("bent_over_row", 0.9)
                    keeper.push(ExerciseRecognised(1.0, guess), 1.0, begun.later(1.0))
                keeper.push(RepCompleted(rep.end_s, rep), rep.end_s, begun.later(rep.end_s))
                os.write(told, b"r")
            keeper.finish(None, 12.0, begun.later(12.0))
            os.write(told, b"s")


def kill_once(
    path: Path, lifter_id: int, start: Moment, after_s: float, *, lived: bool
) -> tuple[int, int]:
    """Let a victim run, kill it, and return the sets and reps it said it had stored.

    With ``lived`` the time begins when it has stored its first set: on a busy machine it may not
    have come so far for long.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            victim(path, lifter_id, start, writer)
        finally:
            os._exit(1)
    os.close(writer)
    begun = b""
    while lived and b"s" not in begun and select.select([reader], [], [], PATIENCE_S)[0]:
        heard = os.read(reader, 1)
        if not heard:
            break
        begun += heard
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as told:
        done = begun + told.read()
    sets = done.count(b"s")
    return sets, len(done) - done.rfind(b"s") - 1 if b"s" in done else len(done)


def main() -> int:
    """Run the rounds."""
    path = Path(sys.argv[1]) / "training-log.db"
    rounds, chance = int(sys.argv[2]), random.Random(int(sys.argv[3]))
    with TrainingLog.open(path, keep_backups=False) as log:
        lifter_id = log.lifters.add("Anna").id
    before = 0
    for number in range(rounds):
        start = Moment(1.7e9 + 1e6 * number, 0)
        sets, reps = kill_once(
            path, lifter_id, start, chance.uniform(0.0, 0.08), lived=number % 4 == 0
        )
        with TrainingLog.open(path, now=start.later(9e5), keep_backups=False) as log:
            found = log.sets.of_lifter(lifter_id)[before:]
            finished = [item for item in found if item.state == "finished"]
            last = found[-1] if found else None
            running = 0 if last is None or last.state == "finished" else last.reps
            whole = all(len(log.sets.content(item.id).reps) == item.reps for item in found)
        print(number, f"told {sets} sets {reps} reps; found {len(finished)} and {running}")
        more = len(finished) - sets
        if not (whole and 0 <= more <= 1 and (more or running >= reps)):
            return 1
        if any(item.state == "running" for item in found):
            return 1
        before += len(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Write the dump of a log at the present schema version; run once, when a version is released.

python tests/log/released/make.py        # from the checkout, writes v<version>.sql beside this
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[3]), str(Path(__file__).parents[2])]

from formcheck.log.database import migrations  # noqa: E402
from formcheck.log.entries import Correction, Posture, SetContent  # noqa: E402
from formcheck.log.store import TrainingLog  # noqa: E402
from support.logbook import MONDAY, days_after, flags_on, logged_reps, store_set  # noqa: E402


def fill(log: TrainingLog) -> None:
    """Put one of everything into a log."""
    anna = log.lifters.add("Anna", level="intermediate", unit="lb", equipment=["band", "cable"])
    first = store_set(log, anna, MONDAY, flags=flags_on([2]), load_kg=40.0, rpe=7.0)
    made = Correction(MONDAY.utc_s, "delete_rep", {"rep": 9})
    log.sets.replace(first.id, SetContent(logged_reps(8), flags_on([2]), (made,)))
    store_set(log, anna, MONDAY.later(40.0), exercise="face_pull", reps=12)
    store_set(log, anna, days_after(3), load_kg=42.5)
    posture = Posture(
        "bent_over_row", "neutral", -30.0, -36.0, 6.0, MONDAY.utc_s, 3600, "side", 3.0
    )
    log.postures.set_neutral(anna.id, posture)
    log.postures.set_neutral(
        anna.id,
        replace(posture, exercise="seated_row", asked=True, hip_deg=95.0, lumbar_shape_deg=4.0,
                thoracic_shape_deg=-1.0),
    )  # fmt: skip
    log.routine_uses.choose(anna.id, "beginner", MONDAY)


def main() -> None:
    """Write the dump."""
    target = Path(__file__).with_name(f"v{len(migrations())}.sql")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "training-log.db"
        with TrainingLog.open(path) as log:
            fill(log)
        connection = sqlite3.connect(path)
        numbers = [
            f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        target.write_text("\n".join([*connection.iterdump(), *numbers, ""]), encoding="utf-8")
        connection.close()
    print(target)


if __name__ == "__main__":
    main()

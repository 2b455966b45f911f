"""A training log in which something was changed behind FormCheck's back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from formcheck.log.store import TrainingLog
from support.logbook import days_after, flags_on, store_set

SPOILS = [
    "UPDATE training_set SET started_s = 1e300",
    "UPDATE training_set SET started_s = -1e300, last_seen_s = 9e999",
    "UPDATE training_set SET utc_offset_s = 86400",
    "UPDATE training_set SET utc_offset_s = 9223372036854775807",
    "UPDATE training_set SET view = 'above', yaw_deg = 9e999",
    "UPDATE training_set SET load_kg = 1e300, rpe = 9.99, confidence = -9e999",
    "UPDATE training_set SET exercise = '', unit = 'lb', reps = -5, flagged_reps = 9000000000",
    "UPDATE workout SET started_s = 1e300, day = ''",
    "UPDATE workout SET day = '2026-13-45', utc_offset_s = -86400",
    "UPDATE workout SET routine = 'none', routine_day = 'none'",
    "UPDATE rep SET measures = '[1, 2]'",
    'UPDATE rep SET measures = \'{"1": "x", "99": 1, "2": [1], "3": 1e999}\'',
    "UPDATE rep SET start_s = 9e999, end_s = -9e999",
    "UPDATE flag SET code = 'unheard of', value = 9e999, unit = '', rep = 99",
    "UPDATE set_summary SET mean = 9e999, low = -9e999, count = -1",
    "UPDATE lifter SET created_s = 1e300",
    "INSERT INTO correction (set_id, made_s, kind, details) VALUES (1, 1e300, 'review', '{')",
    "INSERT INTO correction (set_id, made_s, kind, details) VALUES (1, 1.0, 'review', '[[]]')",
    "INSERT INTO routine_use (lifter_id, routine, started_s, day) VALUES (1, 'x', 1e300, 'soon')",
    "INSERT INTO posture (lifter_id, exercise, kind, total_deg, lumbar_deg, thoracic_deg, "
    "measured_s, utc_offset_s, view, sure) VALUES (1, 'bent_over_row', 'neutral', 9e999, 1, 1, "
    "1e300, 86400, 'above', 1)",
]


def spoilt(path: Path, *statements: str) -> Path:
    """Return a log of six workouts in which something was changed behind FormCheck's back."""
    with TrainingLog.open(path, keep_backups=False) as log:
        anna = log.lifters.add("Anna")
        for number in range(6):
            store_set(log, anna, days_after(2 * number), flags=flags_on([2, 3]))
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path

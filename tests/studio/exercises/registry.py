"""All exercises by name."""

from __future__ import annotations

from studio.exercises.base import Exercise
from studio.exercises.bent_over import BentOverRow
from studio.exercises.idle import Idle
from studio.exercises.overhead import LatPulldown, PullUp
from studio.exercises.seated import SeatedRow
from studio.exercises.supported import ChestSupportedRow, InvertedRow, SingleArmRow
from studio.exercises.upright import DumbbellShrug, FacePull, PullApart

EXERCISES: dict[str, Exercise] = {
    "barbell_row": BentOverRow("barbell"),
    "pendlay_row": BentOverRow("barbell", from_floor=True),
    "dumbbell_row": BentOverRow("dumbbell"),
    "t_bar_row": BentOverRow("t_bar"),
    "banded_row": BentOverRow("band"),
    "single_arm_row": SingleArmRow(),
    "chest_supported_row": ChestSupportedRow(),
    "inverted_row": InvertedRow(),
    "seated_cable_row": SeatedRow(),
    "machine_row": SeatedRow(machine=True),
    "face_pull": FacePull(),
    "band_pull_apart": PullApart(),
    "dumbbell_shrug": DumbbellShrug(),
    "pull_up": PullUp(),
    "chin_up": PullUp(underhand=True),
    "assisted_pull_up": PullUp(band=True),
    "negative_pull_up": PullUp(),
    "top_hold": PullUp(),
    "lat_pulldown": LatPulldown(),
    "single_arm_pulldown": LatPulldown(single=True),
    "walk_in": Idle("walk_in"),
    "walk_off": Idle("walk_off", 3.4),
    "arm_swings": Idle("arm_swings"),
    "set_up": Idle("set_up"),
    "racking": Idle("racking"),
}
"""Name used in specs and truth → exercise."""
NOT_EXERCISES = ("walk_in", "walk_off", "arm_swings", "set_up", "racking")
"""Names under which nothing may be counted."""

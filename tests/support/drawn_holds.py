"""Top holds drawn by the studio, with a pose network's errors, and how long they were held."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.interpolate import CubicSpline

from studio import draw
from studio.landmarks import Film, film_of, joints_of
from studio.motion import Rep, Session, SetPlan
from studio.performance import Performance

JOINT_RATE = 15.0


@cache
def drawn_hold(
    seed: int, hold_s: float, *, yaw_deg: float = 30.0, fps: float = 24.0
) -> tuple[Film, float]:
    """Return a film of one pull to the bar, held for so long, and when the hold begins."""
    rng = np.random.default_rng(seed)
    body, style = draw.draw_body("tune", rng), draw.draw_style(rng)
    camera = replace(draw.draw_camera(rng, "top_hold", body, style), yaw_deg=yaw_deg)
    rep: Rep = replace(draw.draw_reps(rng)[0], pause_s=hold_s)
    plan = SetPlan((rep,))
    performance = Performance("top_hold", body, style, Session((plan,)))
    even = np.arange(int(plan.duration_s * JOINT_RATE) + 2) / JOINT_RATE
    times = np.arange(int(plan.duration_s * fps)) / fps
    joints = CubicSpline(even, joints_of(performance, even))(times)
    film = film_of(performance, camera, times, joints, seed)
    return film, plan.starts_s[0] + rep.concentric_s

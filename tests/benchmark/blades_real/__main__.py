"""``python -m tests.benchmark.blades_real``: prints the figures as JSON; clips that are not there
are left out.
"""

from __future__ import annotations

import json
import sys

from formcheck.config import PoseOptions
from tests.benchmark.accuracy.clipset import pose_folder
from tests.benchmark.accuracy.poses import poses_of
from tests.benchmark.blades_real.figures import summarise
from tests.benchmark.blades_real.labels import seen_clips
from tests.benchmark.blades_real.measure import told
from tests.benchmark.real.catalogue import VARIABLE, folder
from tests.benchmark.real.command import plain_value


def main() -> int:
    """Run the benchmark; return the exit code."""
    there = [clip for clip in seen_clips() if clip.video.exists()]
    if not there:
        print(f"Skipped: there are no real clips in {folder()} (set {VARIABLE} to where they are).")
        return 0
    clips = [told(clip, poses_of(clip.video, pose_folder(), PoseOptions())) for clip in there]
    print(json.dumps(plain_value(summarise(clips)), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

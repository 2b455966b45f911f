"""Fuzz for a while: ``python -m fuzz MINUTES``; ends with 1 at the first find.

Each round is the normal run with three times its examples and other random ones, so that a find
comes down to a test with the smallest example Hypothesis knows of.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from fuzz.budget import VARIABLE

TIMES = 3


def main(minutes: float) -> int:
    """Run rounds until the time is over."""
    end_s = time.monotonic() + 60.0 * minutes
    rounds = 0
    while time.monotonic() < end_s:
        seed = random.randrange(2**32)
        command = [
            sys.executable, "-m", "pytest", str(Path(__file__).parent), "-q", "-x",
            "-p", "no:cacheprovider", "-o", "timeout=1800", f"--hypothesis-seed={seed}",
        ]  # fmt: skip
        done = subprocess.run(command, env=os.environ | {VARIABLE: str(TIMES)}, check=False)
        rounds += 1
        if done.returncode:
            print(f"A find in round {rounds}; seed {seed}.")
            return 1
    print(f"{rounds} rounds without a find.")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))

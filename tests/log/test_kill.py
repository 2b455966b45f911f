"""``kill -9`` at any moment: what was stored stays, and the log opens without repair."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("FORMCHECK_KILLS", "25"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_program_loses_nothing_it_had_stored(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "support.log_killer", str(tmp_path), str(ROUNDS), "7"],
        env=os.environ | {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'tests'}"},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rounds = done.stdout.splitlines()
    assert len(rounds) == ROUNDS
    assert any("told 0 sets" not in line for line in rounds), "no round lived long enough"

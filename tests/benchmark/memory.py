"""Peak memory of analysing a clip, in a process of its own: ``python -m … CLIP`` prints MiB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from formcheck.config import Config
from formcheck.run import Request, make_session, open_recording


def peak_mib(clip: Path) -> float:
    """Return the peak resident memory, in MiB, of a fresh process that analyses a clip."""
    command = [sys.executable, "-m", "tests.benchmark.memory", str(clip)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def own_peak_mib() -> float:
    """Return this process's peak resident memory in MiB.

    On Linux from VmHWM: ``ru_maxrss`` survives exec, so that a child would report its parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


if __name__ == "__main__":
    with open_recording(sys.argv[1]) as source:
        make_session(source, Request(Config()), None).run()
    print(own_peak_mib())

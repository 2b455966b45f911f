"""How fast FormCheck is beside a bare loop, what many clips cost, and what our share takes.

``make bench-speed`` prints a table and writes ``docs/benchmark-speed.json`` and its part of
``docs/batch.md``, in twenty minutes on two cores that are otherwise idle.  Every ratio is of whole
processes, run in turn.  With ``CLIP=…`` one clip of yours is put beside the bare loop, and nothing
is written.  What the engine alone costs, ``python -m tests.benchmark.engine_cost`` tells in half a
minute.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from formcheck.assets import sample_path
from formcheck.pose.quiet import hushed
from tests.benchmark.accuracy.report import with_section
from tests.benchmark.clips import reencode
from tests.benchmark.engine_cost import engine_cost, record
from tests.benchmark.engine_cost import show as show_engine
from tests.benchmark.speed import many, steps, whole

FRAMES: Final = 240
"""So many frames of the sample: eight seconds tell the same as its whole length."""

OUTPUT: Final = Path(__file__).parents[3] / "docs" / "benchmark-speed.json"
PAGE: Final = OUTPUT.with_name("batch.md")


def machine() -> dict[str, Any]:
    """Describe where the numbers come from."""
    cpu = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [row.split(":", 1)[1].strip() for row in info.read_text().splitlines()
                 if row.startswith("model name")]  # fmt: skip
        cpu = names[0] if names else cpu
    libraries = ("mediapipe", "opencv-contrib-python", "numpy", "av")
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "load_at_start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        **{name: version(name) for name in libraries},
    }


def measure(repeats: int) -> dict[str, Any]:
    """Run everything and return it as plain values."""
    about = machine()
    with tempfile.TemporaryDirectory(prefix="formcheck-bench-") as name:
        folder = Path(name)
        rows = whole.measure(sample_path(), folder, repeats)
        batch = many.measure(folder, repeats=1)
        clip = reencode(sample_path(), folder / "steps.mp4", size=steps.SIZE, frames=FRAMES)
        with hushed():
            own, engine = steps.own_share(clip), engine_cost(*record(clip))
            heights = steps.height_loss(clip)
    return {
        "schema_version": 3,
        "machine": about,
        "repeats": repeats,
        "clips": rows,
        "batch": batch | {"hours_of_30000_clips_on_100_cores": many.reckoned(rows)},
        "own_ms": own,
        "engine": engine,
        "analysis_height": heights,
    }


def rounded(value: Any) -> Any:
    """Return plain values with floats rounded for reading and for small diffs."""
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 3) if isinstance(value, float) else value


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clip", type=Path, default=None)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    chosen = parser.parse_args()
    if chosen.clip is not None:
        whole.show([{"name": chosen.clip.name[:10]} | whole.pairs(chosen.clip, chosen.repeats)])
        return
    report = rounded(measure(chosen.repeats))
    whole.show(report["clips"])
    many.show(report["batch"])
    steps.show(report["own_ms"], report["analysis_height"])
    show_engine(report["engine"])
    chosen.output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    if chosen.output == OUTPUT:
        text = with_section(PAGE.read_text(encoding="utf-8"), "speed", many.section(report))
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

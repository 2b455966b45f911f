"""Write the result: docs/benchmark.json, and the tables in docs/benchmark.md between its marks."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.benchmark.accuracy import tables
from tests.benchmark.accuracy.clipset import SEED
from tests.benchmark.accuracy.scoring import ClipScore
from tests.benchmark.accuracy.summary import SPLITS, empty, rounded, summarise, summarise_real

ROOT: Final = Path(__file__).resolve().parents[3]
JSON: Final = ROOT / "docs" / "benchmark.json"
MARKDOWN: Final = ROOT / "docs" / "benchmark.md"
JUDGED: Final = ("formcheck", "models", "tests/studio", "tests/benchmark")
"""Changes in these, not yet committed, make the result that of a dirty tree."""

Scores = dict[str, list[ClipScore]]


def build(scores: Scores, commit: str) -> dict[str, Any]:
    """Return the report of the splits that were run; the others' figures are null."""
    report: dict[str, Any] = {}
    for split in SPLITS:
        run = scores.get(split)
        made = summarise_real if split == "real" else summarise
        report[split] = made(run) if run else empty()
    return dict(rounded(report)) | {"commit": commit, "seed": SEED}


def commit_of(root: Path) -> str:
    """Return the commit that was measured; ``-dirty`` when its code was changed, or unknown."""
    try:
        name = _git(root, "rev-parse", "--short=12", "HEAD")
        return f"{name}-dirty" if _git(root, "status", "--porcelain", "--", *JUDGED) else name
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(root: Path, *command: str) -> str:
    done = subprocess.run(["git", *command], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def write_json(report: dict[str, Any], path: Path) -> None:
    """Write the machine-readable result, atomically."""
    _replace(path, json.dumps(report, indent=2) + "\n")


def write_markdown(sections: dict[str, str], path: Path) -> None:
    """Put each section between its marks in a Markdown file; the prose around them stays.

    Raises
    ------
    ValueError
        When a section's marks are missing.
    """
    text = path.read_text(encoding="utf-8")
    for name, body in sections.items():
        text = with_section(text, name, body)
    _replace(path, text)


def with_section(text: str, name: str, body: str) -> str:
    """Return a text with what stands between ``<!-- name -->`` and ``<!-- /name -->`` replaced."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise ValueError(f"the marks {begin} … {end} are missing")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    return f"{before}{begin}\n{body}\n{end}{after}"


def sections(report: dict[str, Any], scores: Scores) -> dict[str, str]:
    """Return the Markdown of every section."""
    rendered = {name: run for name, run in scores.items() if name != "real"}
    supported = {name: [s for s in run if s.supported] for name, run in rendered.items()}
    return {
        "measured": f"Commit `{report['commit']}`, seed `{report['seed']}`.",
        "figures": tables.markdown(("", *SPLITS), tables.figure_rows(report)),
        "flags": tables.markdown(("flag", *SPLITS[:3]), tables.flag_rows(report)),
        "answers": tables.markdown(tables.ANSWER_HEAD, tables.answer_rows(supported)),
        "bands": tables.markdown(tables.BAND_HEAD, tables.band_rows(supported)),
        "landmarks": tables.markdown(("", *rendered), tables.landmark_rows(supported)),
        "clips": tables.markdown(
            tables.CLIP_HEAD, tables.clip_rows([s for run in scores.values() for s in run])
        ),
        "reasons": reasons(supported),
    }


def reasons(supported: dict[str, Sequence[ClipScore]]) -> str:
    """Return why the back was not judged, as a list."""
    total: dict[str, int] = {}
    for run in supported.values():
        for score in run:
            for reason, count in score.abstained.items():
                total[reason] = total.get(reason, 0) + count
    whole = sum(total.values())
    ordered = sorted(total.items(), key=lambda item: -item[1])
    return ", ".join(f"`{name}` {100 * n / whole:.0f} %" for name, n in ordered) or "none"


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)

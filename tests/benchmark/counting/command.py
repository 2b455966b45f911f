"""``make bench-counting``: draw, count, compare, and write docs/counting.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from multiprocessing import Pool
from typing import TYPE_CHECKING, cast

from formcheck.config import PoseOptions
from tests.benchmark.accuracy.clipset import clip_folder, clip_indices, is_ready, pose_folder
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.poses import poses_of
from tests.benchmark.accuracy.real import real_clips, real_folder
from tests.benchmark.accuracy.report import ROOT, with_section
from tests.benchmark.accuracy.truth import load_truth
from tests.benchmark.counting.cases import KINDS, case
from tests.benchmark.counting.films import film_of_case
from tests.benchmark.counting.scoring import Score, run, score_case
from tests.benchmark.counting.tables import by_kind, side_by_side, wrong

if TYPE_CHECKING:
    from studio.dataset import Split

PAGE = ROOT / "docs" / "counting.md"
SPLITS = ("tune", "validate")
RENDERED = 16
Job = tuple[str, str, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    options = _options(arguments)
    jobs: list[Job] = [
        (split, kind, number)
        for number in range(options.each)
        for split in options.split
        for kind in options.kind
    ]
    drawn: list[Score] = []
    with Pool(options.jobs) as pool:
        for score in pool.imap_unordered(_drawn, jobs):
            print(_line(score), flush=True)
            drawn.append(score)
    drawn.sort(key=lambda score: score.name)
    kept = [*_rendered(options.split), *_real()] if options.rendered else []
    for score in kept:
        print(_line(score), flush=True)
    if options.write:
        write(drawn, kept)
    return 0


def write(drawn: list[Score], kept: list[Score]) -> None:
    """Write the tables between their marks."""
    page = PAGE.read_text("utf-8")
    groups = {f"drawn, {s}": [d for d in drawn if d.name.startswith(s)] for s in SPLITS}
    groups |= {f"rendered, {s}": [k for k in kept if k.kind == f"rendered {s}"] for s in SPLITS}
    groups["real"] = [k for k in kept if k.kind == "real"]
    page = with_section(page, "side-by-side", side_by_side(groups))
    page = with_section(page, "kinds", by_kind(groups))
    PAGE.write_text(with_section(page, "wrong", wrong([*drawn, *kept])), "utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-counting", description=__doc__)
    parser.add_argument("--split", nargs="+", choices=SPLITS, default=list(SPLITS))
    parser.add_argument("--kind", nargs="+", choices=tuple(KINDS), default=list(KINDS))
    parser.add_argument("--each", type=int, default=12, help="recordings of each kind and split")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    parser.add_argument(
        "--no-rendered", dest="rendered", action="store_false",
        help="leave out rendered and real clips",
    )  # fmt: skip
    return parser.parse_args(arguments)


def _drawn(job: Job) -> Score:
    split, kind, number = job
    drawn = case(cast("Split", split), kind, number)
    return score_case(drawn, film_of_case(drawn))


def _rendered(splits: Sequence[str]) -> list[Score]:
    """Score the rendered clips of ``make bench`` whose poses are kept."""
    from functools import partial

    from studio.dataset import clip_spec
    from tests.benchmark.accuracy.clipset import kind_of_clip

    scores = []
    for split in splits:
        for index in clip_indices(RENDERED, partial(kind_of_clip, split)):
            spec = clip_spec(cast("Split", split), index)
            if not is_ready(spec, clip_folder(split)) or not _has_poses(spec.name):
                continue
            video = clip_folder(split) / f"{spec.name}.mp4"
            truth = load_truth(video.with_suffix(".json"))
            poses = poses_of(video, pose_folder(), PoseOptions())
            score = Score(
                f"rendered {split}", spec.name, float(poses.times_s[-1]),
                sum(r.complete for r in truth.reps),
                names=(str(expected_name(spec.exercise)),),
            )  # fmt: skip
            scores.append(run(score, poses.times_s, poses.poses, poses.size, truth.reps))
    return scores


def _real() -> list[Score]:
    scores = []
    for clip in real_clips(real_folder()):
        if not _has_poses(clip.video.stem):
            continue
        poses = poses_of(clip.video, pose_folder(), PoseOptions())
        score = Score(
            "real", clip.video.stem, float(poses.times_s[-1]), clip.reps,
            names=(str(expected_name(clip.exercise)),),
        )  # fmt: skip
        scores.append(run(score, poses.times_s, poses.poses, poses.size))
    return scores


def _has_poses(name: str) -> bool:
    return any(pose_folder().glob(f"{name}-*.npz"))


def _line(score: Score) -> str:
    mark = " " if score.off == 0 and not score.named_wrong else "*"
    return f"{mark} {score.name:32} {score.counted:3} of {score.true:3}  {score.named}"


if __name__ == "__main__":
    sys.exit(main())

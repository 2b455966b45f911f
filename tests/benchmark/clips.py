"""Clips for the benchmarks, made from one clip by re-encoding."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from pathlib import Path

import av

TIME_BASE = Fraction(1, 90_000)


def reencode(
    source: Path,
    target: Path,
    *,
    size: tuple[int, int],
    times: int = 1,
    frames: int | None = None,
) -> Path:
    """Write a clip at another size, several times over, keeping its time stamps.

    Parameters
    ----------
    source, target : Path
        The clip and the file to write.
    size : tuple of int
        Width and height.
    times : int
        How often the clip is repeated in the file.
    frames : int, optional
        Only so many of the clip's first frames.
    """
    width, height = size
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        offset_s = 0.0
        for _ in range(times):
            last_s, gap_s = 0.0, 1 / 30
            with av.open(str(source)) as clip:
                for frame in islice(clip.decode(video=0), frames):
                    time_s = float(frame.time or 0.0)
                    gap_s = time_s - last_s if time_s > last_s else gap_s
                    last_s = time_s
                    picture = frame.reformat(width, height, "yuv420p")
                    picture.pts, picture.time_base = (
                        round((offset_s + time_s) / TIME_BASE),
                        TIME_BASE,
                    )
                    picture.pict_type = av.video.frame.PictureType.NONE
                    out.mux(stream.encode(picture))
            offset_s += last_s + gap_s
        out.mux(stream.encode(None))
    return target

"""A loopback camera whose pictures carry their number, and which notes when each was sent.

It runs in a process of its own, as a phone does, so that encoding and sending share no
interpreter with the window that is measured.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

_ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "tests")]

from support.mjpeg_server import MjpegServer, jpeg, pictures  # noqa: E402

FPS: Final = 30.0
SIZE: Final = (1280, 720)
PICTURES: Final = 300
"""Ten seconds; then the numbers begin anew."""

_BLOCK: Final = 24
_BITS: Final = 10


def burn(image: np.ndarray[Any, Any], number: int) -> None:
    """Write a number into the upper edge, as squares large enough for any JPEG."""
    bits = [True, False, *((number >> place) & 1 for place in range(_BITS))]
    bits.append(sum(bits) % 2 == 1)
    for place, bit in enumerate(bits):
        image[:_BLOCK, place * _BLOCK : (place + 1) * _BLOCK] = 255 if bit else 0


def read(image: np.ndarray[Any, Any]) -> int | None:
    """Return the number in a picture of :data:`SIZE`; None where there is none."""
    inner = slice(_BLOCK // 4, 3 * _BLOCK // 4)
    bits = [
        float(image[inner, place * _BLOCK + _BLOCK // 4 : place * _BLOCK + 3 * _BLOCK // 4].mean())
        > 128
        for place in range(_BITS + 3)
    ]
    if not bits[0] or bits[1] or bits[-1] != (sum(bits[:-1]) % 2 == 1):
        return None
    return sum(1 << place for place, bit in enumerate(bits[2:-1]) if bit)


def numbered(clip: Path) -> Iterator[bytes]:
    """Yield the clip's pictures at :data:`SIZE`, again and again, each with its number."""
    number = 0
    while number < PICTURES:
        for _, image in pictures(clip):
            picture = np.ascontiguousarray(cv2.resize(image, SIZE))
            burn(picture, number)
            yield jpeg(picture)
            number += 1
            if number == PICTURES:
                return


class NotingCamera(MjpegServer):
    """Write into a file when each picture was about to be sent."""

    def __init__(self, frames: list[bytes], log: Path) -> None:
        self._log = log.open("w", buffering=1)
        self._noting = threading.Lock()
        super().__init__(frames, fps=FPS)

    def _payload(self, number: int) -> bytes:
        with self._noting:
            self._log.write(f"{number} {time.monotonic():.6f}\n")
        return super()._payload(number)

    def _serve(self, connection: socket.socket, reader: Any) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super()._serve(connection, reader)


class Sent:
    """When the pictures were sent, as the camera noted it."""

    def __init__(self, log: Path) -> None:
        rows = [line.split() for line in log.read_text().splitlines() if line.count(" ") == 1]
        self._moments: dict[int, list[float]] = {}
        for number, moment in rows:
            self._moments.setdefault(int(number) % PICTURES, []).append(float(moment))
        self.count = len(rows)

    def before(self, number: int, moment_s: float) -> float | None:
        """Return when the picture with this number was sent last before a moment."""
        moments = self._moments.get(number, [])
        place = bisect_left(moments, moment_s) - 1
        return moments[place] if place >= 0 else None

    def between(self, start_s: float, end_s: float) -> int:
        """Return how many pictures were sent within a stretch of time."""
        return sum(
            start_s <= moment <= end_s for moments in self._moments.values() for moment in moments
        )


def start(clip: Path, log: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the camera and return its process and address."""
    camera = subprocess.Popen(
        [sys.executable, str(Path(__file__).resolve()), str(clip), str(log)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert camera.stdout is not None
    return camera, camera.stdout.readline().strip()


def main() -> None:
    """Serve until the parent closes the pipe."""
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=Path)
    parser.add_argument("log", type=Path)
    options = parser.parse_args()
    with NotingCamera(list(numbered(options.clip)), options.log) as camera:
        print(camera.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()

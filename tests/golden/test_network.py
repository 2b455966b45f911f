"""Nothing leaves the machine: where the pose library's usage report goes.

The library posts a report about a minute after a task is made.  The estimator closes the door by
naming a proxy where nobody listens; here somebody does, and sees that the report comes to it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.pose.private import CLOSED_PROXY
from support.on_request import on_request

ROOT = Path(__file__).parents[2]
WAIT_S = 100.0

PROGRAM = """
import sys, time
import numpy as np
from formcheck.pose import private
private.CLOSED_PROXY = sys.argv[1]
from formcheck.assets import model_bytes
from formcheck.config import PoseOptions
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.types import Frame
with MediaPipeEstimator(PoseOptions(), model_bytes()) as estimator:
    for index in range(10_000):
        estimator.estimate(Frame(index, float(index), np.zeros((48, 64, 3), np.uint8)))
        time.sleep(0.1)
"""


@pytest.mark.slow
@pytest.mark.timeout(160)
@on_request("takes over a minute")
def test_the_usage_report_goes_to_the_named_proxy_and_nowhere_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(WAIT_S)
        proxy = f"http://127.0.0.1:{door.getsockname()[1]}"
        environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, proxy],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            caller, _ = door.accept()
            with caller:
                caller.settimeout(10.0)
                request = caller.recv(4096).decode("latin-1")
        except TimeoutError:
            pytest.fail("no usage report came to the proxy: does the library honour it still?")
        finally:
            child.kill()
            child.wait()
    method, target, _ = request.split(maxsplit=2)
    assert method == "CONNECT"
    assert target.endswith((".googleapis.com:443", ".google.com:443"))


def test_nobody_listens_at_the_closed_door() -> None:
    host, port = CLOSED_PROXY.removeprefix("http://").split(":")
    with (
        pytest.raises(OSError, match=r"refused|timed out"),
        socket.create_connection((host, int(port)), timeout=2.0),
    ):
        pass

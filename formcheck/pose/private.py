"""Keep MediaPipe from reporting usage over the network.

Since 0.10.35 the MediaPipe wheels carry a usage logger: a minute after a task is created it
posts metrics to Google, with no switch to turn it off (its issue 6291).  FormCheck promises that
nothing leaves the machine.  The logger uses libcurl, which honours the ``https_proxy``
environment variable at the time of each transfer, so it is pointed at a closed port on this
machine.  Measured with a system-call trace over 90 s: without this, a name look-up for Google's
host at 60 s; with it, one refused connection to 127.0.0.1 and nothing else.

Only HTTPS clients that read that variable in this process are affected.  Stream URLs are opened
by FFmpeg, which reads ``http_proxy`` instead.
"""

from __future__ import annotations

import os
from typing import Final

CLOSED_PROXY: Final = "http://127.0.0.1:9"
"""The discard port of this machine; nothing listens there, so connections are refused."""

_EXEMPT: Final = ("*", "googleapis.com", "google.com")


def block_usage_reports() -> None:
    """Point HTTPS transfers of native libraries in this process at a closed port."""
    os.environ["https_proxy"] = CLOSED_PROXY
    os.environ.pop("HTTPS_PROXY", None)
    os.environ.pop("ALL_PROXY", None)
    os.environ.pop("all_proxy", None)
    for name in ("no_proxy", "NO_PROXY"):
        listed = os.environ.get(name)
        if listed is not None:
            kept = [host for host in listed.split(",") if not host.strip().endswith(_EXEMPT)]
            os.environ[name] = ",".join(kept)

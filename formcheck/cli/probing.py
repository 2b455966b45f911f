"""Try code in an interpreter of its own: what it does to the process ends with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import Final

_TIMEOUT_S: Final = 60


def run_python(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter and return its last error line, empty when all went well.

    What libraries keep for the next time (caches of fonts, compiled code) is thrown away: a visit
    to the doctor leaves nothing behind.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
            aside = dict.fromkeys(("MPLCONFIGDIR", "XDG_CACHE_HOME"), folder)
            done = subprocess.run(
                [sys.executable, "-B", "-c", code],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_TIMEOUT_S,
                env=os.environ | aside | environment,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return "" if done.returncode == 0 else (lines[-1] if lines else f"code {done.returncode}")

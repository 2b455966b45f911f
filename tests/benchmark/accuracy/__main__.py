"""``python -m tests.benchmark.accuracy``."""

from __future__ import annotations

import sys

from tests.benchmark.accuracy.command import main

if __name__ == "__main__":
    sys.exit(main())

"""``python -m tests.benchmark.counting``."""

from __future__ import annotations

import sys

from tests.benchmark.counting.command import main

if __name__ == "__main__":
    sys.exit(main())

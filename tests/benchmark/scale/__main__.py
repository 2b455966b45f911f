"""``python -m tests.benchmark.scale``."""

from __future__ import annotations

import sys

from tests.benchmark.scale.command import main

if __name__ == "__main__":
    sys.exit(main())

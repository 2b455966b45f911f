"""``python -m tests.benchmark.real``."""

from __future__ import annotations

import sys

from tests.benchmark.real.command import main

if __name__ == "__main__":
    sys.exit(main())

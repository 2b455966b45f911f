"""``python -m tests.benchmark.phantoms``."""

from __future__ import annotations

import sys

from tests.benchmark.phantoms.command import main

if __name__ == "__main__":
    sys.exit(main())

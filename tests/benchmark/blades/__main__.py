"""Measure how well shoulder blades are told: ``python -m tests.benchmark.blades``."""

from tests.benchmark.blades.command import main

if __name__ == "__main__":
    raise SystemExit(main())

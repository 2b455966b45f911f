"""Run ``python -m tests.benchmark.jerk``."""

from tests.benchmark.jerk.command import main

raise SystemExit(main())

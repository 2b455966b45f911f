"""How right FormCheck is on real people: their backs, their reps, and what must not be counted.

``make bench-real`` pushes kept poses of the real clips through the product; the clips are no part
of the project, and without them it says so and ends.  docs/benchmark-real.md has the figures.
"""

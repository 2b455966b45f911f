"""FormCheck: tells a lifter, from one ordinary camera, whether the set was any good."""

__version__ = "0.1.0"

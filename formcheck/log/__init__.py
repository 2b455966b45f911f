"""The training log: every set a lifter asked to keep, in one SQLite file on this computer."""

"""Repetitions: streaming segmentation of a set."""

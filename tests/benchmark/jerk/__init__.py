"""Jerky reps of real people: their calm reps with another timing, and labels by eye."""

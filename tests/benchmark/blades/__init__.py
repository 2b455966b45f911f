"""Shoulder blades that do not follow the hand: rendered lifters, measures, and rival readings."""

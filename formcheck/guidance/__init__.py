"""Advice for the next workout: each piece with its figures and where they come from."""

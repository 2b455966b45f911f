"""Pose estimators: the seam and its implementations."""

"""Render parametric lifters with known spines: the project's ground truth.

Development only. Nothing in ``formcheck`` or ``formcheck_ui`` imports this package. It turns a
:class:`studio.dataset.ClipSpec` into a video and a JSON file that tells, frame by frame, what the
spine, the scapulae and the joints really did. ``docs/studio.md`` is the guide.

World frame: x forward (the way the lifter faces), y to the lifter's left, z up, metres.
"""

SCHEMA_VERSION = 1
"""Version of the truth files written by :mod:`studio.truth`."""

GENERATION = 2
"""Raised when the same split and index no longer give the same clip, so that caches start anew."""

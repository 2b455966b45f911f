"""Tests that are left out of a usual run, because something quicker shows nearly the same."""

from __future__ import annotations

import os

import pytest


def on_request(why: str) -> pytest.MarkDecorator:
    """Return a mark that skips a test, saying why, unless ``FORMCHECK_SLOW=1`` asks for it."""
    reason = f"{why}: set FORMCHECK_SLOW=1"
    return pytest.mark.skipif(os.environ.get("FORMCHECK_SLOW") != "1", reason=reason)

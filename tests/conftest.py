"""Settings for all tests."""

from __future__ import annotations

import importlib.util

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the settings of pytest-qt stand where it is not installed (the tests without Qt)."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "for pytest-qt, which is not installed")
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write the answers in tests/golden anew instead of comparing with them",
    )

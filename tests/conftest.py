"""Settings for all tests."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# Before any test imports OpenCV, which reads once how large a picture may be.
import formcheck  # noqa: F401

# The same examples everywhere, and no time limits: what fails here fails for everybody.
settings.register_profile(
    "formcheck",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("formcheck")

_tests = itertools.count()


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


@pytest.fixture(scope="session", autouse=True)
def _recordings_aside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a test films away from the user's own recordings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORMCHECK_RECORDINGS", str(tmp_path_factory.mktemp("recordings")))
        yield


@pytest.fixture(autouse=True)
def _settings_aside(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let no test read the user's own settings, nor write them, nor those of another test."""
    place = tmp_path_factory.getbasetemp() / "settings" / str(next(_tests)) / "config.toml"
    monkeypatch.setenv("FORMCHECK_CONFIG", str(place))

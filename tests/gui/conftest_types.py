"""Types the tests of the window share with their conftest."""

from __future__ import annotations

from collections.abc import Callable

from formcheck_ui.main_window import MainWindow

MakeWindow = Callable[..., MainWindow]

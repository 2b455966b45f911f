"""What the window remembers is readable to its owner alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import sys
from types import SimpleNamespace
from PySide6.QtCore import QSettings
from formcheck.cli import window

def remember(**_):
    settings = QSettings("FormCheck", "FormCheck")
    settings.setValue("camera", 1)
    settings.sync()
    print(settings.fileName())
    return 0

window._load_app = lambda: SimpleNamespace(main=remember, run=remember)
sys.exit(window.main() if sys.argv[1:] == ["formcheck-ui"] else window.show_window())
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="where settings are a plain file")
@pytest.mark.parametrize("command", ["formcheck", "formcheck-ui"])
@pytest.mark.parametrize("old", [False, True])
def test_the_windows_settings_are_private(tmp_path: Path, old: bool, command: str) -> None:
    settings = tmp_path / "FormCheck" / "FormCheck.conf"
    if old:
        settings.parent.mkdir(mode=0o755)
        settings.write_text("[General]\nkept=1\n", encoding="utf-8")
        settings.chmod(0o644)
    checkout = Path(__file__).parents[2]
    paths = os.pathsep.join([str(checkout), str(checkout / "ui")])
    done = subprocess.run(
        [sys.executable, "-c", CODE, command],
        env=os.environ
        | {"PYTHONPATH": paths, "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(settings)
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    text = settings.read_text(encoding="utf-8")
    assert "camera=1" in text
    assert ("kept=1" in text) == old
    if not old:
        assert stat.S_IMODE(settings.parent.stat().st_mode) == 0o700

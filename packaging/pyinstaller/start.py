"""What both programs of a bundle start with: ``formcheck`` and ``formcheck-ui``.

They differ in their name alone.  A program made by PyInstaller stands for the interpreter too:
:func:`formcheck.cli.window.run_python` and the processes of a batch start it again.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path


def _give_library_path_back() -> None:
    """Take our folder out of what programs of the system inherit (``spd-say``, ``xdg-open``).

    PyInstaller's start puts it there; with it they would load our libraries and not their own.
    """
    users = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if users is not None:
        os.environ["LD_LIBRARY_PATH"] = users


def _main() -> int:
    # First: it does the work of a batch's process, and does not return from that.
    multiprocessing.freeze_support()
    if sys.platform.startswith("linux"):
        _give_library_path_back()
    if sys.argv[1:3] == ["-B", "-c"]:
        exec(sys.argv[3], {"__name__": "__main__"})
        return 0
    if Path(sys.executable).stem == "formcheck-ui":
        from formcheck.cli.window import main
    else:
        from formcheck.cli.main import main
    return main()


if __name__ == "__main__":
    sys.exit(_main())

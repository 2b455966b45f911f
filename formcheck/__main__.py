"""``python -m formcheck`` is ``formcheck``."""

from __future__ import annotations

import sys

from formcheck.cli.main import main

# A batch's processes import this module, too.
if __name__ == "__main__":
    sys.exit(main())

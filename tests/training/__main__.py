"""``python -m tests.training``: see :mod:`tests.training.command`."""

import sys

from tests.training.command import main

if __name__ == "__main__":
    sys.exit(main())

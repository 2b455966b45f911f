"""Packages that are installed on request alone: pandas, xarray, matplotlib, pyarrow."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from formcheck.errors import MissingPackageError


def is_bundled() -> bool:
    """Whether this is the program that was installed without Python (``make bundle``)."""
    return bool(getattr(sys, "frozen", False))


def load_extra(module: str, extra: str) -> Any:
    """Import and return a module that comes with one of FormCheck's extras.

    Raises
    ------
    MissingPackageError
        When it is not installed; says how to install it.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = f'"formcheck[{extra}]"'
        raise MissingPackageError(
            f"This needs the package {module.partition('.')[0]}.",
            f"This program has no room for it; another FormCheck has: pipx install {package}"
            if is_bundled()
            else f"Install it with: pip install {package}",
        ) from error

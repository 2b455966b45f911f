"""Packages that are installed on request alone: pandas, xarray, matplotlib, pyarrow."""

from __future__ import annotations

import importlib
from typing import Any

from formcheck.errors import MissingPackageError


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
        raise MissingPackageError(
            f"This needs the package {module.partition('.')[0]}.",
            f'Install it with: pip install "formcheck[{extra}]"',
        ) from error

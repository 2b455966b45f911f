"""FormCheck: tells a lifter, from one ordinary camera, whether the set was any good.

For people who write Python (``docs/python.md``)::

    import formcheck

    a = formcheck.analyze("set.mp4")
    a.reps()                    # a pandas DataFrame, like flags, sets and frames
    a.save("set.fcrec")         # landmarks and outlines, to be judged again
    formcheck.open("set.fcrec")
    formcheck.rescore(a, {"flags": {"strictness": "strict"}})

Everything is loaded when it is first used, so that importing the package costs nothing.
"""

import os as _os

from formcheck.version import __version__

TYPE_CHECKING = False  # typing is not imported for it: to import this package costs nothing
if TYPE_CHECKING:
    from formcheck.analysis import Analysis
    from formcheck.api import analyze, rescore
    from formcheck.api import open_analysis as open  # noqa: A004  formcheck.open
    from formcheck.config import Config
    from formcheck.errors import FormCheckError
    from formcheck.types import Landmarks

__all__ = [
    "Analysis",
    "Config",
    "FormCheckError",
    "Landmarks",
    "__version__",
    "analyze",
    "open",
    "rescore",
]

_AT = {
    "Analysis": "formcheck.analysis:Analysis",
    "Config": "formcheck.config:Config",
    "FormCheckError": "formcheck.errors:FormCheckError",
    "Landmarks": "formcheck.types:Landmarks",
    "analyze": "formcheck.api:analyze",
    "open": "formcheck.api:open_analysis",
    "rescore": "formcheck.api:rescore",
}

# 67 megapixels, as in formcheck.sources.container: OpenCV, which reads this when it is first
# imported, would otherwise decode a picture of a few kilobytes to three gigabytes.
_os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(2**26))


def __getattr__(name: str) -> object:
    """Load what is public when it is first asked for (PEP 562)."""
    if name not in _AT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    module, _, attribute = _AT[name].partition(":")
    found = globals()[name] = getattr(importlib.import_module(module), attribute)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

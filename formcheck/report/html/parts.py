"""What the pages have in common: the frame of the file, pictures, badges, times."""

from __future__ import annotations

import base64
from html import escape
from importlib import resources
from typing import Final

from formcheck.types import Severity
from formcheck.version import __version__

_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
)
_MARKS: Final[dict[Severity, str]] = {"alert": "▲▲", "warning": "▲", "hint": "i"}
_SEVERITIES: Final[dict[Severity, str]] = {"alert": "Alert", "warning": "Warning", "hint": "Hint"}


def document(title: str, body: str, *, style: tuple[str, ...], script: str, head: str = "") -> str:
    """Return a page as the text of an HTML file that fetches nothing.

    Parameters
    ----------
    title : str
        Any text.
    body, head : str
        HTML.
    style : tuple of str
        Names of style sheets beside this module, the later over the earlier.
    script : str
        Name of a script there.
    """
    styles = "".join(map(_resource, style))
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8">\n{head}'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} – FormCheck</title>\n<style>\n{styles}</style></head>\n"
        f"<body><main>\n{body}{_footer()}</main>\n"
        f"<script>\n{_resource(script)}</script></body></html>\n"
    )


def tiles(values: tuple[tuple[str, str], ...]) -> str:
    """Return large figures, each a name as text and a value as HTML."""
    made = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in values)
    return f'<dl class="tiles">{made}</dl>\n'


def image(jpeg: bytes, alt: str) -> str:
    """Return a picture that is part of the page."""
    data = base64.b64encode(jpeg).decode("ascii")
    return f'<img alt="{escape(alt)}" src="data:image/jpeg;base64,{data}">'


def badge(severity: Severity) -> str:
    """Return the mark of a severity."""
    return (
        f'<span class="badge {severity}" title="{_SEVERITIES[severity]}">{_MARKS[severity]}</span>'
    )


def clock(time_s: float) -> str:
    """Return a time as minutes, seconds and tenths."""
    tenths = round(max(0.0, time_s) * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def _footer() -> str:
    return (
        "<footer><p>Measured from one camera. Back curvature is the turning of the back's outline "
        "against the lifter's own neutral posture: a surface measure, no medical finding.</p>"
        f"<p>FormCheck {escape(__version__)}</p></footer>\n"
    )


def _resource(name: str) -> str:
    return (resources.files("formcheck.report.html") / name).read_text("utf-8")

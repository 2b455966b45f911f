"""When a picture is black: of a camera that delivers no other, and of one covered while filming."""

from __future__ import annotations

from typing import Final

from formcheck.types import ByteArray

BLACK_BELOW: Final = 12
"""A picture none of whose pixels is as bright, of 255, is black.  Chosen and not measured: meant to
lie above the noise of a covered sensor and below a dim room."""

_STEP: Final = 8
"""Every so many-th pixel of every so many-th row is looked at: a lamp is larger."""


def is_black(image: ByteArray) -> bool:
    """Whether a picture shows nothing."""
    return int(image[::_STEP, ::_STEP].max()) < BLACK_BELOW

"""FormCheck: tells a lifter, from one ordinary camera, whether the set was any good."""

__version__ = "0.1.0"

import os as _os

# 67 megapixels, as in formcheck.sources.container: OpenCV, which reads this when it is first
# imported, would otherwise decode a picture of a few kilobytes to three gigabytes.
_os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(2**26))

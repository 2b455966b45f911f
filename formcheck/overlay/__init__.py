"""What is drawn over a picture: a scene without Qt or OpenCV, and a painter for exported video.

Import :mod:`formcheck.overlay.scene` for the scene and :mod:`formcheck.overlay.painter` for the
OpenCV painter; the window has a painter of its own over the same scene.
"""

"""Reusable test support: loopback servers and clips made on the spot.

Import as ``support`` (``tests`` is on pytest's path): :mod:`support.mjpeg_server`,
:mod:`support.rtsp_server`, :mod:`support.clipmaker`.
"""

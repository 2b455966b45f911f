"""Recordings: a session's poses on disk, so that it can be measured and judged again.

A recording (``.fcrec``) holds what the engine reads of each frame, and no picture: time,
landmarks and mask.  ``docs/recording.md`` is the format; the modules, from the inside out:

``stored``       a pose as it is stored, and back
``frames``       the frames of half a second as bytes
``blocks``       bytes as checked blocks in a file
``header``       what a recording says of itself
``verdict``      reps and flags as they were told
``disk``         appending in a thread of its own
``writer``       a recording being written
``reader``       one being read
``recorder``     records a session beside whatever else listens to it
``film``         the pictures of a session as a video
``tape``         records while filming, switched on and off at will
``shelf``        where such recordings lie, what they take, and how one under way goes
``source``       a recording as a source of frames that bring their poses
``clip``         a recording for a player, with its film or without
``copying``      a recording under another name, with what is said of it now
``rescoring``    judge a recording again and compare
"""

"""Recordings: a session's poses on disk, so that it can be measured and judged again.

A recording (``.fcrec``) holds what the engine reads of each frame, and no picture: time,
landmarks and mask.  ``docs/recording.md`` is the format; the modules, from the inside out:

``frames``       a pose as it is stored, and the frames of half a second as bytes
``blocks``       bytes as checked blocks in a file
``header``       what a recording says of itself
``judgement``    reps and flags as they were told
``disk``         appending in a thread of its own
``writer``       a recording being written, or one under another name with what is said of it now
``reader``       one being read
``recorder``     records a session beside whatever else listens to it
``film``         the pictures of a session as a video
``tape``         records while filming, switched on and off at will
``shelf``        where such recordings lie, what they take, and how one under way goes
``source``       a recording as a source of frames that bring their poses
``clip``         a recording for a player, with its film or without
``rescoring``    judge a recording again and compare
"""

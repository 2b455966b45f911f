"""How well reps are counted, on many sets at once and beside the counters people would write.

``make bench-counting`` draws sets of every exercise as the studio's lifters do them, gives their
joints the errors of a pose network (:mod:`studio.landmarks`: nothing is rendered) and counts them
with FormCheck and with rival counters, from the same landmarks.  See docs/counting.md.
"""

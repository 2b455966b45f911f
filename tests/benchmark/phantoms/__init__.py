"""Reps counted where nobody exercises: half an hour at a stretch, through one engine.

``make bench-phantoms`` joins minutes of people who walk in and out, rack weights, swing their arms,
adjust the grip, use a towel, a phone or a bottle, as landmarks with a pose network's errors and as
pictures through MediaPipe; and it draws half an hour's workout with rests.  See docs/counting.md.
"""

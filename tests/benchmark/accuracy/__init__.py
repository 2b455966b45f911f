"""How right FormCheck is: rendered lifters with known spines, and real clips counted by hand.

``make bench`` renders what is missing, estimates poses once, and scores the measures of today
against the truth; see docs/benchmark.md.  The truth files are described in docs/studio.md.
"""

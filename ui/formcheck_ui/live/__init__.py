"""Filming without a hand on the computer: what is checked, told, timed and understood.

What decides is free of Qt: results come in with their times, decisions come out.
"""

"""Filming without a hand on the computer: what is checked, told, timed and understood.

Everything but ``guide`` is free of Qt: results come in with their times, decisions come out.
"""

"""Routines as data: what to do on which day, with what, and what to do instead."""

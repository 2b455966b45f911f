"""Benchmarks, run by make; the tests here hold their arithmetic to known answers."""

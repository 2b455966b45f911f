"""Faults as they happen: rules with hold time and hysteresis."""

"""Exercises as data: one TOML file each, and the registry that reads them."""

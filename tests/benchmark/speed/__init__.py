"""How fast the product is beside a bare loop, and what many clips cost."""

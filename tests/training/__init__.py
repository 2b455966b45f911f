"""Train the estimators that ship in ``models/`` from the studio's pictures (docs/training.md)."""

"""The training log's schema: one SQL file a version, run in order, never changed once released."""

"""The replay: timeline, curves, review, comparison and export of a clip."""

"""One module a family of exercises; the registry is :mod:`studio.exercises.registry`."""

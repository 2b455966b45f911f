"""Flags measured on hundreds of sets: poses of studio performances, without rendering."""

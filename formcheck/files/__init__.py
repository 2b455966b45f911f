"""Files of the user: written whole or not at all, read up to a size, private where they tell."""

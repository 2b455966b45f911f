"""The user's options on the screen, and where the window keeps them."""

"""Help within the window: the keys, and a first look round."""

"""The parts of the window, one a module; each shows what it is given and knows no session."""

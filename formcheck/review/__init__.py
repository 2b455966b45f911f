"""Review: what a person corrects in an analysis, everything measured anew, and how right it was."""

"""How good reps and sets were, from their flags: pure arithmetic on the domain types."""

"""Pure kinematic measures: landmarks and mask in, numbers with quality out."""

"""Claims held against other claims: annotations, scores, accepted states, differences between two states."""

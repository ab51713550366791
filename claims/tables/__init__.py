"""Results out of the tables of whole papers."""

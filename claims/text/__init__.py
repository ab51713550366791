"""The text of a paper: mark-up undone in place, sentences told apart. Knows characters, no numbers or names."""

"""Numerals, units and what belongs to them: every quantity of a text. Knows no sentences, metrics or claims."""

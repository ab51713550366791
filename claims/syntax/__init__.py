"""Words and their kinds: a sentence as a row of tokens, and the language that patterns over it are written in."""

"""Files that are written: whole or not there, and nobody else's is touched."""

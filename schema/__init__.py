"""Vocabularies, units and SQL, shipped as data of the package ``claims``."""

"""Noun phrases: where they begin and end, what hangs on what, what kind of thing each names."""

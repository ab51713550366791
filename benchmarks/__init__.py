"""Measurements: speed, samples to judge by eye, and what confidence is worth."""

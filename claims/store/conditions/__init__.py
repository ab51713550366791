"""Conditions under which results were obtained: what may differ, and what a result tells of it."""

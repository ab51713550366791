"""Readings under the name that the links import them by."""

from claims.reading.match import Reading

__all__ = ["Reading"]

"""Links: what each number is compared with, where it was obtained, and whose it is."""

from __future__ import annotations

from claims.linking.first_reader import FirstReader
from claims.linking.links import Links
from claims.linking.second_reader import Answer, SecondReader

__all__ = ["Answer", "FirstReader", "Links", "SecondReader"]

"""How XML of others is read: what it refers to is neither resolved nor fetched."""

from __future__ import annotations

from typing import Any, Final

SETTINGS: Final[dict[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
"""What parsers of lxml are given."""

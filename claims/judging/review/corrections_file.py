"""Corrections as a file that lives in version control: one a line, sorted, only what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from claims.files.escaping import for_json
from claims.judging.review.fields import CORRECTABLE

Line = Mapping[str, Any]


def line_of(kept: Mapping[str, Any]) -> Line:
    """Return the line of a correction.

    Args:
        kept: The columns of the table ``corrections``, and ``paper_id``.
    """
    line: dict[str, Any] = {"paper": kept["paper_id"], "quote": kept["quote"]}
    if kept["occurrence"]:
        line["occurrence"] = kept["occurrence"]
    line["verdict"] = kept["verdict"]
    line |= {name: kept["now"][name] for name in CORRECTABLE if name in kept["fields"]}
    if kept["why"]:
        line["why"] = kept["why"]
    line |= {"by": kept["said_by"], "at": kept["said_at"].isoformat(timespec="seconds")}
    if kept["free"]:
        line["free"] = True
    if kept["was"] is not None:
        line["read"] = {name: kept["was"][name] for name in CORRECTABLE}
    return {**line, "sentence": kept["sentence"], "text": f"{kept['digest']:016x}"}


def dumped(lines: Iterable[Line], others: Iterable[bytes] = ()) -> bytes:
    """Return the content of a file of corrections.

    Args:
        lines: From :func:`line_of`, in any order.
        others: Lines of the file as it was that are of other papers, or cannot be read: they stay.
    """
    encoded = [(_order(line), for_json(orjson.dumps(line))) for line in lines]
    encoded += [(_order(_parsed(raw)), raw) for raw in others]
    return b"".join(line + b"\n" for _, line in sorted(encoded))


def _order(line: Line) -> tuple[bool, str, str, str, str]:
    key = [str(line.get(name, "")) for name in ("paper", "quote", "by")]
    return not line, key[0], key[1], f"{line.get('occurrence', 0)!s:>9}", key[2]


def _parsed(raw: bytes) -> Line:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}

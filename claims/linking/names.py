"""Names of the vocabularies inside noun phrases, with the words that name them."""

from __future__ import annotations

import re
from functools import lru_cache

from claims.names.entries import WorkloadEntry, fold, resolve_hardware, resolve_workload
from claims.names.mentions import hardware_names, workload_names


@lru_cache(maxsize=16384)
def find_hardware(text: str) -> tuple[int, int] | None:
    """Return where the last name of hardware stands in a noun phrase, None where it has none.

    >>> find_hardware("two NVIDIA A100 GPUs")
    (4, 20)
    """
    found = None
    for span in hardware_names().spans(text):
        name = text[slice(*span)]
        entry = resolve_hardware(name)
        if entry is None or not entry.generic or not (entry.kind in _NO_PLATFORM or _DESIGN.search(name)):
            found = span
    return found


_DESIGN = re.compile(r"(?<!GPU )(?<!FPGA )\baccelerators?$")
_NO_PLATFORM = frozenset({"asic", "memory"})
"""Kinds whose general words name no platform: accelerators, DRAM."""


@lru_cache(maxsize=16384)
def find_workload(text: str) -> tuple[str, str, int] | None:
    """Find a name of the vocabulary of workloads in a noun phrase.

    Args:
        text: A noun phrase in one line.

    Returns:
        The words that name it, its kind, and how many words follow them, of the last name of the phrase; None
        where it has none.

    >>> find_workload("end-to-end inference of ResNet-50 models")
    ('ResNet-50', 'model', 1)
    """
    found = None
    for span in workload_names().spans(text):
        found = span
    if found is None:
        return None
    name = text[slice(*found)]
    entry = resolve_workload(name)
    if entry is None or not _written_so(entry, name):
        return None
    return name, entry.kind, len(text[found[1] :].split())


def _written_so(entry: WorkloadEntry, shown: str) -> bool:
    """True where the case fits: "multiple" is not the benchmark MultiPL-E, "top" not the dataset TOP."""
    if not shown.islower() or any(c.isdigit() for c in shown):
        return True
    key = fold(shown)
    return any(a.text.islower() and a.key in {key, key.removesuffix("s")} for a in entry.aliases)

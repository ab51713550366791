"""What a workload is: a dataset, a model, a kernel or a task."""

from __future__ import annotations

from functools import lru_cache

from claims.linking.choice import Scored, likeliest
from claims.model import WorkloadClass
from claims.names.entries import resolve_workload
from claims.phrases.phrase_kinds import KINDS, kind_of_head

_CLASSES: dict[str, WorkloadClass] = {
    "dataset": "dataset",
    "benchmark": "dataset",
    "model": "model",
    "kernel": "kernel",
    "task": "task",
}


def class_of_workload(name: str, candidates: Scored) -> WorkloadClass:
    """Return what a workload is: ``dataset``, ``model``, ``kernel``, ``task`` or ``other``.

    Args:
        name: Its name in the words of the paper.
        candidates: The phrases of the abstract that may be workloads; what is listed with a dataset is one.
    """
    known = _by_name(name)
    if known != "other":
        return known
    found = likeliest(name, candidates)
    return _CLASSES.get(KINDS[found[1].phrase.kind].removeprefix("named "), "other") if found else "other"


@lru_cache(maxsize=16384)
def _by_name(name: str) -> WorkloadClass:
    entry = resolve_workload(name)
    if entry is not None:
        return _CLASSES[entry.kind]
    return _CLASSES.get(kind_of_head(name.rsplit(maxsplit=1)[-1].lower()), "other")

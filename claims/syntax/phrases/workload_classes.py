"""What a workload is: a dataset, a model, a kernel or a task."""

from __future__ import annotations

from functools import lru_cache

from claims.model import WorkloadClass
from claims.names.entries import workload_kin
from claims.syntax.phrases.phrase_kinds import kind_of_head

_CLASSES: dict[str, WorkloadClass] = {
    "dataset": "dataset",
    "benchmark": "dataset",
    "model": "model",
    "kernel": "kernel",
    "task": "task",
}


def class_of_workload(name: str, kind: str = "") -> WorkloadClass:
    """Return what a workload is: ``dataset``, ``model``, ``kernel``, ``task`` or ``other``.

    Args:
        name: Its name in the words of the paper.
        kind: Kind of the phrase that names it; what is listed with a dataset is one.
    """
    known = _by_name(name)
    return known if known != "other" else _CLASSES.get(kind.removeprefix("named "), "other")


@lru_cache(maxsize=16384)
def _by_name(name: str) -> WorkloadClass:
    entry = workload_kin(name)
    if entry is not None:
        return _CLASSES[entry.kind]
    return _CLASSES.get(kind_of_head(name.rsplit(maxsplit=1)[-1].lower()), "other")

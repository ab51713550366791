"""What the names of systems in comparisons stand for: the vocabularies of baselines, hardware and workloads.

A baseline may be a program (vLLM), a machine (a V100 GPU), a model (BERT) or nothing in particular (the state
of the art); so may the subject of a claim. The words of the paper stay beside what they stand for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from claims.names.aliases import Alias, fold
from claims.names.around import any_of
from claims.names.entries import (
    BaselineEntry,
    HardwareEntry,
    WorkloadEntry,
    baselines,
    resolve_hardware,
    resolve_workload,
)

Vocabulary = Literal["baselines", "hardware", "workloads"]
Entity = tuple[Vocabulary, str]
"""A vocabulary, and a name in it."""

_COORDINATION = re.compile(rf",\s*(?:and\s+)?|\s+(?:{any_of('joins')})\s+|(?<=\w)/(?=\w)")
_AROUND = "()[]{}\"'“”‘’.,;:"
_ADDED = re.compile(rf"(?:['’]s|-(?:{any_of('glued')}))$")
_BEFORE = re.compile(rf"(?:(?:{any_of('before_systems')})\s+)+", re.IGNORECASE)
_AFTER = re.compile(rf"(?:\s+(?:{any_of('behind_systems')}))+$", re.IGNORECASE)
_LONGEST_ALIAS = 6  # words


@lru_cache(maxsize=65536)
def resolve_baselines(mention: str) -> tuple[Entity, ...]:
    """Return what the words of a paper for a baseline stand for.

    A list ("vLLM and SGLang") names several things. In each part a known system wins over a product of the
    hardware, that over a model, and words that name nothing in particular (state of the art, GPU) come last.

    >>> resolve_baselines("FlashAttention2 and a V100 GPU")
    (('baselines', 'FlashAttention-2'), ('hardware', 'V100'))
    """
    whole = _known_names().get(fold(mention))
    if whole is not None:
        return (("baselines", whole[0].name),)
    found = (_resolve(part) for part in _COORDINATION.split(mention))
    return tuple(dict.fromkeys(entity for entity in found if entity is not None))


@lru_cache(maxsize=65536)
def resolve_system(mention: str) -> Entity | None:
    """Return what a name as a whole stands for, None where no vocabulary has it.

    Words around a name make another thing of it here: a subject "vLLM with paging" is not vLLM.

    >>> resolve_system("vLLM"), resolve_system("vLLM with paging")
    (('baselines', 'vLLM'), None)
    """
    known = _known_names().get(fold(mention))
    if known is not None:
        return None if known[0].generic else ("baselines", known[0].name)
    machine = resolve_hardware(mention)
    if machine is not None and not machine.generic and _is_named(machine, mention):
        return ("hardware", machine.name)
    return _model(mention)


def _resolve(mention: str) -> Entity | None:
    system = _known_system(mention)
    if system is not None and not system.generic:
        return ("baselines", system.name)
    machine = resolve_hardware(mention)
    if machine is not None and not machine.generic:
        return ("hardware", machine.name)
    model = _model(_AFTER.sub("", _BEFORE.sub("", mention, count=1)))
    if model is not None:
        return model
    if system is not None:
        return ("baselines", system.name)
    return ("hardware", machine.name) if machine is not None else None


def _model(mention: str) -> Entity | None:
    # "GPT-4o-mini" is not GPT-4o: models count only under their whole name.
    model = resolve_workload(mention)
    if model is None or model.kind != "model" or model.generic or not _is_named(model, mention):
        return None
    return ("workloads", model.name)


def _is_named(entry: HardwareEntry | WorkloadEntry, mention: str) -> bool:
    key = fold(mention)
    return any(key.removesuffix("s") == alias.key.removesuffix("s") for alias in entry.aliases)


@cache
def _known_names() -> dict[str, tuple[BaselineEntry, Alias]]:
    return {alias.key: (entry, alias) for entry in baselines() for alias in entry.aliases}


def _known_system(mention: str) -> BaselineEntry | None:
    """Return the entry with the longest alias among the words; those that name a system win."""
    words = [_ADDED.sub("", word.strip(_AROUND)) for word in mention.split()]
    best: BaselineEntry | None = None
    score = (False, 0)
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_ALIAS, len(words)) + 1):
            key = fold("".join(words[start:end]))
            found = _known_names().get(key) or _known_names().get(key.removesuffix("s"))
            if found is None:
                continue
            entry, alias = found
            is_version_of_it = end < len(words) and words[end][:1].isdigit() and not alias.family
            if is_version_of_it or (alias.ambiguous and end - start < len(words)):
                continue
            if (not entry.generic, len(key)) > score:
                best, score = entry, (not entry.generic, len(key))
    return best

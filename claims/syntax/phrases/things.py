"""What kind of thing a noun phrase names: hardware, a workload, a task, or none of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claims.names.entries import DATA, HardwareEntry, resolve_hardware, workload_kin
from claims.names.mentions import hardware_names, workload_names
from claims.syntax.phrases.cue_words import cue, words


@lru_cache(maxsize=16384)
def find_hardware(text: str) -> tuple[int, int] | None:
    """Return where the last name of hardware stands in a noun phrase, None where it has none.

    >>> find_hardware("two NVIDIA A100 GPUs")
    (4, 20)
    """
    found = None
    for span in hardware_names().spans(text):
        entry = resolve_hardware(text[slice(*span)])
        if entry is not None and not (entry.generic and _is_design(entry, text[slice(*span)])):
            found = span
    if found is None and (other := cue("platform").search(text)):
        found = other.span()
    return found


def _is_design(entry: HardwareEntry, shown: str) -> bool:
    """True for general words that name no platform: accelerators, DRAM."""
    design = entry.kind == "npu" and shown.rsplit(" ", 1)[-1] in words("design_nouns")
    return design or entry.kind in {"asic", "memory"}


def hardware_name(text: str) -> str | None:
    """Return the name of the hardware that a noun phrase stands for, None where it stands for something else.

    Args:
        text: A noun phrase without articles, in one line.

    >>> hardware_name("Xilinx VCU1525 FPGA card")
    'Xilinx VCU1525 FPGA card'
    >>> hardware_name("GPU memory") is None
    True
    """
    span = find_hardware(text)
    if span is None or is_data(text):  # SPEC CPU 2017 is no CPU
        return None
    around = text[: span[1]].split()[-1:] + text[span[1] :].split()[:1]
    whole = span[1] == len(text) or any(word.lower() in words("machine_nouns") for word in around)
    return text[: span[1]] if whole else None


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
    entry = workload_kin(name)
    return (name, entry.kind, len(text[found[1] :].split())) if entry else None


def is_data(text: str) -> bool:
    """True for a noun phrase with the name of a dataset or a benchmark of the vocabulary."""
    known = find_workload(text)
    return known is not None and known[1] in DATA


_CAPITAL = re.compile(r"[A-Z]|[a-z]+[A-Z]")
_EDITION = re.compile(r"\d+|\d[\d.]*-?[A-Za-z][\w-]*")
_STRONG = re.compile(r"[A-Z].*[A-Z\d]|[A-Za-z]+-?\d|[a-z][A-Z]")


def workload_name(text: str, preposition: str, *, near: bool = False) -> str | None:
    """Return the name of the workload in a noun phrase.

    Args:
        text: A noun phrase without articles, in one line.
        preposition: The word before it; after "on" any name counts, after others only what looks like one.
        near: True right behind a number, where any name counts: 3.8x for Viterbi.

    Returns:
        The name, without the general noun beside it; None where the phrase names none.

    >>> workload_name("standard ICDAR 2013 benchmark", "on")
    'ICDAR 2013'
    >>> workload_name("average", "on") is None
    True
    """
    known = find_workload(text)
    if known and known[1] != "task":
        return _whole_word(text, known[0])
    listed = text.split()
    first = next((i for i, word in enumerate(listed) if _CAPITAL.match(word)), None)
    if first is None:
        return _unnamed(listed)
    last = first
    while last + 1 < len(listed) and (
        _CAPITAL.match(listed[last + 1]) or _EDITION.fullmatch(listed[last + 1])
    ):
        last += 1
    name, rest = listed[first : last + 1], listed[last + 1 :]
    if all(word.strip("()") in words("no_name") for word in name):
        return None
    if name[-1].rpartition("-")[2] in words("adjective_ends"):
        return None
    if rest and rest[-1].lower() not in words("workload_nouns"):
        return None
    strong = any(map(_STRONG.search, name))
    if rest and not strong:
        name = listed[first:-1]  # the Chinese character dataset
    of_data = listed[-1].lower() in words("data_nouns")
    acronym = len(name) == 1 and name[0].rstrip("s").isupper()
    beside = near and preposition in words("task_prepositions")
    if preposition in words("on") or of_data or beside or (strong and not acronym):
        return " ".join(name)
    return None


def _whole_word(text: str, name: str) -> str | None:
    """Return a name with what is glued to it: CIFAR-FS is not CIFAR; None where that makes an adjective of it."""
    end = text.rfind(name) + len(name)
    glued = text[end:].partition(" ")[0]
    return None if glued.removeprefix("-") in words("adjective_ends") else name + glued


def _unnamed(listed: list[str]) -> str | None:
    """The visual wake words dataset: a name in small letters."""
    if len(listed) < 3 or listed[-1] not in words("one_dataset") or not words("vague").isdisjoint(listed):
        return None
    return " ".join(listed[:-1])


def task_name(text: str) -> str | None:
    """Return a phrase that describes a task: "abuse target prediction"; None for any other.

    Args:
        text: A noun phrase without articles, in one line.
    """
    listed = text.split()
    while listed and listed[0].lower() in words("vague"):
        listed = listed[1:]
    known = find_workload(text)
    described = 1 < len(listed) < 6 and listed[-1].lower() in words("task_nouns")
    named = known is not None and known[1:] == ("task", 0)
    return " ".join(listed) if listed and (described or named) else None


@cache
def _headed() -> re.Pattern[str]:
    """Return the pattern of a name that is no entry of a vocabulary, before a noun for data: the FOOBAR benchmark."""
    nouns = "|".join(sorted(words("named_nouns")))
    return re.compile(rf"[A-Z](?<![\w-].)[A-Za-z]{{0,30}}[A-Z\d][\w.-]{{0,40}}(?=\s(?:{nouns})\b)")


def named_data(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return the datasets and benchmarks that a stretch of text names, in order, each with its offset.

    Args:
        text: The clean text of an abstract.
        start: Where the stretch begins.
        end: Where it ends.
    """
    found = []
    for first, last in workload_names().spans(text, start, end):
        entry = workload_kin(text[first:last])
        if entry is not None and entry.kind in DATA and not text[first:last].islower():
            found.append((first, text[first:last]))
    for m in _headed().finditer(text, start, end):
        if m[0] not in words("no_name") and not any(
            first <= m.start() < first + len(n) for first, n in found
        ):
            found.append((m.start(), m[0]))
    return sorted(found)

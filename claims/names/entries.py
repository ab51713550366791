"""The vocabularies of hardware, workloads and baselines: what each name means.

The names are data, in ``schema/hardware.csv``, ``schema/workloads.csv``, ``schema/baselines.csv`` and
``schema/vendors.csv``. An
alias is found in a text as written and capitalised (several words in lower case, too), and blanks and hyphens
in it may be missing. Marks before and after an alias say what else holds:

- ``=SPEC`` is matched in exactly this case, for names that are words of English too;
- ``?T4`` is ambiguous: it counts only with its vendor before it or a word such as GPU or robot after it, and
  among the baselines only where it is the whole name;
- ``Xeon*`` is a family: model numbers and sizes may follow, and need no entry of their own; in ``Phi-*`` one
  must.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from claims.errors import ClaimsError
from claims.names.aliases import Alias, aliases_of, fold
from claims.names.resolver import Entry, Resolver, entries, known
from claims.names.rows import one_of, rows

HARDWARE_KINDS = frozenset(
    {
        "gpu",
        "cpu",
        "fpga",
        "board",
        "npu",
        "tpu",
        "mcu",
        "soc",
        "phone",
        "cluster",
        "memory",
        "robot",
        "quantum",
    }
    | {"asic", "wafer-scale"}
)
"""Kinds of hardware."""

WORKLOAD_KINDS = frozenset({"dataset", "benchmark", "model", "kernel", "task"})
"""Kinds of workload."""

DATA = frozenset({"dataset", "benchmark"})
"""Those of them that are data."""

BASELINE_KINDS = frozenset(
    {
        "accelerator",
        "cache",
        "compiler",
        "database",
        "decoding",
        "design tool",
        "framework",
        "generic",
        "kernel",
        "library",
        "method",
        "operating system",
        "pruning",
        "quantization",
        "serving",
        "simulator",
        "solver",
        "test tool",
        "training",
    }
)
"""Kinds of baseline; ``generic`` stands for words such as "state of the art", which name no system."""


@dataclass(frozen=True, slots=True)
class HardwareEntry:
    """A row of ``schema/hardware.csv``.

    Attributes:
        name: Usual name.
        aliases: All spellings, the name among them.
        vendor: Who makes it; empty for a generic word such as GPU.
        kind: One of :data:`HARDWARE_KINDS`.
        architecture: Architecture or family (Ampere, Zen 3), empty where unknown.
        year: Year of announcement or release, None where unknown.
    """

    name: str
    aliases: tuple[Alias, ...]
    vendor: str
    kind: str
    architecture: str
    year: int | None

    @property
    def generic(self) -> bool:
        """True for a word that names a class of machines and no product."""
        return not self.vendor


@dataclass(frozen=True, slots=True)
class WorkloadEntry:
    """A row of ``schema/workloads.csv``.

    Attributes:
        name: Usual name.
        aliases: All spellings, the name among them.
        kind: One of :data:`WORKLOAD_KINDS`.
        area: Field that it belongs to: vision, nlp, speech, systems, ...
    """

    name: str
    aliases: tuple[Alias, ...]
    kind: str
    area: str

    @property
    def generic(self) -> bool:
        """True for a class of models (CNN, LLM) that names no model."""
        return self.area == "general"


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """A row of ``schema/baselines.csv``: a well-known system that papers compare with.

    Attributes:
        name: Usual name.
        aliases: All spellings, the name among them.
        kind: One of :data:`BASELINE_KINDS`.
    """

    name: str
    aliases: tuple[Alias, ...]
    kind: str

    @property
    def generic(self) -> bool:
        """True for words that name no system."""
        return self.kind == "generic"


@cache
def hardware() -> tuple[HardwareEntry, ...]:
    """Return the rows of ``schema/hardware.csv``, in its order.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    return entries("hardware.csv", HardwareEntry, _read_hardware, __file__)


def _read_hardware() -> tuple[HardwareEntry, ...]:
    columns = ("name", "aliases", "vendor", "kind", "architecture", "year")
    entries = []
    for place, row in rows("hardware.csv", columns):
        one_of(place, "kind", row["kind"], HARDWARE_KINDS)
        year = row["year"]
        if year and not re.fullmatch(r"(?:19|20)\d\d", year):
            raise ClaimsError(f"{place}: year {year!r} is no year; write four digits or leave it empty")
        cells = (row["vendor"], row["kind"], row["architecture"], int(year) if year else None)
        entries.append((place, HardwareEntry(row["name"], aliases_of(place, row), *cells)))
    return _unique(entries)


@cache
def workloads() -> tuple[WorkloadEntry, ...]:
    """Return the rows of ``schema/workloads.csv``, in its order.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    return entries("workloads.csv", WorkloadEntry, _read_workloads, __file__)


def _read_workloads() -> tuple[WorkloadEntry, ...]:
    entries = []
    for place, row in rows("workloads.csv", ("name", "aliases", "kind", "area")):
        one_of(place, "kind", row["kind"], WORKLOAD_KINDS)
        entries.append((place, WorkloadEntry(row["name"], aliases_of(place, row), row["kind"], row["area"])))
    return _unique(entries)


@cache
def baselines() -> tuple[BaselineEntry, ...]:
    """Return the rows of ``schema/baselines.csv``, in its order.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    return entries("baselines.csv", BaselineEntry, _read_baselines, __file__)


def _read_baselines() -> tuple[BaselineEntry, ...]:
    entries = []
    for place, row in rows("baselines.csv", ("name", "aliases", "kind")):
        one_of(place, "kind", row["kind"], BASELINE_KINDS)
        entries.append((place, BaselineEntry(row["name"], aliases_of(place, row), row["kind"])))
    return _unique(entries)


@cache
def vendors() -> dict[str, tuple[str, ...]]:
    """Return the spellings of each vendor, its name first: those of the hardware and ``vendors.csv``.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    spellings: dict[str, tuple[str, ...]] = {e.vendor: (e.vendor,) for e in hardware() if e.vendor}
    for _, row in rows("vendors.csv", ("name", "aliases")):
        known = spellings.get(row["name"], (row["name"],))
        spellings[row["name"]] = tuple(dict.fromkeys((*known, *filter(None, row["aliases"].split("|")))))
    return spellings


def _unique(placed: Iterable[tuple[str, Entry]]) -> tuple[Entry, ...]:
    """Return the entries; a row of one's own for a name that is there adds its aliases to it."""
    owners: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    for place, entry in placed:
        for alias in entry.aliases:
            owner = owners.setdefault(alias.key, entry.name)
            if owner != entry.name:
                raise ClaimsError(
                    f"{place}: {alias.text!r} is an alias of {owner!r} and of {entry.name!r}; delete one of them"
                )
        known: Entry = entries.setdefault(entry.name, entry)
        if replace(known, aliases=entry.aliases) != entry:
            raise ClaimsError(
                f"{place}: {entry.name!r} is there with other cells; repeat those to add aliases"
            )
        spelled = {alias.key for alias in known.aliases}
        added: tuple[Alias, ...] = tuple(alias for alias in entry.aliases if alias.key not in spelled)
        entries[entry.name] = replace(known, aliases=(*known.aliases, *added))
    return tuple(entries.values())


@cache
def _hardware_resolver() -> Resolver[HardwareEntry]:
    return Resolver(known("hardware.csv", _read_hardware, __file__), HardwareEntry)


@cache
def _workload_resolver() -> Resolver[WorkloadEntry]:
    return Resolver(known("workloads.csv", _read_workloads, __file__), WorkloadEntry)


GLUED = r"(?:-[A-Z]|\+)"
"""Source of a pattern of what makes other data of a name that it is glued to: VizWiz-LF is not VizWiz."""

_GLUED = re.compile(rf"[^\s/,;()]*?{GLUED}")


@lru_cache(maxsize=65536)
def resolve_hardware(mention: str) -> HardwareEntry | None:
    """Return the hardware that the words of a paper name, None where the vocabulary has none of it.

    A name with a number in it (A100, Galaxy S23) wins over a family (Ampere, Galaxy), a family over a generic
    word (GPU); among equals the longest wins, then the first.

    >>> resolve_hardware("NVIDIA A100 80GB GPUs").name
    'A100'
    """
    best = _hardware_resolver().whole(mention)
    if best is not None:
        return best
    score = (-1, 0)
    for entry, key, _ in _hardware_resolver().candidates(mention):
        if entry.generic:
            new = (0, len(key))
        elif any(c.isdigit() for c in entry.name):
            new = (2, len(key))
        else:
            maker = next((fold(v) for v in vendors()[entry.vendor] if key.startswith(fold(v))), "")
            new = (1, len(key) - len(maker))
        if new > score:
            best, score = entry, new
    return best


@lru_cache(maxsize=65536)
def resolve_workload(mention: str) -> WorkloadEntry | None:
    """Return the workload that the words of a paper name, None where the vocabulary has none of it.

    Names of data, benchmarks and models win over kernels and tasks, those over classes of models (CNN); among
    equals the longest wins, then the first.

    >>> resolve_workload("LLaMA-2-7B").name
    'LLaMA 2'
    >>> resolve_workload("GSM8K").name, resolve_workload("GSM8K-Plus")
    ('GSM8K', None)
    """
    named = _workload_resolver()
    return named.whole(mention) or _best(
        (entry, key)
        for entry, key, behind in named.candidates(mention)
        if not (entry.kind in DATA and _GLUED.match(behind))
    )


@lru_cache(maxsize=65536)
def workload_kin(mention: str) -> WorkloadEntry | None:
    """Return what :func:`resolve_workload` does, or the data of whose kind a name is that it is glued to.

    >>> workload_kin("GSM8K-Plus").name
    'GSM8K'
    """
    named = _workload_resolver()
    return named.whole(mention) or _best((entry, key) for entry, key, _ in named.candidates(mention))


def _best(candidates: Iterable[tuple[WorkloadEntry, str]]) -> WorkloadEntry | None:
    """Return the entry that a mention with several names rather means."""
    best, score = None, (-1, 0)
    for entry, key in candidates:
        rank = 0 if entry.generic else 1 if entry.kind in {"kernel", "task"} else 2
        if (rank, len(key)) > score:
            best, score = entry, (rank, len(key))
    return best


def is_data_set(name: str) -> bool:
    """Return whether a name is that of a data set or a benchmark of the vocabulary.

    >>> is_data_set("ImageNet"), is_data_set("BERT")
    (True, False)
    """
    entry = workload_kin(name)
    return entry is not None and entry.kind in DATA

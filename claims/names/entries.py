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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Generic, TypeVar

from claims.errors import ClaimsError
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
class Alias:
    """One spelling of a name, with what its marks say.

    Attributes:
        text: The spelling.
        exact: True where case matters.
        ambiguous: True where it needs its vendor or a noun beside it.
        family: True where a model number or a size may follow.
    """

    text: str
    exact: bool = False
    ambiguous: bool = False
    family: bool = False

    @property
    def key(self) -> str:
        """The spelling without case, blanks and hyphens: equal keys are the same name."""
        return fold(self.text)


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


_SEPARATORS = re.compile(r"[-\s_–]+")


def fold(text: str) -> str:
    """Return a text without case, blanks, hyphens and underscores.

    >>> fold("ResNet-50") == fold("resnet 50")
    True
    """
    return _SEPARATORS.sub("", text).casefold()


@cache
def hardware() -> tuple[HardwareEntry, ...]:
    """Return the rows of ``schema/hardware.csv``, in its order.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    columns = ("name", "aliases", "vendor", "kind", "architecture", "year")
    entries = []
    for place, row in rows("hardware.csv", columns):
        one_of(place, "kind", row["kind"], HARDWARE_KINDS)
        year = row["year"]
        if year and not re.fullmatch(r"(?:19|20)\d\d", year):
            raise ClaimsError(f"{place}: year {year!r} is no year; write four digits or leave it empty")
        cells = (row["vendor"], row["kind"], row["architecture"], int(year) if year else None)
        entries.append((place, HardwareEntry(row["name"], _aliases(place, row), *cells)))
    return _unique(entries)


@cache
def workloads() -> tuple[WorkloadEntry, ...]:
    """Return the rows of ``schema/workloads.csv``, in its order.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    entries = []
    for place, row in rows("workloads.csv", ("name", "aliases", "kind", "area")):
        one_of(place, "kind", row["kind"], WORKLOAD_KINDS)
        entries.append((place, WorkloadEntry(row["name"], _aliases(place, row), row["kind"], row["area"])))
    return _unique(entries)


@cache
def baselines() -> tuple[BaselineEntry, ...]:
    """Return the rows of ``schema/baselines.csv``, in its order.

    Raises:
        ClaimsError: The file is malformed; names file, line and remedy.
    """
    entries = []
    for place, row in rows("baselines.csv", ("name", "aliases", "kind")):
        one_of(place, "kind", row["kind"], BASELINE_KINDS)
        entries.append((place, BaselineEntry(row["name"], _aliases(place, row), row["kind"])))
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


_ALIAS = re.compile(r"(?P<marks>[=?]{0,2})(?P<text>[^=?*|].*?)(?P<family>\*?)")


def _aliases(place: str, row: dict[str, str]) -> tuple[Alias, ...]:
    """Read a row's aliases; its name is one of them, and an alias equal to it may carry marks."""
    aliases = []
    for cell in row["aliases"].split("|") if row["aliases"] else []:
        m = _ALIAS.fullmatch(cell.strip())
        if m is None:
            raise ClaimsError(f"{place}: alias {cell!r} has no text; write it or delete the bar")
        aliases.append(Alias(m["text"], "=" in m["marks"], "?" in m["marks"], bool(m["family"])))
    # A name with a remark in parentheses ("Spider (text-to-SQL)") is no spelling that papers use.
    name = _REMARK.sub("", row["name"])
    if all(alias.text != name for alias in aliases):
        key = fold(name)
        same = next((alias for alias in aliases if alias.key == key), None)
        if (same or name == row["name"]) and not (same.text if same else name).endswith("-"):
            aliases.insert(0, replace(same, text=name) if same else Alias(name))
    return tuple(aliases)


_REMARK = re.compile(r"\s\([^)]*\)$")


_Entry = TypeVar("_Entry", HardwareEntry, WorkloadEntry, BaselineEntry)


def _unique(placed: Iterable[tuple[str, _Entry]]) -> tuple[_Entry, ...]:
    """Return the entries; a row of one's own for a name that is there adds its aliases to it."""
    owners: dict[str, str] = {}
    entries: dict[str, _Entry] = {}
    for place, entry in placed:
        for alias in entry.aliases:
            owner = owners.setdefault(alias.key, entry.name)
            if owner != entry.name:
                raise ClaimsError(
                    f"{place}: {alias.text!r} is an alias of {owner!r} and of {entry.name!r}; delete one of them"
                )
        known: _Entry = entries.setdefault(entry.name, entry)
        if replace(known, aliases=entry.aliases) != entry:
            raise ClaimsError(
                f"{place}: {entry.name!r} is there with other cells; repeat those to add aliases"
            )
        spelled = {alias.key for alias in known.aliases}
        added: tuple[Alias, ...] = tuple(alias for alias in entry.aliases if alias.key not in spelled)
        entries[entry.name] = replace(known, aliases=(*known.aliases, *added))
    return tuple(entries.values())


class _Resolver(Generic[_Entry]):
    """Looks up the entry that a mention names."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries: dict[str, _Entry] = {}
        self._families: set[str] = set()
        self._cases: dict[str, set[str]] = {}
        for entry in entries:
            for alias in entry.aliases:
                self._entries[alias.key] = entry
                if alias.family:
                    self._families.add(alias.key)
                if alias.exact:
                    self._cases.setdefault(alias.key, set()).add(_SEPARATORS.sub("", alias.text))
        self._longest = max(map(len, self._entries), default=0)

    def whole(self, mention: str) -> _Entry | None:
        """Return the entry that has the mention as one of its spellings."""
        return self._entries.get(fold(mention))

    def candidates(self, mention: str) -> Iterator[tuple[_Entry, str]]:
        """Yield the entries named somewhere in a mention, each with the key that names it."""
        words = [fold(w) for w in _WORD.findall(_TRADEMARK.sub(" ", mention))]
        cased = _SEPARATORS.sub("", mention)
        for i in range(len(words)):
            for key in self._keys(words[i:]):
                if key not in self._cases or any(text in cased for text in self._cases[key]):
                    yield self._entries[key], key

    def _keys(self, words: list[str]) -> Iterator[str]:
        """Yield the keys that a row of words begins with."""
        key = ""
        for word in words:
            key += word
            if len(key) > self._longest + 1:
                break
            if key in self._entries:
                yield key
            elif key.endswith("s") and key[:-1] in self._entries:
                yield key[:-1]
        rest = "".join(words)
        for size in range(min(len(rest), self._longest), 1, -1):
            if rest[:size] in self._families and _MODEL_NUMBER.match(rest, size):
                yield rest[:size]
                break


_WORD = re.compile(r"[^\s\-_–/(),;]+(?:/[^\s\-_–/(),;]{1,3}(?![^\s\-_–/(),;]))?")
_TRADEMARK = re.compile(r"\(R\)|®|\(TM\)|™")
_MODEL_NUMBER = re.compile(r"$|\d|[a-z]{1,3}\d|(?<=\d)")


@cache
def _hardware_resolver() -> _Resolver[HardwareEntry]:
    return _Resolver(hardware())


@cache
def _workload_resolver() -> _Resolver[WorkloadEntry]:
    return _Resolver(workloads())


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
    for entry, key in _hardware_resolver().candidates(mention):
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
    """
    best = _workload_resolver().whole(mention)
    if best is not None:
        return best
    score = (-1, 0)
    for entry, key in _workload_resolver().candidates(mention):
        rank = 0 if entry.generic else 1 if entry.kind in {"kernel", "task"} else 2
        if (rank, len(key)) > score:
            best, score = entry, (rank, len(key))
    return best

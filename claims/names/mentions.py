"""Hardware and workloads in running text: how papers write the names of the vocabularies, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from claims.files.compiled import compiled
from claims.files.kept import kept
from claims.files.own_vocabulary import texts
from claims.names import aliases, entries, gazetteer, rows, trie
from claims.names.aliases import Alias
from claims.names.around import FILE, any_of, words_of_list
from claims.names.entries import GLUED, HardwareEntry, hardware, vendors, workloads
from claims.names.gazetteer import Gazetteer, Index, Shape, index
from claims.names.trie import alternation

Value = TypeVar("Value")
_Plain = tuple[Any, ...]
"""What an :class:`Index` holds: only a plain tuple can be kept."""

_GAP = r"\W?"
_SEPARATORS = re.compile(r"[-\s–]+")
_TRADEMARK = r"(?:\(R\)|®|\(TM\)|™)?"

_DEVICES = any_of("devices")
_MEMORY = rf"\d{{1,4}}\s?GB|(?:{any_of('links')})\d?"
# Number formats and links look like model numbers and are none: "A100 FP16".
_NO_MODEL = rf"(?!(?:{any_of('no_models')})\d|[ATV]\d(?!\d))"
_NUMBER = rf"{_NO_MODEL}[A-Z]{{1,4}}\d[\w+]*(?:-[\w+]+)?"
# A number that measures something is no model number either: "Xeon 2.5x".
_NO_MEASURE = rf"(?![\d.,]{{1,30}}\s?(?:[x×%]|\\|{any_of('unit_beginnings')}|(?:{any_of('units')})\b))"
_SERIES = any_of("series")
_MEMBER = (
    rf"{_TRADEMARK}{_GAP}(?:{_SERIES}|v\d"
    rf"|{_NO_MEASURE}[A-Z]{{0,3}}-?\d{{1,5}}[A-Za-z+]{{0,3}}\d{{0,2}}(?:-\w+)?)(?![\w.]*\w)"
)
_MODEL = rf"(?:[-\s](?:{_MEMORY}|{_SERIES}|{_NUMBER}))*(?:[-\s](?:{_DEVICES}|{any_of('machines')}))*(?!\w)"
# A generic word is often only a part of another thing: "GPU memory" and "CPU time" are no platforms.
_NO_PART = rf"(?!-[A-Z]|[-\s](?:{any_of('of_another')}|(?:{any_of('of_another_whole')})\b))"


def _plain(alias: Alias) -> str:
    """Return an alias with blanks for all separators, as the trie holds it."""
    return _SEPARATORS.sub(" ", alias.text).strip()


def spellings(alias: Alias) -> set[str]:
    """Return the strings that a text may hold for an alias.

    Every string makes the pattern dearer to compile, so these are the ones that papers do write: "Object
    Detection", "vision transformer", "Imagenet", "NuScenes", but not "imagenet".
    """
    text = _plain(alias)
    if alias.exact:
        return {text}
    spellings = {text, text.capitalize(), text[0].upper() + text[1:]}
    if text.islower():
        spellings.add(text.title())
    elif text.replace(" ", "").isalpha() and " " in text:
        spellings.add(text.lower())
    return spellings


def _cased(names: Iterable[str]) -> set[str]:
    """Return names of makers as written, in capitals, and capitalised."""
    return {s for name in names for s in (name, name.upper(), name.capitalize())}


def _in_company(ambiguous: dict[str, list[tuple[Alias, HardwareEntry]]]) -> Iterator[Shape]:
    """Yield the shapes of each kind's ambiguous names: a vendor before them, or a telling noun after."""
    for kind, found in ambiguous.items():
        names = {_plain(alias) for alias, _ in found}
        makers = _cased(v for _, e in found for v in vendors().get(e.vendor, ()))
        yield Shape(makers, rf"[-\s]{alternation(names, gap=_GAP)}(?!\w){_MODEL}")
        yield Shape(names, rf"[-\s]{alternation(words_of_list(f'company.{kind}'), gap=_GAP)}s?(?!\w){_MODEL}")


def _beyond_number(spellings: Iterable[str]) -> set[str]:
    """Return the names that go on after a number ("RTX 6000 Ada"); families would cut them."""
    return {s for s in spellings if _HAS_MORE.search(s)}


_HAS_MORE = re.compile(r"\d\S* ")


class _Hardware(Gazetteer):
    """Names of hardware, which up to three makers may stand before: NVIDIA A100, AMD Xilinx Alveo U280."""

    def __init__(self, names: Index, makers: str) -> None:
        super().__init__(names)
        self._makers = compiled(makers)
        # A maker tells hardware even where the device has no name: "Qualcomm processor".
        self._nameless = re.compile(rf"(?:{_DEVICES})(?!\w)")

    def end(self, text: str, start: int, end: int) -> int | None:
        # Behind as many makers as there are, then behind fewer: IBM is one, and so is IBM Quantum.
        made: list[int] = []
        limit = end
        while m := self._makers.match(text, start, limit):
            made.append(m.end())
            limit = m.end() - 1
        for begin in made:
            stop = super().end(text, begin, end)
            if stop is not None:
                return stop
        stop = super().end(text, start, end)
        if stop is None and made:
            devices = (self._nameless.match(text, begin, end) for begin in made)
            return next((m.end() for m in devices if m), None)
        return stop

    def patterns(self) -> Iterator[re.Pattern[str]]:
        yield from super().patterns()
        yield from (self._makers, self._nameless)


@cache
def hardware_names() -> Gazetteer:
    """Return what finds hardware in a text.

    A mention has vendor, name, model number, memory size and noun: "NVIDIA A100 80GB GPUs", "Xilinx Zynq
    UltraScale+ ZCU102 FPGA", "mobile devices".

    >>> text = "On a Jetson Orin NX and two NVIDIA A100 GPUs it runs."
    >>> [text[slice(*span)] for span in hardware_names().spans(text)]
    ['Jetson Orin NX', 'NVIDIA A100 GPUs']
    """
    names, makers = _kept("names of hardware", ("hardware.csv", "vendors.csv", FILE), _hardware_index)
    return _Hardware(Index(*names), makers)


def _kept(what: str, files: Sequence[str], make: Callable[[], Value]) -> Value:
    """Return what is made of vocabularies, from the last command where they have not changed."""
    material = "\n".join(text.content for file in files for text in texts(file))
    modules = (aliases.__file__, entries.__file__, rows.__file__, gazetteer.__file__, trie.__file__, __file__)
    return kept(what, material, make, *modules)


def _hardware_index() -> tuple[_Plain, str]:
    """Return the names of hardware, and the source of a pattern of their makers."""
    fixed: set[str] = set()
    families: set[str] = set()
    generic: set[str] = set()
    ambiguous: dict[str, list[tuple[Alias, HardwareEntry]]] = {}
    for entry in hardware():
        for alias in entry.aliases:
            if alias.ambiguous:
                ambiguous.setdefault(entry.kind, []).append((alias, entry))
            else:
                target = generic if entry.generic else families if alias.family else fixed
                target |= spellings(alias)
    makers = _cased(v for spellings in vendors().values() for v in spellings)
    made = alternation(makers, gap=r"[-\s]") + rf"{_TRADEMARK}[-\s]"
    found = index(
        [
            Shape(_beyond_number(fixed), rf"(?![\w+]){_MODEL}"),
            Shape(families, rf"(?:{_MEMBER})+s?(?!\w){_MODEL}"),
            Shape(fixed | families, rf"s?(?![\w+]){_MODEL}"),
            *_in_company(ambiguous),
            Shape(
                generic,
                rf"s?(?!\w)(?:[-\s](?:{any_of('parts')}))?{_NO_PART}(?!\w)",
            ),
        ],
        makers,
    )
    return tuple(found), rf"(?:{made}){{1,3}}"


_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_]{3})(?=\d)")
_VERSION = r"[-_/]?[vVbB]?\d+(?:\.\d+)*[a-zA-Z]{0,2}(?:x\d+[a-zA-Z]{0,2})?(?:[-/]\d+)*"
_PARAMETERS = r"[-\s_]?\d+(?:\.\d+)?\s?[BMT](?:-A\d+(?:\.\d+)?B)?(?!\w)|[-\s]\d+x\d+B"
_VARIANT = (
    rf"[-_](?:[A-Z][A-Za-z]*\d{{0,2}}|{any_of('variants')})(?!\w)(?:/\d+)?"
    rf"|\s(?:{any_of('variants_apart')})(?!\w)"
    r"|\s(?:19|20)\d\d(?![\w.])"
)


@cache
def workload_names(*, generic: bool = False) -> Gazetteer:
    """Return what finds workloads in a text.

    Names of models may carry a version, a variant and a size of which the vocabulary knows nothing:
    ``LLaMA-2-7B``, ``Qwen2.5-Coder``, ``YOLOv8n``, ``ViT-B/16``, ``gpt-oss 120B``.

    Args:
        generic: Also find classes of models that name none: CNNs, LLMs.

    >>> text = "We train ResNet-50 on CIFAR10 and run LLaMA-2-7B."
    >>> [text[slice(*span)] for span in workload_names().spans(text)]
    ['ResNet-50', 'CIFAR10', 'LLaMA-2-7B']
    """
    what = f"names of workloads{' and classes' if generic else ''}"
    names = _kept(what, ("workloads.csv", FILE), lambda: _workload_index(generic))
    return Gazetteer(Index(*names), begins=r"(?<![\w@])(?<!\w-)")


def _workload_index(generic: bool) -> _Plain:
    families: set[str] = set()
    alone: set[str] = set()
    for entry in workloads():
        if entry.generic and not generic:
            continue
        for alias in entry.aliases:
            # "CIFAR10" and "CIFAR 10" are spellings of "CIFAR-10"; "C 4" is none of "C4".
            shown = {_GLUED_NUMBER.sub(" ", s) for s in spellings(alias)}
            if alias.family or entry.kind == "model":
                families |= shown
            if not alias.text.endswith("-"):
                alone |= shown
    found = index(
        [
            Shape(_beyond_number(alone - families), r"s?(?!\w)"),
            Shape(families, rf"(?:{_PARAMETERS}|{_VERSION}|{_VARIANT}){{1,4}}s?(?!\w)"),
            Shape(alone, rf"s?(?!\w)(?:{GLUED}[\w+]*)*"),
        ]
    )
    return tuple(found)

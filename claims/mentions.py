"""Patterns that find hardware and workloads in running text, made from the vocabularies.

Each is one expression for ``re``, whose core is a trie of all spellings: matching takes about the same time
for ten names as for ten thousand. (The ``regex`` module takes eighty times as long over them.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from claims.trie import alternation, compiled
from claims.vocabulary import Alias, HardwareEntry, hardware, vendors, workloads

# Any one sign or none stands between the words of a name. (A set of signs takes thrice as long to compile.)
_GAP = r"\W?"
_SEPARATORS = re.compile(r"[-\s–]+")
_TRADEMARK = r"(?:\(R\)|®|\(TM\)|™)?"
# Most words of a text are no names: their first letters tell, before any longer alternative is tried.
_GATE = 8

# Nouns that tell an ambiguous name ("Spot", "T4") from the word or code that it also is.
_COMPANY: dict[str, tuple[str, ...]] = {
    "gpu": ("GPU", "graphics card", "Tensor Core", "accelerator", "architecture"),
    "cpu": ("CPU", "processor", "core"),
    "fpga": ("FPGA", "board", "card", "accelerator card"),
    "board": ("board",),
    "npu": ("NPU", "chip", "processor", "accelerator"),
    "asic": ("accelerator", "chip", "processor", "ASIC"),
    "soc": ("chip", "SoC", "processor", "CPU", "GPU"),
    "mcu": ("MCU", "microcontroller"),
    "cluster": ("supercomputer", "cluster", "system at"),
    "quantum": ("processor", "quantum computer", "QPU", "device"),
    "robot": ("robot", "quadruped", "humanoid", "arm", "manipulator", "biped"),
    "wafer-scale": ("chip", "wafer"),
    "phone": ("phone", "smartphone"),
    "tpu": ("TPU", "chip"),
    "memory": ("memory",),
}

_DEVICES = (
    r"(?:GPU|CPU|FPGA|SoC|SOC|MPSoC|MCU|NPU|TPU|DSP|VPU|IPU|RDU|APU|QPU|DPU|HPU|RFSoC|ACAP)s?"
    r"|(?:graphics |accelerator )?cards?|(?:development |evaluation |FPGA )?boards?"
    r"|(?:dev|developer|development) kits?|(?:co)?processors?|(?:micro)?controllers?|(?:smart)?phones?"
    r"|(?:super)?computers?|(?:super)?chips?|accelerators?|robots?|(?:robotic )?(?:arms?|manipulators?)"
    r"|quadrupeds?|humanoids?|drones?"
)
_NOUNS = (
    rf"{_DEVICES}|cores?|platforms?|devices?|servers?|clusters?|nodes?|instances?|machines?|sockets?|systems?"
)
_MEMORY = r"\d{1,4}\s?GB|PCIe|SXM\d?|NVL"
_SERIES = (
    r"Ti|Super|SUPER|XTX?|Pro|PRO|Max|Plus|Ultra|Lite|Mini|Elite|Gold|Silver|Platinum|Bronze|Gen|Edge|FE"
    r"|Industrial"
)
# Number formats and links look like model numbers and are none: "A100 FP16".
_NO_MODEL = r"(?!(?:FP|INT|BF|TF|W|GPT|PCI|USB|HBM|DDR|LPDDR|GDDR|MP|UL|PM)\d|[ATV]\d(?!\d))"
_NUMBER = rf"{_NO_MODEL}[A-Z]{{1,4}}\d[\w+]*(?:-[\w+]+)?"
# A number that measures something is no model number either: "Xeon 2.5x".
_NO_MEASURE = (
    r"(?![\d.,]{1,30}\s?(?:[x×%]|\\|times|ms\b|s\b|fps|FPS|W\b|mW|GB|MB|GHz|MHz|cores?\b|threads?\b|nodes?\b|GPU"
    r"|hours?\b))"
)
_MEMBER = (
    rf"{_TRADEMARK}{_GAP}(?:{_SERIES}|v\d"
    rf"|{_NO_MEASURE}[A-Z]{{0,3}}-?\d{{1,5}}[A-Za-z+]{{0,3}}\d{{0,2}}(?:-\w+)?)(?![\w.]*\w)"
)
# A generic word is often only a part of another thing: "GPU memory" and "CPU time" are no platforms.
_NO_PART = (
    r"(?!-[A-Z]|[-\s](?:memor|kernel|hour|util|program|code|time|cycle|resource|architectur|frequenc|cost|cache"
    r"|vendor|famil|design|overhead|bound|usage|idle|power\b|energy\b|virtuali|schedul|partition|sharing"
    r"|abstraction|load\b|day|year|dialect|librar|implementation|simulat|model|generat|bottleneck|fabric|routing"
    r"|placement|tool|flow|compil|verification|trend|market|industry|communit|security|price|demand|traffic"
    r"|bandwidth|error|fault|failure|offload|provision|allocation|synchroni|execution\s|count|apps?\b|user"
    r"|technolog|applications?\b))"
)


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


def _in_company(ambiguous: dict[str, list[tuple[Alias, HardwareEntry]]]) -> Iterator[str]:
    """Yield a pattern for each kind's ambiguous names: a vendor before them, or a telling noun after."""
    for kind, found in ambiguous.items():
        names = alternation({_plain(alias) for alias, _ in found}, gap=_GAP)
        makers = alternation(_cased(v for _, e in found for v in vendors().get(e.vendor, ())), gap=_GAP)
        nouns = alternation(_COMPANY[kind], gap=_GAP)
        yield rf"{makers}[-\s]{names}(?!\w)|{names}[-\s]{nouns}s?(?!\w)"


def _beyond_number(spellings: Iterable[str]) -> str:
    """Return a pattern for names that go on after a number ("RTX 6000 Ada"); families would cut them."""
    return alternation({s for s in spellings if re.search(r"\d\S* ", s)}, gap=_GAP)


def _gate(*spellings: Iterable[str]) -> str:
    return alternation({s[:_GATE] for strings in spellings for s in strings}, gap=_GAP)


@cache
def hardware_pattern() -> str:
    """Return the source of a pattern that finds hardware in a text, for ``re``, without groups that capture.

    A match is the whole mention: vendor, name, model number, memory size and noun ("NVIDIA A100 80GB GPUs",
    "Xilinx Zynq UltraScale+ ZCU102 FPGA", "mobile devices").
    """
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
    unclear = {_plain(alias) for found in ambiguous.values() for alias, _ in found}
    made = alternation(makers, gap=r"[-\s]") + rf"{_TRADEMARK}[-\s]"
    named = (
        rf"(?:{_beyond_number(fixed)}(?![\w+])|{alternation(families, gap=_GAP)}(?:{_MEMBER})+s?(?!\w)"
        rf"|{alternation(fixed | families, gap=_GAP)}s?(?![\w+])"
        rf"|{'|'.join(_in_company(ambiguous))})"
        rf"(?:[-\s](?:{_MEMORY}|{_SERIES}|{_NUMBER}))*(?:[-\s](?:{_NOUNS}))*"
    )
    common = (
        rf"{alternation(generic, gap=_GAP)}s?(?!\w)"
        rf"(?:[-\s](?:boards?|cards?|chips?|clusters?|servers?|nodes?|sockets?))?{_NO_PART}"
    )
    return (
        rf"(?<![\w@])(?={_gate(fixed, families, generic, makers, unclear)})"
        rf"(?:(?:{made}){{0,3}}(?:{named}|{common})(?!\w)|(?:{made}){{1,3}}(?:{_DEVICES})(?!\w))"
    )


_VERSION = r"[-_/]?[vVbB]?\d+(?:\.\d+)*[a-zA-Z]{0,2}(?:x\d+[a-zA-Z]{0,2})?(?:[-/]\d+)*"
_PARAMETERS = r"[-\s_]?\d+(?:\.\d+)?\s?[BMT](?:-A\d+(?:\.\d+)?B)?(?!\w)|[-\s]\d+x\d+B"
_VARIANT = (
    r"[-_](?:[A-Z][A-Za-z]*\d{0,2}|base|large|small|tiny|medium|mini|nano|xl|instruct|chat|coder|lite|turbo"
    r"|distill)(?!\w)(?:/\d+)?"
    r"|\s(?:Base|Large|Small|Tiny|Medium|Mini|Nano|XL|XXL|Huge|Instruct|Chat|Coder|Turbo|Vision|Lite|Omni|Nemo)"
    r"(?!\w)"
    r"|\s(?:19|20)\d\d(?![\w.])"
)


@cache
def workload_pattern(*, generic: bool = False) -> str:
    """Return the source of a pattern that finds workloads in a text, for ``re``, without groups that capture.

    Names of models may carry a version, a variant and a size of which the vocabulary knows nothing:
    ``LLaMA-2-7B``, ``Qwen2.5-Coder``, ``YOLOv8n``, ``ViT-B/16``, ``gpt-oss 120B``.

    Args:
        generic: Also find classes of models that name none: CNNs, LLMs.
    """
    families: set[str] = set()
    alone: set[str] = set()
    for entry in workloads():
        if entry.generic and not generic:
            continue
        for alias in entry.aliases:
            # "CIFAR10" and "CIFAR 10" are spellings of "CIFAR-10"; "C 4" is none of "C4".
            shown = {re.sub(r"(?<=[^\W\d_]{3})(?=\d)", " ", s) for s in spellings(alias)}
            if alias.family or entry.kind == "model":
                families |= shown
            if not alias.text.endswith("-"):
                alone |= shown
    return (
        rf"(?<![\w@])(?={_gate(families, alone)})(?<!\w-)"
        rf"(?:{_beyond_number(alone - families)}s?(?!\w)"
        rf"|{alternation(families, gap=_GAP)}(?:{_PARAMETERS}|{_VERSION}|{_VARIANT}){{1,4}}s?(?!\w)"
        rf"|{alternation(alone, gap=_GAP)}s?(?!\w))"
    )


@cache
def hardware_regex() -> re.Pattern[str]:
    """Return :func:`hardware_pattern`, compiled once.

    >>> [m[0] for m in hardware_regex().finditer("On a Jetson Orin NX and two NVIDIA A100 GPUs it runs.")]
    ['Jetson Orin NX', 'NVIDIA A100 GPUs']
    """
    return compiled(hardware_pattern())


@cache
def workload_regex(*, generic: bool = False) -> re.Pattern[str]:
    """Return :func:`workload_pattern`, compiled once.

    >>> [m[0] for m in workload_regex().finditer("We train ResNet-50 on CIFAR10 and run LLaMA-2-7B.")]
    ['ResNet-50', 'CIFAR10', 'LLaMA-2-7B']
    """
    return compiled(workload_pattern(generic=generic))

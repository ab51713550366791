"""Time stays linear, whatever the text: no pattern backtracks itself to death."""

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType

import pytest
import regex

import claims
from claims.names.gazetteer import Gazetteer
from claims.names.mentions import hardware_names, workload_names
from claims.numbers.letters import LETTERS
from claims.numbers.quantities import quantities
from claims.numbers.references import BESIDE, KINDS
from claims.pipeline import extract
from claims.reading import constructions
from claims.syntax.cues import cues

# What is repeated; each unit is chosen to lead some pattern far before it fails.
UNITS = {
    "digits": "7",
    "digit groups": "1,234,",
    "thousands in braces": "1{,}000",
    "brackets": "([{",
    "closed brackets": "(a) [b] {c} ",
    "commas": ",",
    "spaces": " ",
    "new lines": "\n",
    "one long word": "x",
    "hyphens": "-",
    "hyphenated word": "to-",
    "capitals": "A",
    "dots": ".",
    "dollar signs": "$",
    "dollars": "$5 ",
    "backslashes": "\\",
    "commands": "\\text{",
    "tildes": "~",
    "ampersands": "&",
    "list": "1.2x and ",
    "list of percents": "3%, ",
    "range without end": "3 to ",
    "range of measures": "5 - 7 ms ",
    "powers": "10^{-5} ",
    "slashes": "5/",
    "units": "5 ms ",
    "compound unit": "tokens/s/",
    "number words": "two ",
    "orders": "orders of ",
    "qualifiers": "up to about over ",
    "metrics": "latency ",
    "metrics in a list": "latency, energy and ",
    "verbs": "reduces ",
    "verbs and metrics": "reduces latency by ",
    "comparatives": "faster than ",
    "names": "ResNet-50 ",
    "names in a list": "ImageNet, ",
    "sentences": "It is 2x faster. ",
    "sentences without numbers": "It is fast. ",
    "abbreviations": "e.g. ",
    "versus": "vs. A ",
    "parentheses": "3x (2x) ",
    "open parentheses": "3x ( ",
    "compared": "compared to the baseline of ",
    "unicode": "µ−’～",
}
PIPELINE_SIZE = 12_000
LONG = 20_000
SHORT = 500
CODES = 4_000
SLOW = 0.2
GROWTH = 3.5


Pattern = re.Pattern[str] | regex.Pattern[str]
PATTERN_TYPES = (re.Pattern, regex.Pattern)


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(claims.__path__, "claims."):
        yield importlib.import_module(module.name)


def _named() -> Iterator[tuple[str, Pattern]]:
    """Patterns of modules, of their tables, and those that a function makes when it is first called."""
    for module in _modules():
        for name, value in vars(module).items():
            members = value if isinstance(value, tuple | list) else (value,)
            if getattr(value, "__annotations__", None) and _makes_pattern(value):
                members = (value(),)
            for member in members:
                pattern = member if isinstance(member, PATTERN_TYPES) else getattr(member, "pattern", None)
                if isinstance(pattern, PATTERN_TYPES) and isinstance(pattern.pattern, str):
                    yield f"{module.__name__}.{name}", pattern


def _makes_pattern(value: object) -> bool:
    returned = getattr(value, "__annotations__", {}).get("return")
    return returned == "re.Pattern[str]" and all(
        parameter.default is not parameter.empty
        for parameter in inspect.signature(value).parameters.values()  # type: ignore[arg-type]
    )


def _written_in_functions() -> Iterator[tuple[str, str | None]]:
    """The first arguments of calls of ``re`` inside functions; None where they are put together there."""
    for module in _modules():
        text = inspect.getsource(module)
        if not _IN_FUNCTION.search(text):
            continue  # to take a module apart takes long
        for function in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if _is_use(call.func):
                    source = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
                    yield f"{module.__name__}.{function.name}", source if isinstance(source, str) else None


_IN_FUNCTION = re.compile(r"^ .*\b(?:re|regex|compiled)\b", re.MULTILINE)


def _is_use(called: ast.expr) -> bool:
    match called:
        case ast.Name(id="compiled"):
            return True
        case ast.Attribute(value=ast.Name(id="re" | "regex"), attr=name):
            return name != "escape"
    return False


def _patterns() -> Iterator[tuple[str, Pattern]]:
    yield from _named()
    yield from ((name, re.compile(source)) for name, source in _written_in_functions() if source is not None)
    yield from ((f"cue {cue.name}", cue.pattern) for cue in cues().values())
    yield from ((f"mention {each.kind}", each.pattern) for each in KINDS)
    # What stands before a number is looked for in a few characters only.
    behind = (each.behind for each in BESIDE if each.behind is not None)
    yield from ((f"behind {pattern.pattern[:20]}", pattern) for pattern in behind)
    for letter, meanings in LETTERS.items():
        found = (getattr(each, part) for each in meanings for part in ("near", "after", "number"))
        yield from ((f"letter {letter}", pattern) for pattern in found if pattern is not None)
    for name, names in GAZETTEERS.items():
        yield from ((f"{name} {i}", pattern) for i, pattern in enumerate(names.patterns()))


GAZETTEERS: dict[str, Gazetteer] = {"hardware": hardware_names(), "workloads": workload_names()}
PATTERNS = {f"{name}: {pattern.pattern[:40]}": pattern for name, pattern in _patterns()}
MADE_WITH_ARGUMENTS = {
    "claims.syntax.grammar.compile_pattern",  # the constructions, which are tried below
    "claims.files.compiled.compiled",  # cues, gazetteers, words of linking: each tried below
    "claims.sources.fetching.openalex.filter_of",  # three shapes of an identifier
    "claims.syntax.cues.compile_phrases",  # the cues
    "claims.numbers.letters._readings",  # what tells units of one letter
    "claims.names.gazetteer.__init__",  # these four are patterns of a gazetteer
    "claims.names.gazetteer._compiled",
    "claims.names.gazetteer._last_gate",
    "claims.names.mentions.__init__",
    "claims.report.exports.croissant._field",
    "claims.tables.sought.__init__",  # each is tried as the pattern of its own
    "claims.report.exports.csv_tables._column",
    "claims.documents.formats.sniff_head",  # those of whole papers: tried by tests/test_documents.py
    "claims.documents.html._encoding",
    "claims.documents.latex_tabular.tabular_end",
    "claims.tables.coined._name_proposed",
    "claims.tables.coined._is_said_to_be",  # a name, escaped
    "claims.tables.coined.variants_of",  # names of a sentence of bounded length
    "claims.tables.squeezed._any_of",  # names, escaped, as those below
    "claims.tables.names._any_as_written",
    "claims.sources.format.beginnings",  # a word or two at the beginning of a line
    "claims.numbers.references._compiled",  # what is no quantity: tried above
    "claims.syntax.phrases.cue_words._pattern",  # alternatives of plain words, as those below
    "claims.linking.comparisons._without_cue",  # a set of kinds of token
    "claims.syntax.phrases.metric_spelling._joined",
    "claims.files.own_vocabulary.line_of",  # a name, escaped, at the beginning of a line
}


def _seconds(work: Callable[[], object]) -> float:
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def _check_growth(work: Callable[[str], object], unit: str, size: int) -> None:
    """Time n and 2n characters; quick is quick, and else the double may take no more than a good double."""
    half, whole = unit * (size // 2 // len(unit)), unit * (size // len(unit))
    long = _seconds(lambda: work(whole))
    if long < SLOW:
        return
    short = min(_seconds(lambda: work(half)) for _ in range(2))
    long = min(long, _seconds(lambda: work(whole)))
    assert long < GROWTH * short, (
        f"{len(half)} characters {short:.2f} s, {len(whole)} characters {long:.2f} s"
    )


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_extraction_takes_time_in_proportion_to_the_text(unit: str) -> None:
    _check_growth(extract, unit, PIPELINE_SIZE)
    _check_growth(lambda text: extract(f"It reduces latency by 20% {text} and 3x"), unit, PIPELINE_SIZE)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_gives_up_soon(pattern: Pattern) -> None:
    """Where it is tried once in a long text, and where it is tried everywhere in a short one."""
    for unit in UNITS.values():
        long, short = unit * (LONG // len(unit)), unit * (SHORT // len(unit))
        assert _seconds(partial(pattern.match, long)) < SLOW, unit
        assert _seconds(partial(pattern.findall, short)) < SLOW, unit


@pytest.mark.parametrize("names", GAZETTEERS.values(), ids=GAZETTEERS)
def test_names_take_time_in_proportion_to_the_text(names: Gazetteer) -> None:
    for unit in (
        *UNITS.values(),
        "NVIDIA ",
        "AMD-",
        "Intel(R) ",
        "Xeon ",
        "Xeon-",
        "GPT-",
        "data ",
        "U ",
        "3D",
    ):
        _check_growth(lambda text: list(names.spans(text)), unit, LONG)
        _check_growth(lambda text: list(names.spans(f"on NVIDIA {text}")), unit, LONG)


def test_no_pattern_is_made_where_it_is_not_tried() -> None:
    tried = {name for name, _ in _named()}
    made = {name for name, source in _written_in_functions() if source is None}
    assert made - tried == MADE_WITH_ARGUMENTS


@pytest.mark.parametrize("rule", constructions(), ids=lambda rule: rule.name)
def test_a_rule_takes_time_in_proportion_to_the_sentence(rule: object) -> None:
    pattern: re.Pattern[str] = rule.compiled  # type: ignore[attr-defined]
    for unit in ("w", "M", "Q", "q", "s", "MV", "Ow", "N=", "MwQ", "b", "wwwwwM", "o=", "(", "Qo", "Vww"):
        _check_growth(lambda codes: sum(1 for _ in pattern.finditer(codes)), unit, CODES)


def test_a_text_without_a_space_is_read_in_no_time() -> None:
    text = "latency2x" * 22_000
    assert _seconds(lambda: extract(text)) < 5
    assert _seconds(lambda: quantities(text)) < 5

"""An abstract as links see it: what is looked up in all of it, once, and only where a number needs it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from claims.linking.comparisons import anchors
from claims.linking.hardware import hardware_name, names_hardware
from claims.linking.phrases import words
from claims.linking.places import Place, may_lead_to_data, places
from claims.linking.referents import prior
from claims.linking.workloads import is_data, is_kernel, named_data
from claims.syntax.lexicon import lexicon
from claims.syntax.sentence import Sentence

_TRIALS = ("evaluat", "experiment", "validat", "conduct", "benchmark", "measur", "assess", "case stud")
_EVALUATED = re.compile(
    rf"\b(?:{'|'.join(_TRIALS)})\w{{0,8}}\b"
    r"|\btest(?:s|ed|ing)?\b(?! set| split)"
    r"|\bdemonstrat\w{0,4}\b.{0,60}\b(?:effectiveness|performance|results|strength|efficacy|superiority|benefits?|advantages?)\b"
)
_EVALUATING = (*_TRIALS, "test", "demonstrat")
"""Letters of which each match of the pattern has some; to look for them is the faster way."""
_DOINGS = ("implement", "deploy", "prototyp", "demonstrat", "simulat", "run", "execut", "perform", "show",
           "realiz", "enabl", "serv", "train", "reconfigur", "accelerat")  # fmt: skip
_BUILT = re.compile(rf"\b(?:{'|'.join(_DOINGS)})\w{{0,8}}\b")
_OWN = re.compile(
    r"\b(?:we|our|this (?:paper|work|article|study|thesis|letter|survey|report)|experiment\w{0,8}"
    r"|evaluations?|results|proposed?|is evaluated|case stud(?:y|ies))\b"
)
_TROUBLE = re.compile(
        r"\b(?:challeng\w{0,5}|difficult\w{0,4}|prohibit\w{0,6}|infeasible|however|hinder\w{0,3}|struggl\w{0,3}"
        r"|limit(?:s|ed|ing)?|existing|remains?|impractical)\b"
    )  # fmt: skip
_PRESENTS = re.compile(
    r"\b(?:we (?:\w+ )?(?:propose|present|introduce|develop|design|describe|build|explore"
    r"|study|show|address|investigate)"
    r"|this (?:paper|work|article|study|thesis)|in this)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compared|comparison|outperform\w{0,3}|surpass\w{0,3}|relative to|benchmarked|superior|than|over)\b"
)
_SETS_UP = re.compile(r"\bwe (?:\w+ )?(?:compare|benchmark)\b")
_IN_PARTICULAR = re.compile(
    r"\s{0,3}(?:In particular|Specifically|Concretely|For (?:example|instance)|In the best case|On average"
    r"|Notably|Namely)\b"
)
_CASE = re.compile(r"\s{0,3}(?:For|On|With)\b")
_MADE_FOR = re.compile(r"(?<![\w-])([GTN]PU|FPGA)(?:\skernels?\b|-friendly\b)")
_KIND = re.compile(
    r"(?:[a-z-]+\s)?(?:[GCTN]PU|FPGA|MCU|SoC|DSP|microcontroller|phone|smartphone|(?:edge|mobile) device)s?"
)
_PLACE = re.compile(r"\b(?:on|across|using|for)\s")
_START = re.compile(
    r"\s{0,3}(?:On|For|In|Across|Experiment|Evaluat|Extensive|When evaluated|We evaluate|Test|Empirical"
    r"|Our (?:extensive )?(?:experiment|evaluation)|Leverag|Benchmark)"
)
_MORE = re.compile(r"\s{0,3}(?:Additionally|Moreover|Furthermore|In addition|Also|Besides|Notably)\b")
_NAME = r"[A-Z][\w.+*-]{1,30}|[a-z]{1,3}[A-Z][\w.+*-]{1,30}"
_TITLE_NAME = re.compile(rf"\s{{0,3}}((?:{_NAME})(?:\s(?:{_NAME}|\d[\w.]{{0,4}})){{0,2}})\s?:\s")
_PROPOSED = re.compile(
    r"\b(?:proposes?|presents?|introduc(?:es?|ing)|develops?|describes?|designs?|builds?|called|named|dubbed|termed|coined"
    r"|leverages?|our(?: proposed| novel)?|evaluate|suggest|abbreviated as|abbr\.? as)"
    r",?\s+[\"'`]{0,2}(?:an?\s|the\s)?"
    rf"({_NAME})(?![\w-])(?=[\"'`]{{0,2}}\s?(?:[,:;(]|\.\s|(?:an?|the|that|which|to|for|with|method|framework|approach|system|model"
    r"|algorithm|on|in|achieves|and|can|is)\b))"
)
_STEMS = ("propos", "present", "introduc", "develop", "describ", "design", "build", "called", "named",
          "dubbed", "termed", "coined", "leverage", "our ", "evaluate", "suggest", "abbr",
          "novel ")  # fmt: skip
"""Beginnings of the words that two patterns begin with; to search for them is the faster way."""
_LONG_FORM = re.compile(
    r"\b(?:propos\w{1,3}|present\w{0,2}|introduc\w{1,3}|develop\w{0,3}|describ\w{1,3}|design\w{0,3}|called|named|novel)\b"
    r"(?:(?!\b(?:which|that|using|uses|use|with|based)\b)[^.;:(]){3,90}\(\s{0,2}([A-Z][\w-]{1,15}|[a-z]{1,2}[A-Z][\w-]{1,15})\s?\)"
)
_LONGEST = 120
_WEAKER = ("our ", "evaluate", "suggest", "leverage")
_USES = re.compile(
        r"\b(?:evaluat|experiment|validat|benchmark|assess|utiliz|us(?:e|es|ing)\b|train|appl(?:y|ied)\b"
        r"|test(?:s|ed|ing)\b|collect|construct|drawn)"
    )  # fmt: skip
_RELEASES = re.compile(r"\b(?:we|will|also|is|are) (?:be )?(?:also )?releas")
_DATA = re.compile(r"\b(?:datasets?|benchmarks?|corpus|corpora|test suite)\b")
_BENCHMARKING = re.compile(
    r"\s?:\s(?:(?!(?:for|on|with|from|of|in|via|using|by|to)\b)[\w-]{1,30}\s){0,5}?"
    r"(?:Benchmark(?:s|ing)?|Dataset|Test\s?suite|Testbed|Corpus|Leaderboard)\b",
    re.IGNORECASE,
)
_MEASURE = r"(?:benchmarks?|test\s?suites?|testbeds?|leaderboards?)\b"
# "X, a new benchmark", "X is the first large-scale dataset", "the X benchmark"
_MEASURES = re.compile(
    rf"\s{{0,2}}(?:\([^()]{{1,60}}\))?(?:,?\s(?:is\s|as\s)?(?:an?|the)(?:\s[\w-]{{1,30}},?){{0,7}}?)?\s{_MEASURE}",
    re.IGNORECASE,
)
_MEASURE_CALLED = re.compile(
    rf"{_MEASURE}(?:\s[\w-]{{1,20}}){{0,3}},?\s(?:called|named|dubbed|termed|namely)\s(?:the\s)?[\"'`]{{0,2}}\Z",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s?\(([A-Z][\w-]{1,12})\)")


def _evaluates(low: str, start: int, end: int) -> bool:
    """True where a stretch of a text in small letters speaks of an evaluation."""
    sentence = low[start:end]
    return any(map(sentence.__contains__, _EVALUATING)) and _EVALUATED.search(low, start, end) is not None


def _lowered(text: str) -> str:
    """Return a text in small letters, with each letter at its offset."""
    low = text.lower()
    return low if len(low) == len(text) else "".join([c if len(c.lower()) > 1 else c.lower() for c in text])


def _is_task(m: re.Match[str]) -> bool:
    """True where the letters in parentheses are those of a task: "X for MULTI-AGENT PATHFINDING (MAPF)"."""
    before = m[0][: m.start(1) - m.start()].rstrip(" (")
    cut = max(before.rfind(" for "), before.rfind(" of "))
    if cut < 0 or not m[0].endswith(")"):
        return False
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", before[cut:].split(" ", 2)[2])).lower()
    return initials[:2] == m[1][:2].lower()


class Document:
    """An abstract.

    Attributes:
        text: Clean text.
        low: The same in small letters.
        title: Title of the paper, or an empty string.
        spans: Start and end of each sentence.
        claiming: Numbers of the sentences that hold claims.
        lasting: Places of such sentences that hold for what follows too, with the number of their sentence.
    """

    def __init__(self, text: str, title: str, spans: list[tuple[int, int]], claiming: frozenset[int]) -> None:
        self.text = text
        self.low = _lowered(text)
        self.title = title
        self.spans = spans
        self.claiming = claiming
        self.lasting: list[tuple[int, Place]] = []
        self.last: tuple[int, list[Place]] = (-1, [])
        self._compared: dict[int, str] = {}
        self._places: dict[int, list[Place]] = {}

    @cached_property
    def names(self) -> list[str]:
        """Names of the paper's own systems, that of the title first."""
        return [name for name in self.presented if name not in self.own_data]

    @cached_property
    def own_data(self) -> tuple[str, ...]:
        """Names of the datasets and benchmarks that the paper presents, which its numbers apply to."""
        measures = tuple(name for name in self.presented if self._is_data(name))
        if measures:
            return measures
        return tuple(n for n in self.presented[:1] if n in self.title and self._titles_data(n))

    def _is_data(self, name: str) -> bool:
        at = self.text.find(name)
        while at >= 0:
            end = at + len(name)
            if _MEASURES.match(self.text, end) or _MEASURE_CALLED.search(self.text, max(0, at - 60), at):
                return True
            at = self.text.find(name, end)
        return False

    def _titles_data(self, name: str) -> bool:
        """True where the title calls a name a benchmark or a dataset: "Ruler: A Benchmark for Ropes"."""
        return _BENCHMARKING.match(self.title, self.title.find(name) + len(name)) is not None

    @cached_property
    def presented(self) -> list[str]:
        """Names of what the paper presents, that of the title first."""
        text = self.text
        names: list[str] = []
        m = _TITLE_NAME.match(self.title)
        if m and m[1] in text:
            names += self._letters_after(m[1])
            names.append(m[1])
        avoid = words("workload", "not_names")
        found: list[re.Match[str]] = []
        for stem in _STEMS:
            at = text.find(stem)
            while at >= 0:
                opened = text.find("(", at, at + _LONGEST)
                m = _LONG_FORM.match(text, at) if opened > 0 else None
                if m and not _DATA.search(m[0]):
                    found.append(m)
                m = _PROPOSED.match(text, at)
                if m and not _DATA.search(m[0]):
                    found.append(m)
                at = text.find(stem, at + 1)
        found.sort(key=lambda m: m.start())
        found.sort(key=lambda m: m[0].startswith(_WEAKER))
        for m in found:
            if _is_task(m):
                continue
            if m[1] not in names and m[1] not in avoid and not hardware_name(m[1]):
                names.append(m[1])
        return names

    def _letters_after(self, name: str) -> list[str]:
        """Return the letters in parentheses that stand for a name."""
        at = self.text.find(name)
        while at >= 0:
            m = _AFTER_NAME.match(self.text, at + len(name))
            if m:
                return [m[1]]
            at = self.text.find(name, at + 1)
        return []

    @cached_property
    def main(self) -> str | None:
        """Name of the paper's own system, None where the abstract gives none."""
        return next((n for n in self.names if n in self.text), None)

    @cached_property
    def systems(self) -> frozenset[str]:
        """The same names in lower case."""
        return frozenset(n.lower() for n in self.names)

    @cached_property
    def own_part(self) -> int:
        """Number of the first sentence that speaks of the paper's own work."""
        for index, (start, end) in enumerate(self.spans):
            if _OWN.search(self.low, start, end):
                return index
        return 0

    @cached_property
    def proposed_at(self) -> int:
        """Number of the first sentence in which the paper presents its own work."""
        for index, (start, end) in enumerate(self.spans):
            if _PRESENTS.search(self.text, start, end):
                return index
        return self.own_part

    def names_own(self, sentence: Sentence) -> bool:
        """True where a sentence names one of the paper's own systems."""
        return any(n in self.text[sentence.start : sentence.end] for n in self.names)

    def speaks_of_own(self, sentence: Sentence) -> bool:
        """True where a sentence speaks of the paper's own work or names its system."""
        return _OWN.search(self.low, sentence.start, sentence.end) is not None or self.names_own(sentence)

    @cached_property
    def scenes(self) -> list[tuple[int, bool]]:
        """Sentences without numbers that may tell where results were obtained, and on what.

        The number of each, and True where it speaks of an evaluation.
        """
        found: list[tuple[int, bool]] = []
        text, low = self.text, self.low
        for index, (start, end) in enumerate(self.spans):
            if index < self.own_part or index in self.claiming or not _PLACE.search(text, start, end):
                continue
            evaluated = _evaluates(low, start, end)
            if not evaluated and (
                not _BUILT.search(low, start, end)
                or _TROUBLE.search(low, start, end)
                or not names_hardware(text, low, start, end)
            ):
                continue
            found.append((index, evaluated))
        return found

    def _places_of(self, index: int) -> list[Place]:
        """Return the places of a sentence without numbers."""
        if index not in self._places:
            sentence = Sentence(self.text, *self.spans[index], [], lexicon(), index)
            self._places[index] = places(sentence, (), self.systems)
        return self._places[index]

    def compared_before(self, index: int) -> str | None:
        """Return what the sentence before compares with, where it has no numbers and sets up the comparison.

        Args:
            index: Number of a sentence that compares with nothing itself.
        """
        before = index - 1
        if before in self._compared and _CASE.match(self.text, *self.spans[index]):
            self._compared[index] = self._compared[before]
            return self._compared[index]
        if before < self.own_part or before in self.claiming:
            return None
        particular = _IN_PARTICULAR.match(self.text, *self.spans[index]) is not None
        if not (_COMPARES if particular else _SETS_UP).search(self.low, *self.spans[before]):
            return None
        sentence = Sentence(self.text, *self.spans[before], [], lexicon(), before)
        found = [a for a in anchors(sentence, []) if not a.equal and (a.wide or prior(a.text))]
        if not found:
            return None
        self._compared[index] = found[-1].text
        return found[-1].text

    def keep(self, sentence: Sentence, found: list[Place], first: int) -> None:
        """Remember the places of a sentence with numbers that hold for the sentences after it, too.

        Args:
            sentence: The sentence.
            found: Its places.
            first: Index of the token of its first number.
        """
        self.last = (sentence.index, found)
        before = [p for p in found if p.index < first]
        if _START.match(self.text, sentence.start, sentence.end):
            self.lasting += [(sentence.index, p) for p in before if p.preposition != "in"]
        else:
            self.lasting += [
                (sentence.index, replace(p, workloads=()))
                for p in before
                if p.hardware and p.preposition in {"on", "across"}
            ]

    def _goes_on(self, index: int) -> bool:
        """True where a sentence goes on with the list of results that the sentence before it began."""
        return self.last[0] == index - 1 and _MORE.match(self.text, *self.spans[index]) is not None

    def hardware(self, index: int) -> tuple[str, ...]:
        """Return the platforms that hold for the results of a sentence.

        Args:
            index: Number of the sentence.
        """
        names = [n for i, p in self.lasting if i < index for n in p.hardware]
        if not names and self._goes_on(index):
            names = [n for p in self.last[1] for n in p.hardware]
        names += self.platforms
        if not names:
            names = self.made_for
        particular = [n for n in names if not _KIND.fullmatch(n)]
        return tuple(dict.fromkeys(particular or names))

    @cached_property
    def platforms(self) -> list[str]:
        """Hardware that sentences without numbers tell of."""
        names: list[str] = []
        for scene, evaluated in self.scenes:
            if not names_hardware(self.text, self.low, *self.spans[scene]):
                continue
            for place in self._places_of(scene):
                if place.preposition in {"on", "across", "using"} or (
                    evaluated and place.preposition == "with"
                ):
                    names += [n for n in place.hardware if evaluated or not n.islower()]
        return names

    @cached_property
    def made_for(self) -> list[str]:
        """The kind of machine whose programs the paper writes: GPU kernels, an FPGA implementation."""
        text = self.text
        at = self.spans[self.own_part][0]
        while (at := text.find("P", at + 1)) >= 0:
            m = _MADE_FOR.match(text, at - 1)
            if m:
                return [m[1]]
        return []

    def workloads(self, index: int) -> tuple[str, ...]:
        """Return the workloads of the evaluation that a sentence reports on; see :meth:`hardware`."""
        last = [i for i, p in self.lasting if i < index and p.workloads and not is_kernel(p.workloads[0])]
        if last:
            return tuple(dict.fromkeys(n for i, p in self.lasting if i == last[-1] for n in p.workloads))
        names: list[str] = []
        for scene, evaluated in self.scenes:
            if evaluated and may_lead_to_data(self.low, *self.spans[scene]):
                for place in self._places_of(scene):
                    if place.preposition in {"on", "across"} and (
                        scene < index or any(map(is_data, place.workloads))
                    ):
                        names += place.workloads
        return tuple(dict.fromkeys(names)) or self.own_data or self.data

    @cached_property
    def data(self) -> tuple[str, ...]:
        """Data sets and benchmarks that sentences without numbers use, wherever they stand in them."""
        for index, (start, end) in enumerate(self.spans):
            if index < self.own_part or index in self.claiming:
                continue
            # Few sentences name data, so that this is the cheaper question.
            found = named_data(self.text, self.low, start, end)
            if found and _USES.search(self.low, start, end) and not _RELEASES.search(self.low, start, end):
                found = tuple(n for n in found if n.lower() not in self.systems)
                if found:
                    return found
        return ()

"""Prepositional phrases that say where a number holds: on an A100 GPU, for ResNet-18, in GEMM."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from claims.linking.hardware import hardware_name
from claims.linking.names import find_workload
from claims.linking.phrases import Phrase, lower, noun_phrase, phrase_list, words
from claims.linking.workloads import is_data, of_objects, task_name, workload_name
from claims.reading.units import takes_number
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence

_PREPOSITIONS = frozenset(
    {"on", "across", "for", "in", "using", "with", "when", "to", "of", "from", "under", "through", "via"}
)
_WITH_TASKS = frozenset({"on", "across", "for", "in"})
_WHOLES = frozenset(
    {"cluster", "set", "variety", "wide variety", "range", "wide range", "number", "subset", "series", "pair",
     "suite", "wide array", "types", "different types", "diverse set", "collection"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A prepositional phrase that names hardware, workloads or a task.

    Attributes:
        index: Index of the preposition.
        last: Index of the last token of what is named.
        preposition: The preposition.
        hardware: Names of hardware, in order.
        workloads: Names of workloads, in order.
        tasks: Descriptions of tasks, in order.
    """

    index: int
    last: int
    preposition: str
    hardware: tuple[str, ...] = ()
    workloads: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


def places(sentence: Sentence, taken: Iterable[Phrase], systems: frozenset[str]) -> list[Place]:
    """Find the places that a sentence names.

    Args:
        sentence: The sentence.
        taken: Phrases that name something else, such as what is compared with.
        systems: Names of the paper's own systems, in lower case.

    Returns:
        Places in order.
    """
    codes = sentence.codes
    used = [(p.first, p.last) for p in taken]
    found: list[Place] = []
    reach = -1
    for i, code in enumerate(codes):
        if code not in "nrihGtofM(" or i < reach:
            continue
        place: Place | None
        if code in {"M", "("}:
            place = _before(sentence, i, systems)
        else:
            token = sentence.tokens[i]
            word = sentence.text[token.start : token.end].lower()
            if word not in _WITH_TASKS and sentence.text[token.end : token.end + 60].islower():
                continue
            if (
                word not in _PREPOSITIONS
                or (i and codes[i - 1] == ">")
                or _leads_elsewhere(sentence, i, word)
            ):
                continue
            if any(b + 1 == i for _, b in used) and word not in {"on", "across", "when", "in"}:
                continue
            if word == "in" and _ANOTHER_METRIC.search(codes, 0, i):
                continue
            place = _place(sentence, i, word, systems)
            if place is not None and word in {"with", "via", "through"} and reach != i - 1:
                place = replace(place, workloads=()) if place.hardware else None
            if place is not None and word == "in" and any(b + 1 == i for _, b in used):
                place = None if hardware_name(sentence.words(i + 1, place.last)) else place
        if place is None or any(
            place.preposition and a <= place.last and b >= min(i, place.index) for a, b in used
        ):
            continue
        found.append(place)
        reach = place.last
    return found


# "a gain of 5% in AUROC and 9% in PRR": a metric, too, known or not
_ANOTHER_METRIC = re.compile(r"[QUZ][wNM]{0,2}iw?M\w{0,2}[,&]{1,2}[qsj]{0,2}[QUZ]N?\Z")


def _leads_elsewhere(sentence: Sentence, i: int, word: str) -> bool:
    """True where the word before a preposition takes it for itself: BASED on, RELIES on, compared WITH."""
    if not i:
        return False
    token = sentence.tokens[i - 1]
    before = sentence.text[token.start : token.end].lower()
    if _WITHOUT.search(sentence.text, max(sentence.start, token.end - 50), token.end):
        return True
    if word == "of":
        return sentence.codes[i - 1] != "M"
    if word == "to":
        return before not in {
            "applied",
            "extended",
            "apply",
            "extend",
            "ported",
            "deployed",
            "transferred",
        } and not (
            i > 1 and sentence.words(i - 2, i - 2).lower() in {"apply", "extend", "applied", "applying"}
        )
    if before in {"trained", "tuned"} and sentence.text[token.start - 1] == "-":
        return True
    return before in words("phrase", "takes_on")


# "without a single image from X"
# A benchmark or dataset of the paper's own is what its numbers apply to.
_MADE_TO_MEASURE = re.compile(r"(?:bench(?:mark)?|data\s?set|suite|arena|challenge)\d{0,2}$", re.IGNORECASE)
_CAPITAL = re.compile("[A-Z]")
_WITHOUT = re.compile(r"\bwithout\s(?:[\w-]{1,30}\s){0,5}[\w-]{1,30}\Z", re.IGNORECASE)


def _before(sentence: Sentence, i: int, systems: frozenset[str]) -> Place | None:
    """ImageNet ACCURACY, GEMM (14.6% faster): a name right before a quality or numbers in parentheses."""
    codes = sentence.codes
    if codes[i] == "(":
        inside = noun_phrase(sentence, i + 1)
        beside = i > 0 and codes[i - 1] in "QU"  # "31 FPS (CPU)"
        if (
            inside
            and codes[inside.last + 1 : inside.last + 2] == ")"
            and "M" not in codes[inside.first : inside.last + 1]
            and (beside or _specific([inside.text]))
        ):
            name = hardware_name(inside.text)
            if name:
                return Place(i, inside.last, "on", (name,))
            known = find_workload(inside.text)
            if beside and known and known[1] in {"model", "dataset", "benchmark"} and not known[2]:
                return Place(i, inside.last, "on", (), (known[0],))  # "6.5% (LLaVA)"
            return None
    if not i or codes[i - 1] != "w":
        return None
    if codes[i] == "(":
        if not any(c in "QU" for c in codes[i + 1 : i + 4]):
            return None
    elif metrics()[sentence.tokens[i].metrics[0]].scale == "":
        return None
    token = sentence.tokens[i - 1]
    name = sentence.text[token.start : token.end]
    whole = _ENDS_IN_NAME.search(sentence.text, max(sentence.start, token.end - 50), token.end)
    if codes[i] == "(" and whole is not None and is_data(whole[0]):
        name = whole[0]  # "on Stanford Cars (96%), CIFAR-10 (99%)"
    elif sentence.text[token.start - 1] == "-":
        return None
    if sentence.text[token.end] == "-" or i < 2:
        return None
    found = workload_name(name, "for")
    if found is None or found.lower() in systems or hardware_name(name):
        return None
    return Place(i - 1, i - 1, "", (), (found,))


_ENDS_IN_NAME = re.compile(r"(?<![\w-])[A-Z][\w.]{1,20}(?:[-\s](?:[A-Z][\w.]{0,20}|\d[\w.]{0,10})){1,4}\Z")


def _place(sentence: Sentence, i: int, word: str, systems: frozenset[str]) -> Place | None:
    codes = sentence.codes
    begin = _skip_numbers(sentence, i + 1)
    phrases = phrase_list(sentence, begin, before_verb=i > 0)
    if len(phrases) == 1 and codes[phrases[0].last + 1 :][:1] == "o" and _opens(phrases[0].text, word):
        begin = _skip_numbers(sentence, phrases[0].last + 2)
        phrases = phrase_list(sentence, begin, before_verb=i > 0)
    if len(phrases) == 1 and word == "on" and codes[phrases[0].last + 1 :][:1] == "o":
        of = phrase_list(sentence, phrases[0].last + 2)
        if of and of[-1].text.endswith((" dataset", " datasets", " benchmark")):
            phrases = of  # "on the action recognition of the X dataset"
    while len(phrases) > 1 and _ITS_METRIC.match(codes, phrases[-1].first):
        phrases.pop()  # "for the A corpus and an F1-score of 78% for the B corpus"
    if not phrases or phrases[0].first - begin > 4:
        return None
    if len(phrases) > 1 and word == "from" and phrases[-1].text.endswith((" datasets", " benchmarks")):
        word = "on"  # "scenes from the A, B and C datasets"
    near = _NUMBER.search(codes, max(0, i - 3), i) is not None
    gain = word == "in" and near and _GAIN.search(codes, max(0, i - 5), i) is not None
    if word == "to" and _applied(sentence, i):
        word = "on"
    hardware: list[str] = []
    workloads: list[str] = []
    tasks: list[str] = []
    last = phrases[-1].last
    named = [] if gain else _named_list(sentence, phrases)
    if named:
        last = named[-1].last
        hardware, workloads, tasks = _sorted(sentence, named, "on", near, systems)
        if not hardware and phrases[0].text.split()[-1].lower() in words("workload", "heads"):
            workloads = [
                p.text
                for p in named
                if _CAPITAL.search(p.text)
                and p.text.lower() not in systems
                and ("M" not in codes[p.first : p.last + 1] or is_data(p.text))
            ] or workloads
        if not workloads:
            workloads, tasks = tasks, []
    if not hardware and not workloads:
        last = phrases[-1].last
        like = "to" if gain else word  # after "to" only what says that it is data counts
        hardware, workloads, tasks = _sorted(sentence, phrases, like, (near or i == 0) and not gain, systems)
    counted = "Z" in codes[i + 1 : phrases[0].first]  # "with 6 CPUs and 1 GPU"
    if (
        hardware
        and word not in {"on", "across"}
        and (word not in _HOLDS or not (counted or _specific(hardware)))
    ):
        hardware = []
    doing = codes[phrases[0].first] in "VG" and lower(sentence, phrases[0].first).endswith("ing")
    if doing and word == "in":
        tasks = []  # "in enhancing code generation"
    if tasks and not (
        word in {"for", "on", "in"}  # what results are averaged across is seldom named
        and (
            i == 0
            or codes[i - 1] == "K"
            or _attached(codes, i)
            or (word != "for" and not _NUMBER.search(codes, 0, i))
        )
    ):
        tasks = []
    if not hardware and not workloads and not tasks:
        return None
    return Place(i, last, word, tuple(hardware), tuple(workloads), tuple(tasks))


_ITS_METRIC = re.compile(r"w{0,2}Mo[qsj]{0,2}[QUZ]")
_NUMBER = re.compile("[QU]")
_HOLDS = frozenset({"in", "for", "using", "with", "of"})
_GAIN = re.compile(r"[NM]$|No[qsj]?[QU]$")
"""An improvement IN what follows, which is a quality then and no workload."""


def _opens(text: str, word: str) -> bool:
    """True for what is only a part of the thing that "of" names: a set of, the inference of, two splits of."""
    low = text.lower()
    if low in _WHOLES:
        return True
    return word in _WITH_TASKS and low.split()[-1] in words("workload", "parts")


def _applied(sentence: Sentence, i: int) -> bool:
    start = max(0, i - 3)
    return any(w in _APPLIED for w in sentence.words(start, i - 1).lower().split()) if i else False


_APPLIED = frozenset(
    {"applied", "apply", "applying", "extended", "extend", "extending", "ported", "generalizes", "scales"}
)
# on X, across X, applied to X, scenes from the X datasets
_TO_DATA = re.compile(rf"\b(?:on|across|datasets|benchmarks|{'|'.join(sorted(_APPLIED))})\b")


def may_lead_to_data(low: str, start: int, end: int) -> bool:
    """True where a stretch of text may lead to data; a quick look before a close one.

    Args:
        low: The clean text of an abstract in small letters.
        start: Where the stretch begins.
        end: Where it ends.
    """
    return _TO_DATA.search(low, start, end) is not None


def _attached(codes: str, i: int) -> bool:
    """True where a number stands so close before a preposition that nothing comes between them."""
    for k in range(i - 1, max(-1, i - 11), -1):
        if codes[k] in "QUZ":
            return True
        if codes[k] in "VGOK;,":
            return False
    return False


def _skip_numbers(sentence: Sentence, i: int) -> int:
    codes = sentence.codes
    if codes[i : i + 2] == "wZ" and sentence.words(i, i).lower() in {"the", "all"}:
        i += 1  # on THE 19 tasks
    while i < len(codes) and (
        codes[i] in "Zqj"
        or (codes[i] == "U" and sentence.words(i, i).endswith("GB"))
        or (codes[i] == "w" and sentence.words(i, i).lower() in words("phrase", "numbers"))
    ):
        i += 1
    return i


def _sorted(
    sentence: Sentence, phrases: list[Phrase], word: str, near: bool, systems: frozenset[str]
) -> tuple[list[str], list[str], list[str]]:
    """Sort the members of a list into names of hardware, names of workloads, and tasks."""
    hardware: list[str] = []
    workloads: list[str] = []
    tasks: list[str] = []
    kinds = words("workload", "heads")
    before = sentence.codes[max(0, phrases[0].first - 5) : phrases[0].first]
    beside = near and "(" not in before and _NUMBER.search(before) is not None
    rejected: list[str] = []
    # A list with a metric in it is a list of metrics, known or not: for WNS, TNS and power.
    metrics_too = len(phrases) > 1 and any(_is_metric(sentence, p) for p in phrases)
    for k, phrase in enumerate(phrases):
        general = phrase.text.split()[-1].lower()
        if (
            k == 0
            and len(phrases) > 1
            and general.endswith("s")
            and (general in kinds or general in words("hardware", "after"))
        ):
            continue
        short = _short_form(sentence, phrase)
        name = None if _is_benchmark(phrase.text) else hardware_name(phrase.text)
        if name:
            hardware.append(short or name)
            continue
        name = workload_name(phrase.text, word, near=near)
        if name and _is_score(sentence, phrase, name) and not is_data(name):
            continue  # "by 2% on Dice on the X dataset"
        if name and not (word not in {"on", "of"} and (metrics_too or _is_metric(sentence, phrase))):
            if name.lower() not in systems or _MADE_TO_MEASURE.search(phrase.text):
                workloads.append(short or name)
            continue
        task = task_name(phrase.text, beside=beside)
        if task:
            tasks.append(task)
        else:
            rejected.append(phrase.text)
    if rejected:  # "the arm and leg models"
        tasks = [t for t in tasks if not of_objects(t)]
    if workloads and len(rejected) == 1 and " " not in rejected[0] and rejected[0][0].isupper():
        workloads += rejected
    shared_out = "z" in sentence.codes[phrases[-1].last : phrases[-1].last + 4]
    if workloads and shared_out and len(workloads) + len(rejected) == len(phrases):
        workloads = [workload_name(p.text, word) or p.text for p in phrases]
    if hardware and word == "on" and len(hardware) + len(workloads) + len(rejected) == len(phrases) > 2:
        # A list of architectures of which one is known: the others are such, too.
        return [p.text for p in phrases], [], []
    return hardware, workloads, tasks


def _is_benchmark(text: str) -> bool:
    """True for SPEC CPU 2017, which is no CPU."""
    found = find_workload(text)
    return found is not None and found[1] in {"benchmark", "dataset"} and found[2] < 2


def _is_metric(sentence: Sentence, phrase: Phrase) -> bool:
    codes = sentence.codes[phrase.first : phrase.last + 1]
    before = sentence.codes[max(0, phrase.first - 2) : phrase.first]
    return codes.strip("M") == "" or (codes.endswith("M") and before.endswith(("&", "&w")))


def _is_score(sentence: Sentence, phrase: Phrase, name: str) -> bool:
    """True for a metric without a unit, as in "the best car AP"; RAMS is a dataset, though RAMs are memory."""
    alone = sentence.words(phrase.last, phrase.last) == name
    tokens = sentence.tokens[phrase.last if alone else phrase.first : phrase.last + 1]
    return all(token.code == "M" and takes_number(token.metrics[0], 0.5) for token in tokens)


_SHORT = re.compile(r"\s?\(([A-Z][A-Za-z-]{1,9})\)")


def _short_form(sentence: Sentence, phrase: Phrase) -> str | None:
    """Return the letters in parentheses after a long name: Wall Street Journal (WSJ)."""
    m = _SHORT.match(sentence.text, phrase.end)
    if m is None or " " not in phrase.text:
        return None
    initials = {w[0].lower() for part in phrase.text.split() for w in part.split("-") if w}
    return m[1] if m[1][0].lower() in initials and m[1].lower() != "sota" else None


_LISTED = ("such as", "including", "namely", "i.e.", "e.g.", "like", "specifically", ":")


def _named_list(sentence: Sentence, phrases: list[Phrase]) -> list[Phrase]:
    """On three datasets, INCLUDING A AND B; on two benchmarks (A, B); on typical workloads, I.E., A and B."""
    last = phrases[-1].last
    codes, tokens, text = sentence.codes, sentence.tokens, sentence.text
    k = last + 1
    if k >= len(codes) or len(phrases) > 1:
        return []
    opened = codes[k] == "("
    if opened and phrases[0].text.split()[-1].lower() == "data":
        return []  # "multimodal data (RGB, LiDAR)"
    if codes[k] in ",(:":
        k += 1
    if k >= len(codes):
        return []
    ahead = text[tokens[k].start : tokens[k].start + 12].lower()
    lead = next((w for w in _LISTED if ahead.startswith(w)), None)
    if lead is None and not opened and codes[k - 1] != ":":
        return []
    if lead is not None:
        end = tokens[k].start + len(lead)
        while k < len(tokens) and (tokens[k].start < end or codes[k] == ","):
            k += 1
    return phrase_list(sentence, k, loose=True)


def _specific(names: Iterable[str]) -> bool:
    return any(any(c.isdigit() for c in n) or " " in n for n in names)

"""Workloads that stand in a sentence without a name or a place: by description, by contrast, as an object."""

from __future__ import annotations

import re

from claims.linking.hardware import hardware_name
from claims.linking.names import find_workload
from claims.linking.phrases import Phrase, lower, noun_phrase, phrase_list, proper, words
from claims.linking.workloads import named_data, task_name
from claims.reading.rule import Reading
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence

_ATTACHED = "MNAwjs)"
_REACH = 8


def contrasted(sentence: Sentence, readings: list[Reading]) -> dict[int, tuple[str, ...]]:
    """Find what tells the numbers of a sentence apart: 93% FOR SYNTAX ERRORS and 78% FOR FUNCTION ERRORS.

    Args:
        sentence: The sentence.
        readings: Its readings, in order.

    Returns:
        The description for the token of each number; empty unless two numbers have one each.
    """
    if "r" not in sentence.codes and "n" not in sentence.codes:
        return {}
    found: dict[int, str] = {}
    for token in sorted({r.token for r in readings}):
        phrase = _attached(sentence, token)
        if phrase is None:
            continue
        if not _tells(sentence, phrase):
            return {}
        found[token] = phrase.text
    return {t: (text,) for t, text in found.items()} if len(set(found.values())) > 1 else {}


def _attached(sentence: Sentence, token: int) -> Phrase | None:
    codes = sentence.codes
    for i in range(token + 1, min(len(codes), token + _REACH)):
        if codes[i] in "rn" and lower(sentence, i) in {"for", "on"}:
            return noun_phrase(sentence, i + 1)
        if codes[i] not in _ATTACHED:
            return None
    return None


def _tells(sentence: Sentence, phrase: Phrase) -> bool:
    """True for a description of what was worked on, and not of a quality, a machine or any case."""
    listed = phrase.text.lower().split()
    inner = sentence.codes[phrase.first : phrase.last + 1]
    if "w" not in inner or ("M" in inner and listed[-1] != "errors") or hardware_name(phrase.text):
        return False
    if not words("workload", "vague").isdisjoint(listed):
        return False
    return listed[-1] not in words("workload", "no_task") and listed[-1] not in words("comparison", "prior")


def topic(sentence: Sentence) -> tuple[str, ...]:
    """Return what a sentence says it is about: FOR MULTIPLIERS, we ...; IN A GRASPING TASK, we ...

    Args:
        sentence: The sentence.
    """
    codes = sentence.codes
    for i in range(min(4, len(codes) - 1)):
        if codes[i] not in "rni":
            if codes[i] not in "wK,G":
                return ()
            continue
        word = lower(sentence, i)
        phrase = noun_phrase(sentence, i + 1) if word in {"for", "on", "in"} else None
        if phrase is None or not _tells(sentence, phrase):
            return ()
        listed = phrase.text.lower().split()
        if word == "for" and codes[phrase.last + 1 : phrase.last + 2] == "," and listed[-1].endswith("s"):
            return (phrase.text,)
        if len(listed) > 1 and listed[-1] in {"task", "problem"}:
            return (phrase.text,)
        return ()
    return ()


_TRANSLATION = re.compile(
    r"\b(?:in|on|for|improv\w{1,3}|boost\w{0,3}|enhanc\w{1,3})\s(?:the\s)?([A-Z][\w+#]*(?:\s[A-Z][\w+#]*)?\sto\s(?:[a-z]+\s)?[A-Z][\w+#]*)"
    r"\s(?:translat|transpil|conver|migrat|compil|port)\w+"
)


def translation(sentence: Sentence) -> tuple[str, ...]:
    """Return the two languages of a translation: in C++ TO CUDA translation.

    Args:
        sentence: The sentence.
    """
    if " to " not in sentence.text[sentence.start : sentence.end]:
        return ()
    m = _TRANSLATION.search(sentence.text, sentence.start, sentence.end)
    return (m[1],) if m else ()


def undertaken(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """Return the task whose doing has the value: VESSEL CLASSIFICATION reached an F1 score of 95.8%.

    Args:
        sentence: The sentence.
        reading: One of its readings.
    """
    verb = _achieves(sentence.codes, reading.token)
    if reading.form != "level" or verb is None:
        return ()
    m = _SUBJECT.search(sentence.codes, 0, verb)
    if m is None or lower(sentence, m.start(1)) in words("phrase", "lead"):
        return ()
    if lower(sentence, m.end(1) - 1) not in words("workload", "measured"):
        return ()
    task = task_name(sentence.words(m.start(1), m.end(1) - 1))
    return (task,) if task and task[1:].islower() else ()


def _achieves(codes: str, amount: int) -> int | None:
    """Return the index of the verb that a number is the object of: X REACHED an F1 score of 95.8%."""
    verb = codes.rfind("G", 0, amount)
    return None if verb < 2 or _OWN_CLAUSE.search(codes, verb + 1, amount) else verb


_OWN_CLAUSE = re.compile(r"[VO=K;]")
# "barge cover (covered or uncovered) detection", "vessel classification (tugboat, barge)"
_SUBJECT = re.compile(r"(?:^|[;K]|[QUZ],?&)(w{2,5})(?:\([^()]{1,12}\))?\Z")


def embodied(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """Return the model of which the paper has a smaller version: OUR 2-BIT MOBILENET-V2 offers 64.7%.

    Args:
        sentence: The sentence.
        reading: One of its readings.
    """
    verb = _achieves(sentence.codes, reading.token)
    if verb is None:
        return ()
    m = _SMALLER.search(sentence.text, sentence.start, sentence.tokens[verb].start)
    known = find_workload(m[1].rstrip()) if m else None
    return (known[0],) if known and known[1] == "model" and not known[2] else ()


_SMALLER = re.compile(
    r"\b[Oo]ur\s(?:\d\.?\d?-?bit|(?:low-bit|quantized|binar(?:y|ized)|ternary|pruned|compressed|sparse)(?:\s\d-bit)?)"
    r"\s([\w./-]{1,30}(?:\s[\w./-]{1,30}){0,2}\s?)\Z"
)


def mentioned(sentence: Sentence, taken: list[Phrase], systems: frozenset[str], low: str) -> tuple[str, ...]:
    """Return the data that a sentence names elsewhere than in a place: it translates HUMANEVAL with 99%.

    Args:
        sentence: The sentence.
        taken: Phrases that name what is compared with.
        systems: Names of the paper's own systems, in lower case.
        low: The abstract in small letters.
    """
    text = sentence.text
    names = []
    for name in named_data(text, low, sentence.start, sentence.end):
        at = text.find(name, sentence.start, sentence.end)
        if name.lower() in systems or any(p.start <= at < p.end for p in taken):
            continue
        if any(p.end < at and "such as" in text[p.end : at] for p in taken):
            continue
        if text[at - 1] == "(" and _abbreviates_metric(sentence, at - 1):
            continue
        names.append(name)
    return tuple(names)


def _abbreviates_metric(sentence: Sentence, start: int) -> bool:
    """True where a parenthesis at an offset gives the letters of a metric: relative trajectory error (RTE)."""
    for k, token in enumerate(sentence.tokens):
        if token.end > start:
            return token.code == "M" or (k > 0 and sentence.codes[k - 1] == "M")
    return False


def acted_on(
    sentence: Sentence,
    reading: Reading,
    readings: list[Reading],
    taken: list[Phrase],
    systems: frozenset[str],
) -> tuple[str, ...]:
    """Return the model that a verb changes: it accelerates RESNET-50 inference by 3x, VGG-16 by 4x.

    Args:
        sentence: The sentence.
        reading: The reading of the amount of the change.
        readings: All readings of the sentence, in order.
        taken: Phrases that name what is compared with.
        systems: Names of the paper's own systems, in lower case.
    """
    task = _task_changed(sentence, reading)
    if task:
        return task
    quality = metrics()[reading.metric].scale or reading.metric in {"performance", "other", "error"}
    if quality:
        return ()  # "it improves ResNet-50 by 2%": what is compared with
    codes = sentence.codes
    by = codes.rfind("b", max(0, reading.token - 4), reading.token)
    if by < 0:
        return ()
    before = max((r.token for r in readings if r.token < by), default=-1)
    begin = max(before, codes.rfind("V", 0, by))
    if not 0 <= begin < by - 1 or _BREAKS.search(codes, begin + 1, by):
        return ()
    while codes[begin + 1] in ",&":
        begin += 1
    phrases = phrase_list(sentence, begin + 1)
    if phrases and codes[phrases[-1].last + 1] == "o":  # "the inference OF ResNet-50"
        phrases = phrase_list(sentence, phrases[-1].last + 2)
    found = [(p, find_workload(p.text)) for p in phrases if p.last < by]
    if not any(known and known[1] == "model" for _, known in found):
        return ()
    named = [known[0] if known else p.text for p, known in found if known or proper(p.text)]
    compared = any(t.start < p.end and p.start < t.end for p, _ in found for t in taken)
    return () if compared or any(name.lower() in systems for name in named) else tuple(named)


_BREAKS = re.compile(r"[;K>O=G]")


def _task_changed(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """Return the task that a verb improves: it improves SEMANTIC SEGMENTATION from 30% to 50%."""
    codes = sentence.codes
    verb = codes.rfind("V", 0, reading.token)
    phrase = noun_phrase(sentence, verb + 1) if verb >= 0 else None
    if phrase is None or not _CHANGED_BY.match(codes, phrase.last + 1, reading.token + 1):
        return ()
    known = find_workload(phrase.text)
    return (known[0],) if known and known[1] == "task" and not known[2] else ()


_CHANGED_BY = re.compile(r"(?:b[qsj]{0,3}|f[qsj]{0,2}(?:[QUZ][qsj]{0,2}t[qsj]{0,2})?)[QUZ]\Z")


def one_each(names: tuple[str, ...], reading: Reading, readings: list[Reading]) -> tuple[str, ...]:
    """Return the name for one number where there are as many names as numbers, else all of them."""
    if len(names) > 1:
        tokens = sorted({r.token for r in readings})
        if len(names) == len(tokens):
            return (names[tokens.index(reading.token)],)
    return names

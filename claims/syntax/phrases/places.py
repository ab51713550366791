"""Prepositional phrases that say where a number holds: on an A100 GPU, for ResNet-18, in GEMM."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.dealt_lists import Dealing
from claims.syntax.phrases.phrase_kinds import kind_of_head
from claims.syntax.phrases.row import Phrase
from claims.syntax.phrases.things import hardware_name, is_data, task_name, workload_name
from claims.syntax.phrases.view import View


@dataclass(slots=True)
class Place:
    """A prepositional phrase that names hardware, workloads or a task.

    Attributes:
        index: Index of the preposition.
        last: Index of the last token of what is named.
        preposition: The preposition.
        hardware: Names of hardware, in order.
        workloads: Names of workloads, in order.
        tasks: Descriptions of tasks, in order.
        listed: What is named, member by member, whatever it is.
        settled: True where it describes data or a task that nothing before has told of.
    """

    index: int
    last: int
    preposition: str
    hardware: list[str] = field(default_factory=list)
    workloads: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    settled: bool = False

    def names(self, kind: str) -> list[str]:
        """Return what is named of a kind: hardware, workloads or tasks."""
        found: list[str] = getattr(self, kind)
        return found

    def share(self, kind: str, token: int, member: int, dealing: Dealing) -> tuple[str, ...]:
        """Return what holds for one number: its share of the names, where a sentence deals out what is named here."""
        names = self.names(kind)
        dealt = dealing.share(token, member, self.listed) if names else ()
        if len(dealt) == len(self.listed):
            return dealing.share(token, member, names)
        others = {*self.hardware, *self.workloads, *self.tasks}.difference(names)
        return () if dealt[0] in others else dealt

    @property
    def settles(self) -> bool:
        """True where it says on what a number holds, though by no name: what is named elsewhere is not meant then."""
        return self.empty and self.settled and self.preposition in words("setting_prepositions")

    @property
    def empty(self) -> bool:
        """True where it names nothing."""
        return not (self.hardware or self.workloads or self.tasks)


_PREPOSITION = re.compile("[nrihofGt]")


def places(
    view: View, taken: Iterable[Phrase], systems: frozenset[str], among: frozenset[str] | None = None
) -> list[Place]:
    """Find the places that a sentence names.

    Args:
        view: The sentence.
        taken: Phrases that name something else, such as what is compared with.
        systems: Names of the paper's own systems, in small letters.
        among: The prepositions that are of interest; all where None.

    Returns:
        Places in order.
    """
    used = [(phrase.first, phrase.last) for phrase in taken]
    found: list[Place] = []
    for m in _PREPOSITION.finditer(view.codes):
        i = m.start()
        if among is not None and view.words[i] not in among:
            continue
        place = _place(view, i, systems) if _leads_to_place(view, i) else None
        if place is None or (place.empty and not place.settles):
            continue
        beside = any(last + 1 == i for _, last in used) and view.words[i] not in words("far_prepositions")
        if not beside and not any(a <= place.last and b >= place.index for a, b in used):
            found.append(place)
    return found


def _leads_to_place(view: View, i: int) -> bool:
    """False where the word before a preposition takes it for itself: BASED on, RELIES on."""
    word, before = view.words[i], view.words[max(i - 1, 0)]
    if word not in words("preposition"):
        return False
    if word == "of":
        return view.code(i - 1) == "M"
    if word == "to":
        return before in words("applied")
    return before not in words("takes_on")


_GAIN_IN = compile_pattern(r"(?:NOUN|METRIC|NOUN OF HEDGE? AMOUNT)\Z")
_SPECIFIC = re.compile(r"[\d\s]")
_CAPITAL = re.compile(r"[A-Za-z]{0,12}[A-Z]")


def _place(view: View, i: int, systems: frozenset[str]) -> Place | None:
    """Read what stands behind a preposition."""
    word, begin = view.words[i], _past_count(view, i + 1)
    counted = "Z" in view.codes[i + 1 : begin]  # with up to 128 GPUs
    phrases = view.phrases(begin)
    if len(phrases) == 1 and view.code(phrases[0].last + 1) == "o":  # the inference OF ResNet-50
        phrases = view.phrases(_past_count(view, phrases[0].last + 2)) or phrases
    named = _listed(view, phrases)
    place = _sorted(view, named, "on", systems, near=False) if named else Place(i, i, word)
    if not place.hardware and not place.workloads and phrases:
        if not place.tasks:
            place = _sorted(view, phrases, word, systems, near=view.crosses(i - 3, i, "amount"))
        else:
            place.workloads, place.tasks = place.tasks, []
    place.index, place.preposition = i, word
    place.settled = bool(phrases) and not counted and _is_setting(view, i + 1, phrases[-1])
    if word not in words("on") and not (counted or any(map(_SPECIFIC.search, place.hardware))):
        place.hardware = []
    if word in words("means_prepositions") or (i and view.words[i - 1] in words("prepared")):
        place.workloads, place.tasks, place.settled = [], [], False
    if word == "in" and _GAIN_IN.search(view.codes, max(0, i - 5), i):
        place.workloads = [name for name in place.workloads if is_data(name)]  # 5% better IN a quality
    if not _tells_task(view, i):
        place.tasks = []
    return place


def _is_setting(view: View, begin: int, phrase: Phrase) -> bool:
    """True for data or a task that nothing before has told of: on EIGHT BENCHMARKS, in a SAMPLING TASK."""
    new = words("known_determiner").isdisjoint(view.words[begin : phrase.first])
    told = not words("vague").union(words("data_nouns")).issuperset(view.words[phrase.first : phrase.last])
    return (
        new
        and told
        and phrase.head not in words("data_parts")
        and kind_of_head(phrase.head) in {"dataset", "task"}
    )


def _tells_task(view: View, i: int) -> bool:
    """True where a task may stand behind a preposition: beside a number, or before all numbers."""
    number = max(view.codes.rfind(code, 0, i) for code in "QUZ")
    word = view.words[i]
    if number < 0:
        return word in words("early_task_prepositions")
    return word in words("task_prepositions") and not view.crosses(number + 1, i, "attached")


def _past_count(view: View, i: int) -> int:
    """Return the index after the number of things in front of their name: on TWO NVIDIA GPUs."""
    while i < len(view.codes) and (
        view.codes[i] in "Zqj" or view.words[i] in words("number") or view.words[i].endswith("gb")
    ):
        i += 1
    return i


def _listed(view: View, phrases: list[Phrase]) -> list[Phrase]:
    """On three datasets, INCLUDING A AND B; on two benchmarks (A, B); on typical workloads, I.E., A and B."""
    if len(phrases) != 1:
        return []
    k = phrases[0].last + 1
    opened = view.code(k) in {"(", ":"}
    k += view.code(k) in {",", "(", ":"}
    ahead = view.words[k] if k < len(view.words) else ""
    if ahead in words("such"):
        return view.phrases(k + 1 + (ahead == "such"), loose=True)
    if ahead in words("listing"):
        return view.phrases(k + 1 + (view.code(k + 1) == ","), loose=True)
    return view.phrases(k, loose=True) if opened else []


def _sorted(view: View, phrases: list[Phrase], word: str, systems: frozenset[str], *, near: bool) -> Place:
    """Sort the members of a list into names of hardware, names of workloads, and tasks."""
    place = Place(phrases[0].first, phrases[-1].last, word)
    siblings: list[str] = []
    near = near and not any(view.codes[phrase.first : phrase.last + 1] == "M" for phrase in phrases)
    for k, phrase in enumerate(phrases):
        if k == 0 and len(phrases) > 1 and phrase.head in words("general_nouns"):
            continue
        machine = hardware_name(phrase.text)
        name = None if machine else workload_name(phrase.text, word, near=near)
        task = task_name(phrase.text) if name is None and not machine else None
        shown = _letters(view, phrase) or machine or name or task or phrase.text
        place.listed.append(shown)
        if machine:
            place.hardware.append(shown)
        elif task:
            place.tasks.append(task)
        elif name and view.codes[phrase.last] != "M" and name.lower() not in systems:
            place.workloads.append(shown)  # not "by 2% on Dice", "the best car AP"
        elif name is None and _CAPITAL.match(phrase.text) and phrase.text not in words("no_name"):
            siblings.append(shown)
    if place.workloads:  # what stands beside a name in a list is one as well
        place.workloads = [shown for shown in place.listed if shown in place.workloads + siblings]
    return place


_LETTERS = re.compile(r"\s?\(([A-Z][A-Za-z-]{1,9})\)")


def _letters(view: View, phrase: Phrase) -> str | None:
    """Return the letters in parentheses behind a long name: Wall Street Journal (WSJ)."""
    m = _LETTERS.match(view.text, phrase.end)
    stands_for = m is not None and m[1][0].lower() in {word[0].lower() for word in phrase.text.split()}
    return m[1] if m and stands_for and " " in phrase.text else None

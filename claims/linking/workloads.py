"""What numbers apply to, and where they were obtained: the finders of both, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from claims.linking.compared import name_before
from claims.linking.context import Context
from claims.syntax.phrases.cue_words import metrics_that, words
from claims.syntax.phrases.row import Phrase
from claims.syntax.phrases.things import find_workload, hardware_name, is_data
from claims.syntax.phrases.view import View


@dataclass(frozen=True, slots=True)
class Finder:
    """A way to name workloads or hardware.

    Attributes:
        relation: Its name in ``schema/linking.toml``, which says what it looks for, with examples.
        find: Returns the names for the reading with a number, in order; none where it finds nothing.
    """

    relation: str
    find: Callable[[Context, int], tuple[str, ...]]


def first_found(finders: tuple[Finder, ...], context: Context, i: int) -> tuple[tuple[str, ...], str]:
    """Return what the first of some finders that finds something has found, and its relation.

    Args:
        finders: The finders, in order.
        context: A sentence.
        i: Number of one of its readings.
    """
    for finder in finders:
        names = finder.find(context, i)
        if names:
            return names, finder.relation
    return (), ""


def _in_phrase(context: Context, i: int) -> tuple[str, ...]:
    return context.workloads[i]


def _topic(context: Context, i: int) -> tuple[str, ...]:
    """FOR MULTIPLIERS, we ...; IN A GRASPING TASK, we ..."""
    view = context.view
    for k in range(min(4, len(view.codes) - 1)):
        if view.words[k] in words("topic_prepositions"):
            phrase = view.phrase(k + 1)
            return (phrase.text,) if phrase and _tells(view, phrase, view.words[k]) else ()
        if view.codes[k] not in "wK,G":
            return ()
    return ()


def _tells(view: View, phrase: Phrase, preposition: str) -> bool:
    """True for a description of what was worked on, and not of a quality, a machine or any case."""
    kinds = preposition == "for" and phrase.text.endswith("s") and view.code(phrase.last + 1) == ","
    several = phrase.first < phrase.last and phrase.head in words("problem_nouns")
    return (kinds or several) and phrase.head not in words("no_task")


def _as_object(context: Context, i: int) -> tuple[str, ...]:
    if context.settled[i]:
        return ()
    compared = {phrase.text for comparison in context.comparisons for phrase in comparison.phrases}
    names = tuple(name for name in context.document.data_of(context.view.index) if name not in compared)
    if len(names) == len(context.tokens):
        return (names[context.tokens.index(context.readings[i].token)],)
    return context.share(i, names)


def _of_evaluation(context: Context, i: int) -> tuple[str, ...]:
    if (
        context.settled[i]
        or not context.in_own_part
        or context.readings[i].metric in metrics_that("data_free")
    ):
        return ()
    return context.share(i, context.evaluation.workloads(context.view.index))


def _host(context: Context, i: int) -> tuple[str, ...]:
    """CUB (90.4%), STANFORD CARS (95.1%): of a list of names with a number each, the one before its number."""
    view = context.view
    inside = [r.token for r in context.readings if view.opening(r.token) >= 0]
    hosts = {token: name for token in inside if (name := name_before(view, token))}
    if len(hosts) < 2 or not any(map(is_data, hosts.values())):
        return ()
    name = hosts.get(context.readings[i].token)
    return (name,) if name else ()


def _aside(context: Context, i: int) -> Phrase | None:
    """Return what stands in parentheses right behind a number: 6.1% (BERT), 90 FPS (GPU); None for another number."""
    view, begin = context.view, context.readings[i].token + 1
    begin += view.code(begin) == "M"
    phrase = view.phrase(begin + 1) if view.code(begin) == "(" else None
    return phrase if phrase is not None and view.code(phrase.last + 1) == ")" else None


def _case(context: Context, i: int) -> tuple[str, ...]:
    phrase = _aside(context, i)
    return (phrase.text,) if phrase is not None and find_workload(phrase.text) is not None else ()


WORKLOADS = (
    Finder("host", _host),
    Finder("case", _case),
    Finder("workload phrase", _in_phrase),
    Finder("topic", _topic),
    Finder("data of the sentence", _as_object),
    Finder("workload of the evaluation", _of_evaluation),
)


def workloads(context: Context, i: int) -> tuple[tuple[str, ...], str]:
    """Return what a number applies to, and the relation that says so: what the first finder finds, and its tasks.

    Args:
        context: A sentence.
        i: Number of one of its readings.
    """
    found, relation = first_found(WORKLOADS, context, i)
    more = tuple(task for task in context.tasks[i] if task not in found)
    return (*found, *more), relation or ("task phrase" if more else "")


def _platform(context: Context, i: int) -> tuple[str, ...]:
    return context.hardware[i]


def _platform_of_evaluation(context: Context, i: int) -> tuple[str, ...]:
    return context.share(i, context.evaluation.hardware(context.view.index))


def _owner(context: Context, i: int) -> tuple[str, ...]:
    """44% of GPU energy consumption: the hardware whose energy, power or time a number is of."""
    view, token = context.view, context.readings[i].token
    words_behind = view.words[token + 1 : token + 6]
    owner = next((k for k, word in enumerate(words_behind) if word in words("machine_kinds")), None)
    between = words_behind[:owner]
    if owner is None or not between or between[0] not in words("owner_prepositions"):
        return ()
    spent = words_behind[owner + 1 : owner + 2]
    named = view.said(token + 1 + owner, token + 1 + owner)
    return (named,) if spent and spent[0].split()[0] in words("spent_by_machines") else ()


def _opening(context: Context, i: int) -> tuple[str, ...]:
    """FPGA-based experiments show: a kind of hardware that opens the sentence."""
    view = context.view
    for k in range(min(4, len(view.words) - 2)):
        based = view.words[k] in words("machine_kinds") and view.words[k + 1] in words("adjective_ends")
        if based and view.words[k + 2] in words("experiment_nouns"):
            return (view.said(k, k),)
    return ()


def _machine(context: Context, i: int) -> tuple[str, ...]:
    phrase = _aside(context, i)
    return (phrase.text,) if phrase is not None and hardware_name(phrase.text) is not None else ()


HARDWARE = (
    Finder("machine aside", _machine),
    Finder("platform phrase", _platform),
    Finder("owner of what is measured", _owner),
    Finder("platform of the evaluation", _platform_of_evaluation),
    Finder("opening of the sentence", _opening),
)

"""What a candidate is weighed by: its properties packed into few numbers, and their places in a column of weights."""

from __future__ import annotations

from itertools import accumulate
from math import prod

from claims.linking.relations import PLACES
from claims.phrases.chunks import TIES
from claims.phrases.phrase_kinds import KINDS
from claims.syntax.vocabulary import metrics

FIELDS = ("subject", "baseline", "hardware", "workload")
"""The fields that are linked; what stands for one is its place in this tuple."""

METRIC = len(FIELDS)
"""Behind them stands the phrase that names the metric, which is read a second time in the same way."""

FORMS = ("ratio", "percent", "points", "level", "share", "count", "rank")
_FORM = {form: number for number, form in enumerate(FORMS)}

_KINDS = len(KINDS)
_TIES = len(TIES)
_PLACES = len(PLACES)
_FORMS = len(FORMS)
_GROUPS = 17  # those of prepositions, and none
METRIC_GROUPS = ("time and rate", "energy and cost", "memory and compute", "quality", "other")
_METRICS = len(METRIC_GROUPS)
_SAID = _FORMS * _METRICS
_APART = 3 * 2
_SEEN = 3 * 2
_SHAPES = 2 * 2 * 2 * 4

TEMPLATES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("place, preposition", (_PLACES, _GROUPS)),
    ("place, kind", (_PLACES, _KINDS)),
    ("preposition, kind", (_GROUPS, _KINDS)),
    ("tie, kind", (_TIES, _KINDS)),
    ("tie, place", (_TIES, _PLACES)),
    ("form, kind", (_FORMS, _KINDS)),
    ("form, place", (_FORMS, _PLACES)),
    ("form, preposition", (_FORMS, _GROUPS)),
    ("metric, kind", (len(METRIC_GROUPS), _KINDS)),
    ("alignment, rival, named rival, place", (3, 3, 2, _PLACES)),
    ("clauses apart, member, kind", (3, 2, _KINDS)),
    ("mentions, in title, kind", (3, 2, _KINDS)),
    ("prior, own, plural, length", (2, 2, 2, 4)),
    ("place, preposition, class, named", (_PLACES, _GROUPS, 4, 2)),
)
"""What a candidate is weighed by: each template joins some properties, and has a weight for each of their values."""


OFFSETS: tuple[int, ...] = (*accumulate((prod(sizes) for _, sizes in TEMPLATES), initial=0),)
"""Where the values of each template begin in a column of weights, and the length of the column."""

_GROUP_OF: dict[str, int] = {}


def _metric_group(metric: str) -> int:
    if not _GROUP_OF:
        _GROUP_OF.update({row.id: METRIC_GROUPS.index(row.group) for row in metrics().values()})
    return _GROUP_OF[metric]


def said_of(form: str, metric: str) -> int:
    """Return what is weighed of a number itself: its form, and the group of its metric."""
    return _FORM[form] * _METRICS + _metric_group(metric)


def hangs_of(kind: int, group: int, tie: int) -> int:
    """Return kind, group of the preposition (from 1; 0 without one) and tie of a phrase, as one number."""
    return (kind * _GROUPS + group) * _TIES + tie


def shape_of(prior: bool, own: bool, plural: bool, length: int) -> int:
    """Return which words a phrase holds and how long it is, as one number."""
    return ((prior * 2 + own) * 2 + plural) * 4 + min(length, 3)


def traits_of(hangs: int, seen: int, shape: int) -> int:
    """Return what a phrase is by itself, as one number; :func:`of_traits` takes it apart."""
    return (hangs * _SEEN + seen) * _SHAPES + shape


def stand_of(hangs: int, rivalry: int, named: bool) -> int:
    """Return what :func:`joined` needs of a phrase, as one number."""
    return (hangs * 4 + rivalry) * 2 + named


def joined(stand: int, apart: int, where: int, said: int) -> int:
    """Return how a phrase stands to a number, as one number; :func:`of_stand` takes it apart.

    Args:
        stand: From :func:`stand_of`.
        apart: How many clauses are between, and whether it is a further member of a series.
        where: Where the phrase stands.
        said: From :func:`said_of`.
    """
    return ((stand * _APART + apart) * _PLACES + where) * _SAID + said


def rank_of(aligned: int, level: int, named: bool, where: int) -> int:
    """Return what a phrase has to stand against, as one number; :func:`of_rank` takes it apart."""
    return ((aligned * 3 + level) * 2 + named) * _PLACES + where


(_O0, _O1, _O2, _O3, _O4, _O5, _O6, _O7, _O8, _O9, _O10, _O11, _O12, _O13, _) = OFFSETS


def of_stand(stand: int) -> tuple[int, ...]:
    """Return the places in a column of weights of how a candidate stands to its number."""
    rest, said = divmod(stand, _SAID)
    form, metric = divmod(said, _METRICS)
    rest, where = divmod(rest, _PLACES)
    rest, apart = divmod(rest, _APART)
    rest, rivalry = divmod(rest, 4 * 2)
    kind, group, tie = _kind_group_tie(rest)
    return (
        _O0 + where * _GROUPS + group,
        _O1 + where * _KINDS + kind,
        _O4 + tie * _PLACES + where,
        _O5 + form * _KINDS + kind,
        _O6 + form * _PLACES + where,
        _O7 + form * _GROUPS + group,
        _O8 + metric * _KINDS + kind,
        _O10 + apart * _KINDS + kind,
        _O13 + (where * _GROUPS + group) * 4 * 2 + rivalry,
    )


def of_traits(traits: int) -> tuple[int, ...]:
    """Return the places in a column of weights of what a candidate is by itself."""
    rest, shape = divmod(traits, _SHAPES)
    rest, seen = divmod(rest, _SEEN)
    kind, group, tie = _kind_group_tie(rest)
    return _O2 + group * _KINDS + kind, _O3 + tie * _KINDS + kind, _O11 + seen * _KINDS + kind, _O12 + shape


def of_rank(rank: int) -> int:
    """Return the place in a column of weights of what a candidate has to stand against."""
    return _O9 + rank


def _kind_group_tie(hangs: int) -> tuple[int, int, int]:
    rest, tie = divmod(hangs, _TIES)
    kind, group = divmod(rest, _GROUPS)
    return kind, group, tie

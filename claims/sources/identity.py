"""What makes two records the same paper.

A paper comes in more than once: from two pages, in two versions, with a retouched
title. Each record has a few *keys*; two records that share one are the same paper,
unless something that they both state speaks against it. From the strongest to the
weakest:

=============  ==========================================================================
``arxiv:...``  The identifier on arXiv without version. Never vetoed.
``doi:...``    The digital object identifier. Vetoed by two different arXiv ids.
``openalex:``  Identifiers of other services (``s2``, ``pmid``, ``pmcid`` too). Vetoed by two
               different arXiv ids or DOIs.
``title:...``  The title without case, accents, spaces, punctuation and mark-up. Vetoed by
               two different arXiv ids or DOIs, and by author lists without a common surname;
               a title of a few words ("Introduction") also needs authors on both sides.
``text:...``   The abstract, in the same way, if it is long enough to be nobody else's.
``id:...``     The source's own identifier, within that source only; from standard input or a data frame,
               with the same abstract only. Vetoed by two different
               arXiv ids or DOIs, and where the titles are different, unless both have the same long abstract.
=============  ==========================================================================

A key that many different papers have ("none", "n/a", "Editorial") names none of them, but for an
arXiv id. So no record is compared with more than a few papers, however many agree.

Keys are short strings, cheap to make and to store: a database that keeps them beside its
papers can load a :class:`PaperIndex` from them and go on where an earlier run left off.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claims.sources.keys import derive_id, paper_keys, surnames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from claims.model import Paper

# Of many papers with one title ("Editorial"), each is compared with all.
_surnames = lru_cache(maxsize=4096)(surnames)


_Id = TypeVar("_Id")


def after_merges(merges: dict[_Id, _Id], one: _Id) -> _Id:
    """Return what an identifier has become.

    Args:
        merges: What each merged one goes by; ways of several steps are made short for the next time.
        one: An identifier, merged or not.

    >>> after_merges({1: 2, 2: 3}, 1), after_merges({}, 1)
    (3, 1)
    """
    last = one
    while last in merges:
        last = merges[last]
    while one != last:
        merges[one], one = last, merges[one]
    return last


class Match(NamedTuple):
    """What an index knows of a paper.

    Attributes:
        paper_id: The identifier under which the paper is kept: that of the record that was met first.
        is_new: Whether no record of this paper had been met before.
        merged: Identifiers of papers that had been kept apart until this record showed that they are
            ``paper_id``. From now on the index gives ``paper_id`` for their records too.
    """

    paper_id: str
    is_new: bool
    merged: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """What is compared when two records share a key: few do, so the keys are not told apart before.

    Attributes:
        keys: One key of each kind, the one that was met first.
        authors: Those of the first record.
        names: The surnames of all records; None while those of the first are all there are.
    """

    keys: tuple[str, ...]
    authors: tuple[str, ...]
    names: set[str] | None = None

    def key(self, kind: str) -> str | None:
        """Return the key of a kind, the one that was met first."""
        return next((key for key in self.keys if key.startswith(f"{kind}:")), None)

    def surnames(self) -> AbstractSet[str]:
        """Return the surnames of the authors: few papers share a key, so they are taken apart when asked for."""
        return _surnames(self.authors) if self.names is None else self.names

    def learn(self, other: _Known) -> None:
        """Take in what another record of the paper, or a paper that is the same, says more."""
        self.keys += tuple(key for key in other.keys if self.key(_kind(key)) is None)
        if other.authors == self.authors and other.names is None:
            return
        # The smaller set goes into the larger one: however often papers are merged, no name is copied often.
        small, large = sorted((self.surnames(), other.surnames()), key=len)
        self.names = large if isinstance(large, set) else set(large)
        self.names |= small


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _first_of_each_kind(keys: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for key in keys:
        first.setdefault(_kind(key), key)
    return tuple(first.values())


def _agree(key: str, one: _Known, two: _Known) -> bool:
    """Whether a shared key makes two records one paper."""
    kind = _kind(key)
    if kind in ("arxiv", "text"):
        return True
    if _contradict("arxiv", one, two):
        return False
    if kind != "doi" and _other_doi(one, two):
        return False
    if kind == "title":
        theirs, others = one.surnames(), two.surnames()
        if theirs and others:
            return not theirs.isdisjoint(others)
        return not key.startswith("title:short:")
    if kind == "id":
        text = one.key("text")
        return not _contradict("title", one, two) or (text is not None and text == two.key("text"))
    return True


def _contradict(kind: str, one: _Known, two: _Known) -> bool:
    """Whether both state a key of a kind, and not the same."""
    ours, theirs = one.key(kind), two.key(kind)
    return ours is not None and theirs is not None and ours != theirs


# A preprint and what became of it have a DOI each: bioRxiv and medRxiv, SSRN, Research Square, ChemRxiv,
# preprints.org, PsyArXiv, TechRxiv, Zenodo.
_OF_PREPRINTS = (
    "doi:10.1101/", "doi:10.2139/", "doi:10.21203/", "doi:10.26434/", "doi:10.20944/", "doi:10.31234/",
    "doi:10.36227/", "doi:10.5281/",
)  # fmt: skip


def _other_doi(one: _Known, two: _Known) -> bool:
    """Whether both state a DOI, not the same, and neither is that of a preprint."""
    keys = one.key("doi"), two.key("doi")
    return _contradict("doi", one, two) and not any(key and key.startswith(_OF_PREPRINTS) for key in keys)


def _strangers(one: _Known, two: _Known) -> bool:
    """Whether both have authors, and none in common."""
    ours, theirs = one.surnames(), two.surnames()
    return bool(ours and theirs) and ours.isdisjoint(theirs)


MOST_HOLDERS = 24
"""A key that more different papers have names none of them, unless it is an arXiv id."""


def names_papers_however_many(key: str) -> bool:
    """Return whether a key names the papers that have it, however many they are."""
    return key.startswith("arxiv:")


class PaperIndex:
    """Tells for one record after the other which paper it is.

    Whatever the records, each takes about the same time: it is compared with a few papers at most.

    >>> from claims.model import Paper
    >>> index = PaperIndex()
    >>> index.resolve(Paper(id="a", title="Tiny Caches for Very Large Models", abstract="One."))
    Match(paper_id='a', is_new=True, merged=())
    >>> index.resolve(Paper(id="b", title="Tiny caches for very large models", abstract="Two."))
    Match(paper_id='a', is_new=False, merged=())
    """

    def __init__(self, taken: Callable[[str], bool] = lambda paper_id: False) -> None:
        """Begin without papers.

        Args:
            taken: Tells whether an id that is made for a paper is that of another which is not remembered here.
        """
        self._taken = taken
        self._by_key: dict[str, list[str]] = {}
        self._ignored: set[str] = set()
        self._known: dict[str, _Known] = {}
        self._alias: dict[str, str] = {}
        self._numbered: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of different papers."""
        return len(self._known)

    def ids(self) -> list[str]:
        """Return the identifiers under which the papers are kept, in the order in which they were met."""
        return list(self._known)

    def remember(self, paper_id: str, keys: Iterable[str], authors: Iterable[str] = ()) -> None:
        """Take in a paper that an earlier run has kept; may be called more than once for one paper.

        Args:
            paper_id: The identifier under which it is kept.
            keys: Its :func:`paper_keys`, of all its records.
            authors: Its authors, as the sources spell them.
        """
        every = tuple(keys)
        self._add(self.canonical(paper_id), _Known(_first_of_each_kind(every), tuple(authors)), every)

    def ignore(self, keys: Iterable[str]) -> None:
        """Take some keys for such as name no paper, because more than MOST_HOLDERS papers have them."""
        for key in keys:
            self._ignored.add(key)
            self._by_key.pop(key, None)

    def canonical(self, paper_id: str) -> str:
        """Return the identifier under which a paper is kept after merges."""
        return after_merges(self._alias, paper_id)

    def find(self, paper: Paper) -> str | None:
        """Return the identifier of the paper that a record is of, or None; the index stays as it is."""
        return next(iter(self._candidates(_Known(paper_keys(paper), paper.authors))), None)

    def resolve(self, paper: Paper, keys: tuple[str, ...] | None = None) -> Match:
        """Return which paper a record is of, and take the record in.

        A new paper is kept under its own id; where that is taken by a different paper (two files that both
        count from 1), under one derived from its text.

        Args:
            paper: The record.
            keys: Its :func:`paper_keys`, where the caller has them: making them is most of the work.
        """
        facts = _Known(paper_keys(paper) if keys is None else keys, paper.authors)
        found = self._candidates(facts)
        if not found:
            paper_id = self._free_id(paper)
            self._add(paper_id, facts, facts.keys)
            return Match(paper_id, is_new=True)
        first, *others = found
        merged = []
        for other in others:
            if self._may_be_one(first, other, facts):
                self._known[first].learn(self._known.pop(other))
                self._alias[other] = first
                merged.append(other)
        self._add(first, facts, facts.keys)
        return Match(first, is_new=False, merged=tuple(merged))

    def _may_be_one(self, first: str, other: str, record: _Known) -> bool:
        """Whether a record that fits two papers makes them one: it may be too vague to tell two apart."""
        ours, theirs = self._known[first], self._known[other]
        return not _contradict("arxiv", ours, theirs) and bool(record.authors or not _strangers(ours, theirs))

    def _candidates(self, facts: _Known) -> list[str]:
        found: dict[str, None] = {}
        for key in facts.keys:
            for paper_id in self._holders(key) if key in self._by_key else ():
                if _agree(key, facts, self._known[paper_id]):
                    found.setdefault(paper_id)
        return list(found)

    def _holders(self, key: str) -> list[str]:
        """Return the papers that have a key, those that have become one as one."""
        holders = self._by_key.get(key)
        if holders is None:
            return []
        if not self._alias.keys().isdisjoint(holders):
            holders = self._by_key[key] = list(dict.fromkeys(map(self.canonical, holders)))
        return holders

    def _add(self, paper_id: str, facts: _Known, keys: Iterable[str]) -> None:
        for key in keys:
            if key in self._ignored:
                continue
            if key not in self._by_key:
                self._by_key[key] = [paper_id]
                continue
            holders = self._holders(key)
            if paper_id not in holders:
                holders.append(paper_id)
                if len(holders) > MOST_HOLDERS and not names_papers_however_many(key):
                    self.ignore((key,))
        known = self._known.get(paper_id)
        if known is None:
            self._known[paper_id] = facts
        else:
            known.learn(facts)

    def _is_here(self, paper_id: str) -> bool:
        return paper_id in self._known or paper_id in self._alias

    def _free_id(self, paper: Paper) -> str:
        if paper.id and not self._is_here(paper.id):
            return paper.id
        derived = derive_id(title=paper.title, abstract=paper.abstract, arxiv_id=paper.arxiv_id)
        name, n = derived, self._numbered.get(derived, 1)
        while self._is_here(name) or self._taken(name):
            n += 1
            name = f"{derived}-{n}"
        self._numbered[derived] = n
        return name

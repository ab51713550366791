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
``id:...``     The source's own identifier, within that source only. Vetoed by two different
               arXiv ids or DOIs, and where the titles are different, unless both have the same long abstract.
=============  ==========================================================================

A key that many different papers have ("none", "n/a", "Editorial") names none of them, but for an
arXiv id. So no record is compared with more than a few papers, however many agree.

Keys are short strings, cheap to make and to store: a database that keeps them beside its
papers can load a :class:`PaperIndex` from them and go on where an earlier run left off.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from claims.model import Paper

# Shorter titles are shared by papers that have nothing else in common ("Preface", "Deep learning").
GENERIC_TITLE = 24
# Shorter abstracts may be a phrase that many records share ("This paper has been withdrawn by the author.").
SHORT_ABSTRACT = 120

_ARXIV_ID = re.compile(
    r"(?P<id>\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Za-z-]{2,4})?/\d{7})(?:v(?P<version>[1-9]\d{0,2}))?",
    re.ASCII,
)
_ARXIV_PREFIX = re.compile(
    r"(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", re.IGNORECASE
)
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_ALNUM = bytes(c for c in range(256) if not (chr(c).isalnum() and c < 128))


def parse_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """Return the arXiv id and version that a text consists of, or None where it is no arXiv id.

    Args:
        text: ``2506.11153``, ``arXiv:2506.11153v2``, ``cs/0112017`` or an address on arxiv.org.

    >>> parse_arxiv_id("arXiv:2506.11153v2")
    ('2506.11153', 2)
    >>> parse_arxiv_id("http://arxiv.org/abs/cs/0112017")
    ('cs/0112017', None)
    >>> parse_arxiv_id("10.1109/5.771073") is None
    True
    """
    text = text.strip()
    prefix = _ARXIV_PREFIX.match(text)
    bare = text[prefix.end() :].removesuffix(".pdf") if prefix else text
    found = _ARXIV_ID.fullmatch(bare)
    if not found:
        return None
    version = found["version"]
    return found["id"], int(version) if version else None


def parse_doi(text: str) -> str | None:
    """Return a DOI in lower case and without resolver, or None where the text is none.

    >>> parse_doi("https://doi.org/10.1109/TCAD.2020.3013050")
    '10.1109/tcad.2020.3013050'
    """
    text = text.strip()
    prefix = _DOI_PREFIX.match(text)
    doi = (text[prefix.end() :] if prefix else text).casefold()
    return doi if doi.startswith("10.") and "/" in doi and not any(c.isspace() for c in doi) else None


def normal_title(title: str) -> str:
    r"""Return a title without what differs from one source to the next: case, accents, spaces, mark-up.

    >>> normal_title("Na\u00efve  Caching: a 2$\\times$ Study")
    'naivecachinga2study'
    """
    plain = _LATEX_COMMAND.sub("", title) if "\\" in title else title
    if plain.isascii():
        return plain.lower().encode().translate(None, _NOT_ALNUM).decode()
    # Twice, because taking letters apart can give capitals and folding can give composed letters.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    return _NOT_WORD.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=10).hexdigest()


def _hash(text: str) -> str:
    return _digest(text.encode("utf-8", "surrogatepass"))


# A file is the source of many papers.
_hash_of_source = lru_cache(maxsize=64)(_hash)


# Copies of one text come one after the other.
@lru_cache(maxsize=2)
def _text_key(abstract: str) -> str | None:
    """Key of an abstract: its ASCII letters and digits; bytes.translate is faster than a regex here."""
    folded = abstract.casefold().encode("utf-8", "surrogatepass")
    letters = folded.translate(None, _NOT_ALNUM)
    if 2 * len(letters) < len(folded):  # hardly any ASCII: another script, where every letter counts
        letters = _NOT_WORD.sub("", abstract.casefold()).encode("utf-8", "surrogatepass")
    return f"text:{_digest(letters)}" if len(letters) >= SHORT_ABSTRACT else None


def surnames(authors: Iterable[str]) -> frozenset[str]:
    """Return what is compared of author names: the surnames, without case and accents.

    >>> sorted(surnames(["Zo\u00eb Alv\u00e1rez", "Doe, J."]))
    ['alvarez', 'doe']
    """
    names = (name.partition(",")[0].split() for name in authors)
    return frozenset(filter(None, (normal_title(parts[-1]) for parts in names if parts)))


# Of many papers with one title ("Editorial"), each is compared with all.
_surnames = lru_cache(maxsize=4096)(surnames)


def paper_keys(paper: Paper) -> tuple[str, ...]:
    """Return every key by which a paper can be found, the strongest first.

    The same record gives the same keys in every run and on every machine. A record of which
    nothing is known but a short abstract and a made-up id can have no key at all.
    """
    keys = []
    if paper.arxiv_id:
        keys.append(f"arxiv:{paper.arxiv_id}")
    if paper.doi:
        keys.append(f"doi:{paper.doi.casefold()}")
    keys += paper.external_ids
    title = normal_title(paper.title)
    if title:
        # The length goes into the key so that an index knows a generic title without seeing it.
        keys.append(f"title:{_hash(title)}" if len(title) >= GENERIC_TITLE else f"title:short:{_hash(title)}")
    text = _text_key(paper.abstract)
    if text:
        keys.append(text)
    # Standard input is another source each time.
    if paper.id and paper.source != "-" and not paper.id.startswith(("title:", "text:", "arxiv:")):
        keys.append(f"id:{_hash_of_source(paper.source)}:{paper.id}")
    return tuple(keys)


def derive_id(*, title: str, abstract: str, arxiv_id: str | None = None) -> str:
    """Return an identifier for a paper whose source gives none.

    It depends on nothing but the paper, so that the same paper gets the same one from every page.

    >>> derive_id(title="", abstract="", arxiv_id="2506.11153")
    'arxiv:2506.11153'
    >>> derive_id(title="A Tiny  Cache", abstract="x") == derive_id(title="a tiny cache.", abstract="y")
    False
    >>> one = derive_id(title="Tiny Caches for Very Large Models", abstract="x")
    >>> one == derive_id(title="Tiny caches for very large models.", abstract="y")
    True
    """
    if arxiv_id:
        return f"arxiv:{arxiv_id}"
    plain = normal_title(title)
    if len(plain) >= GENERIC_TITLE:
        return f"title:{_hash(plain)}"
    return f"text:{_hash_of_text(abstract)}"


@lru_cache(maxsize=2)  # copies of one text come one after the other
def _hash_of_text(abstract: str) -> str:
    return _hash(normal_title(abstract) or abstract)


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
        kept = paper_id
        while kept in self._alias:
            kept = self._alias[kept]
        while paper_id != kept:  # the next time, the way is short
            self._alias[paper_id], paper_id = kept, self._alias[paper_id]
        return kept

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
            for paper_id in self._holders(key):
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
            holders = self._holders(key)
            if not holders:
                self._by_key[key] = [paper_id]
            elif paper_id not in holders:
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

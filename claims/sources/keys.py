"""Keys of a paper: short strings that records of the same paper share, cheap to make and to store.

What two records that share one are to each other says :mod:`claims.sources.identity`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    r"(?:https?://)?(?:[\w-]+\.)*(?:arxiv\.org|ar5iv(?:\.labs\.arxiv)?\.org|alphaxiv\.org)/"
    r"(?:abs|pdf|html|format|ps|src|e-print)/|https?://(?:www\.)?huggingface\.co/papers/|(?:oai:)?arxiv(?:\.org)?:\s*",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 300
# What addresses have behind an identifier.
_ADDRESS_END = re.compile(r"(?:\.pdf)?/?(?:[?#].*)?$")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_ALNUM = bytes(c for c in range(256) if not (chr(c).isalnum() and c < 128))
_SMALL = bytes(range(256)).lower()


def parse_arxiv_id(text: str) -> tuple[str, int | None] | None:
    """Return the arXiv id and version that a text consists of, or None where it is no arXiv id.

    Args:
        text: ``2506.11153``, ``arXiv:2506.11153v2``, ``cs/0112017`` or an address on arxiv.org.

    >>> parse_arxiv_id("arXiv:2506.11153v2")
    ('2506.11153', 2)
    >>> parse_arxiv_id("http://arxiv.org/abs/cs/0112017"), parse_arxiv_id("https://ar5iv.org/html/2506.11153v1/#S2")
    (('cs/0112017', None), ('2506.11153', 1))
    >>> parse_arxiv_id("10.1109/5.771073") is None
    True
    """
    text = text.strip()
    prefix = _ARXIV_PREFIX.match(text)
    bare = _ADDRESS_END.sub("", text[prefix.end() : prefix.end() + _LONGEST_ADDRESS]) if prefix else text
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
    if abstract.isascii():
        folded = abstract.encode()
        letters = folded.translate(_SMALL, _NOT_ALNUM)
    else:
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
    if paper.id and not paper.id.startswith(("title:", "text:", "arxiv:")):
        # Standard input, or a data frame, is another source each time: there an id names the same text only.
        source = _hash_of_text(paper.abstract) if paper.source == "-" else _hash_of_source(paper.source)
        keys.append(f"id:{source}:{paper.id}")
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

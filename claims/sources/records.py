"""From a record with named fields, as JSON and Parquet give it, to a Paper."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from claims.model import Paper
from claims.sources.authors import author_names
from claims.sources.dates import date_in_year, date_of, date_of_parts
from claims.sources.fields import field_names, in_our_names, says_no_abstract
from claims.sources.identifiers import identifiers_of
from claims.sources.keys import derive_id
from claims.sources.marked_text import without_jats
from claims.sources.objects_in_text import object_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from claims.sources.format import Source

# Characters of a title. A file may store a longer one once, and give it to each of its rows.
_LONGEST_TITLE = 10_000
# The fields that are read; every other one is left aside.
FIELDS = field_names()
_CODE_HOSTS = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co"
    r"|[\w-]+\.github\.io)/[\w./~%+=?#-]*[\w/]",
    re.ASCII,
)
# What sets letters in titles, in HTML, JATS and MathML.
_TAG = re.compile(
    r"</?(?:jats:)?(?:i|b|em|u|tt|sc|sub|sup|strong|italic|bold|monospace|span|p|mml:[a-z]+)"
    r"(?:\s+[\w:-]+=\"[^\"<>]*\")*\s*/?>"
)
_JSON_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


class RecordError(Exception):
    """What is wrong with one record; the reader makes a Reject of it."""


class NoAbstractError(RecordError):
    """A record with nothing wrong, but for having no abstract."""


def code_link(abstract: str) -> str | None:
    r"""Return the first address of a code host in an abstract.

    >>> code_link("Our code is at \\url{https://github.com/some-lab/tiny-cache}.")
    'https://github.com/some-lab/tiny-cache'
    """
    if "http" not in abstract:
        return None
    found = _CODE_HOSTS.search(abstract)
    return found[0] if found else None


def checked_abstract(value: object) -> str:
    """Return the abstract as given, or raise a RecordError that says why it is none."""
    if value is None:
        msg = "no abstract"
        raise NoAbstractError(msg)
    if not isinstance(value, str):
        msg = f"abstract is {_JSON_TYPES.get(type(value), type(value).__name__)}, not text"
        raise RecordError(msg)
    if not value or value.isspace():
        msg = "empty abstract"
        raise NoAbstractError(msg)
    if says_no_abstract(value):
        msg = f"no abstract: {value.strip()}"
        raise NoAbstractError(msg)
    return value


def _checked_id(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():  # whole numbers, in a column with gaps
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    msg = f"id is {_JSON_TYPES.get(type(value), type(value).__name__)}, not text"
    raise RecordError(msg)


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _categories(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        separator = ";" if ";" in value else None
        return tuple(filter(None, (part.strip(" ,") for part in value.replace(",", " ").split(separator))))
    if isinstance(value, (list, tuple)):
        found = (_text(x.get("name") or x.get("display_name") if isinstance(x, dict) else x) for x in value)
        return tuple(filter(None, found))
    return ()


def _title(value: object) -> str:
    """A title, or the first of a list of them, as Crossref gives it; without mark-up of HTML.

    >>> _title(["Caches &amp; Keys in <i>Larch</i>"])
    'Caches & Keys in Larch'
    """
    given = value[0] if isinstance(value, (list, tuple)) and value else value
    title = _text(given[:_LONGEST_TITLE] if isinstance(given, str) else given)
    return _text(html.unescape(_TAG.sub("", title))) if "&" in title or "<" in title else title


def _abstract(value: object) -> str:
    """The abstract as given; an index of the places of its words, as OpenAlex has it, is written out.

    >>> _abstract({"Caches": [0], "are": [1], "tiny.": [2]}), _abstract('{"Caches": [0]}'), _abstract(["Caches."])
    ('Caches are tiny.', 'Caches', 'Caches.')
    """
    if isinstance(value, str) and value[:1] == "{" and value[-2:] == "]}":
        value = object_in(value) or value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return checked_abstract("\n".join(value))  # Solr gives a list for each field
    text = checked_abstract(_written_out(value) if isinstance(value, dict) else value)
    return without_jats(text) if "<" in text else text


def _written_out(index: Mapping[str, Any]) -> object:
    inner = index.get("InvertedIndex")
    if isinstance(inner, dict):
        index = inner
    words: dict[int, str] = {}
    for word, places in index.items():
        if not isinstance(places, list) or not all(isinstance(place, int) for place in places):
            return dict(index)  # another kind of object: checked_abstract says so
        words.update(dict.fromkeys(places, word))
    return " ".join(words[place] for place in sorted(words))


Record = tuple[str, "Mapping[str, Any]", "str | bytes | None"]
"""Place, names and values, and the record as found where it is text."""

Note = Callable[[str, object], None]
"""Gets the name of a field whose value was not understood, and the value."""


def _ignore(field: str, value: object) -> None:
    """Take no note of it."""


def paper_of(
    record: Mapping[str, Any],
    *,
    source: str,
    place: str,
    chosen: tuple[tuple[str, str], ...] = (),
    note: Note = _ignore,
) -> Paper:
    """Return the paper that a record describes.

    Only the abstract has to be there. A ``year`` stands in for a missing ``date``. A field that is not
    understood counts as absent, except ``abstract`` and ``id``.

    Args:
        record: Names and values as the source gives them; ``schema/record_fields.toml`` has the names.
        source: Path of the file.
        place: Where in the file the record starts.
        chosen: Pairs of a field and the name that the user says it has.
        note: Told of each field that is there and is not understood.

    Raises:
        RecordError: There is no abstract, or the id is neither text nor a whole number.
    """
    ours = in_our_names(record, chosen)
    get = ours.get
    abstract = _abstract(get("abstract"))
    paper_id = _checked_id(get("id"))
    title = _title(get("title"))
    known = identifiers_of(ours)
    version = get("version")
    if not (isinstance(version, int) and not isinstance(version, bool) and version > 0):
        version = known.version
    written = _date(ours, note)
    authors = author_names(get("authors"))
    for field, value in (("authors", authors), ("doi", known.doi or known.arxiv_id)):
        if not value and get(field):
            note(field, get(field))
    return Paper(
        id=paper_id or derive_id(title=title, abstract=abstract, arxiv_id=known.arxiv_id),
        abstract=abstract,
        title=title,
        date=written,
        arxiv_id=known.arxiv_id,
        version=version,
        doi=known.doi,
        external_ids=known.others,
        categories=_categories(get("categories")),
        authors=authors,
        organization=_text(get("organization")) or None,
        code_url=_text(get("code_url")) or code_link(abstract),
        comments=_text(get("comments")) or None,
        source=source,
        place=place,
    )


def _date(ours: Mapping[str, Any], note: Note) -> date | None:
    """Return the date of a record; one that is not understood is noted, and the year stands in for it."""
    given, year = ours.get("date"), ours.get("year")
    written = date_of(given) or date_in_year(given, year)
    if given and not written:
        note("date", given)
    month = ours.get("month")
    # RIS may keep a whole date where the year stands.
    whole = date_of(year) if month is None and isinstance(year, str) else None
    return written or whole or date_of_parts(year, month, ours.get("day"))


def brief_paper_of(
    record: Mapping[str, Any],
    *,
    source: str,
    place: str,
    chosen: tuple[tuple[str, str], ...] = (),
    note: Note = _ignore,
) -> Paper:
    """Return the paper that a record describes, with no more than its id, abstract and title.

    Takes and raises what :func:`paper_of` does.
    """
    ours = in_our_names(record, chosen)
    abstract = _abstract(ours.get("abstract"))
    paper_id = _checked_id(ours.get("id"))
    if not paper_id:  # it is made from all that is known
        return paper_of(record, source=source, place=place, chosen=chosen)
    return Paper(id=paper_id, abstract=abstract, title=_title(ours.get("title")), source=source, place=place)


def _shown(record: Mapping[str, Any]) -> str:
    return str({name: value for name, value in record.items() if value is not None})


def papers_from(source: Source, records: Iterable[Record]) -> Iterator[Paper]:
    """Yield the papers that records describe; a record that describes none is rejected in its place.

    Args:
        source: The open file.
        records: What its format reads.
    """
    described = brief_paper_of if source.brief else paper_of
    for place, record, found in records:
        try:
            paper = described(record, source=source.name, place=place, chosen=source.chosen, note=source.note)
        except NoAbstractError as error:
            source.without_abstract(place, str(error), _shown(record) if found is None else found)
        except RecordError as error:
            source.reject(place, str(error), _shown(record) if found is None else found)
        else:
            yield paper

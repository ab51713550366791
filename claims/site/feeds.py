"""What programs read of a whole site: a feed of new results (Atom), and the list of pages (sitemap)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote, urlsplit

from lxml import etree

from claims.errors import ClaimsError
from claims.files.escaping import for_html

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True)
class News:
    """An entry of the feed.

    Attributes:
        title: Title of the paper.
        address: Its page, from the root of the site.
        day: Day of the paper.
        authors: Who wrote it.
        summary: What it claims, on one line.
    """

    title: str
    address: str
    day: date | None
    authors: Sequence[str]
    summary: str


def base_url(text: str | None) -> str | None:
    """Return the address that a site will have, with a slash at its end.

    Raises:
        ClaimsError: It is no address of the web.
    """
    if text is None:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ClaimsError(f"--url {text!r}: no address of a site; write https://example.org/claims/")
    return text.rstrip("/") + "/"


def feed(title: str, news: Iterable[News], *, updated: datetime, url: str | None) -> bytes:
    """Return a feed in Atom.

    Args:
        title: Of the site.
        news: The newest first.
        updated: When the database was last written, in UTC.
        url: Where the site will be; without it addresses lead from the place of the feed.
    """
    base = url or ""
    stamp = f"{updated:%Y-%m-%dT%H:%M:%SZ}"
    root = etree.Element("feed", xmlns=_ATOM)
    _add(root, "id", url or f"urn:claims:{updated:%Y%m%d%H%M%S}")
    _add(root, "title", title)
    _add(root, "updated", stamp)
    _add(root, "generator", "claims")
    etree.SubElement(root, "link", rel="self", href=f"{base}feed.xml")
    etree.SubElement(root, "link", rel="alternate", href=f"{base}index.html", type="text/html")
    for item in news:
        entry = etree.SubElement(root, "entry")
        address = quote(item.address)
        _add(entry, "id", f"{url}{address}" if url else f"urn:claims:{address}")
        _add(entry, "title", item.title)
        _add(entry, "updated", f"{item.day}T00:00:00Z" if item.day else stamp)
        for name in item.authors or ("unknown",):
            _add(etree.SubElement(entry, "author"), "name", name)
        etree.SubElement(entry, "link", rel="alternate", href=f"{base}{address}", type="text/html")
        _add(entry, "summary", item.summary)
    return _written(root)


def sitemap(addresses: Iterable[str], *, updated: datetime, url: str) -> list[bytes]:
    """Return the lists of all pages, each of as many addresses as a list may have.

    Args:
        addresses: Pages, from the root of the site.
        updated: When the database was last written.
        url: Where the site will be.
    """
    all_of_them = list(addresses)
    found = []
    for first in range(0, len(all_of_them), _MOST_ADDRESSES):
        root = etree.Element("urlset", xmlns=_SITEMAP)
        for address in all_of_them[first : first + _MOST_ADDRESSES]:
            entry = etree.SubElement(root, "url")
            _add(entry, "loc", url + quote(address.removesuffix("index.html")))
            _add(entry, "lastmod", f"{updated:%Y-%m-%d}")
        found.append(_written(root))
    return found


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = for_html(text)


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"

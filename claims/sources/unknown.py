"""What a file looks like that no format fits, and what can be done about it."""

from __future__ import annotations

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "is a PDF; name a file of abstracts, or one of the formats of whole papers"),
    (b"\xd0\xcf\x11\xe0", "is an old Office file; save it as CSV"),
    (
        b"SQLite format 3",
        "is a SQLite database; export a table as CSV: sqlite3 -header -csv FILE 'SELECT ...'",
    ),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"{\\rtf", "is rich text; save it as plain text"),
    (b"\x7fELF", "is a program"),
    (b"\xff\xfe", "looks like UTF-16; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"),
    (b"\xfe\xff", "looks like UTF-16; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"),
)
_DATABASE = b"DUCK"


def looks_like(head: bytes) -> str:
    r"""Return what a file looks like by its beginning, and a remedy, for a message that names the file.

    >>> looks_like(b"%PDF-1.7 ...")
    'is a PDF; name a file of abstracts, or one of the formats of whole papers'
    >>> looks_like(b"Title;Venue\\nTiny Caches;MLSys")
    'looks like a table without a column of abstracts; say which one holds them with --map abstract=COLUMN'
    """
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return what
    if head[8:12] == _DATABASE:
        return "is a DuckDB database; claims query --db asks it, COPY ... TO writes a table as Parquet"
    if b"\0" in head:
        return "binary data that fits no format; claims run --help lists what is read"
    text = head.lstrip()
    if text[:1] in b"[{":
        return "JSON in which no list of records with abstracts was found; name the field with --map abstract=NAME"
    if text[:1] == b"<":
        return "HTML or XML that fits no format; export the papers as JSON, BibTeX, RIS or CSV"
    line = text.split(b"\n", 1)[0]
    if any(1 <= line.count(delimiter) < 200 for delimiter in (b",", b";", b"\t")) and b". " not in line:
        return "looks like a table without a column of abstracts; say which one holds them with --map abstract=COLUMN"
    return 'text that fits no format; one abstract a line is JSON Lines as {"abstract": "..."}'

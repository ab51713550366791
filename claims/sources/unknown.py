"""What a file looks like that no format fits, and what can be done about it."""

from __future__ import annotations

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"%PDF", 0, "is a PDF; name a file of abstracts, or one of the formats of whole papers"),
    (b"7z\xbc\xaf\x27\x1c", 0, "is a 7z archive; unpack it first"),
    (b"Rar!", 0, "is a rar archive; unpack it first"),
    (b"\x04\x22\x4d\x18", 0, "is compressed with lz4; unpack it first"),
    (b"PK\x05\x06", 0, "is an empty zip archive"),
    (b"PARE", 0, "is Parquet with an encrypted footer; write it without"),
    (b"ORC", 0, "is an ORC file; convert it to Parquet"),
    (b"\xd0\xcf\x11\xe0", 0, "is an old Office file; save it as CSV"),
    (
        b"SQLite format 3",
        0,
        "is an SQLite database; export a table as CSV: sqlite3 -header -csv FILE 'SELECT ...'",
    ),
    (b"DUCK", 8, "is a DuckDB database; claims query --db asks it, COPY ... TO writes a table as Parquet"),
    (b"\x89PNG", 0, "is a picture"),
    (b"\xff\xd8\xff", 0, "is a picture"),
    (b"{\\rtf", 0, "is rich text; save it as plain text"),
    (b"\x7fELF", 0, "is a program"),
    (b"FEA1", 0, "is Feather of version 1; write it as version 2, or as Parquet"),
    (b"\x5d\x00\x00", 0, "is compressed with lzma of the old kind; pack it with xz"),
)
"""What files that are no papers have at some place, and what to do with them."""


def other_file(head: bytes) -> str | None:
    """Return what a file is that no format may read, though what is stored in it may look like one.

    >>> other_file(b"%PDF-1.7 ...")
    'is a PDF; name a file of abstracts, or one of the formats of whole papers'
    >>> other_file(b"Tiny caches.") is None
    True
    """
    return next((what for magic, place, what in _MAGIC if head.startswith(magic, place)), None)


def looks_like(head: bytes) -> str:
    r"""Return what a file looks like by its beginning, and a remedy, for a message that names the file.

    >>> looks_like(b"Title;Venue\\nTiny Caches;MLSys")
    'looks like a table without a column of abstracts; say which one holds them with --map abstract=COLUMN'
    """
    if b"\0" in head:
        return "binary data that fits no format; claims run --help lists what is read"
    text = head.lstrip()
    if text[:1] in b"[{":
        return "JSON in which no list of records with abstracts was found; name the field with --map abstract=NAME"
    if text[:1] == b"<":
        return "HTML or XML that fits no format; export the papers as JSON, BibTeX, RIS or CSV"
    lines = [line for line in text.split(b"\n", 8)[:8] if line.strip()][:2]
    counts = [{line.count(delimiter) for line in lines} for delimiter in (b",", b";", b"\t", b"|")]
    if any(len(same) == 1 and 1 <= min(same) < 200 for same in counts) and b". " not in lines[0]:
        return "looks like a table without a column of abstracts; say which one holds them with --map abstract=COLUMN"
    return 'text that fits no format; one abstract a line is JSON Lines as {"abstract": "..."}'

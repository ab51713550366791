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
# What is none of text, even where a format finds its own in what is stored inside.
_ARCHIVES: tuple[tuple[int, bytes, str], ...] = (
    (257, b"ustar", "a tar archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!", "a rar archive"),
    (0, b"\x04\x22\x4d\x18", "compressed with lz4"),
    (0, b"PK\x05\x06", "a ZIP archive without files"),
    (0, b"PARE", "Parquet with an encrypted footer"),
)


def unread_archive(head: bytes) -> str | None:
    """Return what a file is whose content is packed in a way that is not read, with a remedy; None where it is not."""
    what = next((what for at, magic, what in _ARCHIVES if head[at:].startswith(magic)), None)
    return f"is {what}; unpack it and give the files in it" if what else None


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

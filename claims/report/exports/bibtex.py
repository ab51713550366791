"""BibTeX: the papers as entries that LaTeX can set, the export itself as the first."""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb

from claims.files.escaping import for_terminal
from claims.report.exports.about import PROGRAM, About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.references import Reference, note, program, references

FILE = "papers.bib"

# Titles come with formulas and commands of LaTeX, which stay; only signs that end a line or a formula are escaped.
_FORMULA = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
_BARE = re.compile(r"(?<!\\)[&%#_$]")


def latex(text: str) -> str:
    r"""Return a text that holds formulas and commands as a field that LaTeX sets: no brace is open.

    >>> latex(r"50% of A & B in $\mathcal{O}(n_1)$ time"), latex("a } b"), latex("costs $5"), latex(r"100\%")
    ('50\\% of A \\& B in $\\mathcal{O}(n_1)$ time', 'a \\textbraceright  b', 'costs \\$5', '100\\%')
    """
    parts, end = [], 0
    for formula in _FORMULA.finditer(text):
        parts += [_BARE.sub(r"\\\g<0>", text[end : formula.start()]), formula[0]]
        end = formula.end()
    return balanced("".join((*parts, _BARE.sub(r"\\\g<0>", text[end:]))))


def balanced(text: str) -> str:
    """Return a text in which each brace has its other half: BibTeX counts them, escaped ones, too."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    if depth == 0:
        return text
    return re.sub(r"\\?([{}])", lambda brace: _BRACES[brace[1]], text)


_BRACES = {"{": r"\textbraceleft ", "}": r"\textbraceright "}


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    from bibtexparser.entrypoint import write_string  # noqa: PLC0415 - only this format needs it
    from bibtexparser.library import Library  # noqa: PLC0415
    from bibtexparser.middlewares import default_unparse_stack  # noqa: PLC0415
    from bibtexparser.model import Entry, Field  # noqa: PLC0415

    authors, title = program(about)
    first = {
        "author": f"{{{authors}}}",
        "title": latex(title),
        "year": str(about.as_of.year),
        "date": about.as_of.isoformat(),
        "version": latex(about.release),
        "note": latex(note(about)),
    }

    def text(kind: str, key: str, fields: Mapping[str, str]) -> str:
        held = [Field(name, for_terminal(value)) for name, value in fields.items() if value]
        return str(write_string(Library([Entry(kind, key, held)]), unparse_stack=unparse))

    unparse = default_unparse_stack(allow_inplace_modification=True)
    count = 0
    with staging.file(FILE).open("w", encoding="utf-8") as stream:
        stream.write(text("software", PROGRAM, first))
        for paper in references(connection):
            stream.write("\n" + text(*_entry(paper)))
            count += 1
    staging.rows[FILE] = count


def _entry(paper: Reference) -> tuple[str, str, dict[str, str]]:
    fields = {
        "author": " and ".join(latex(author.turned_around) for author in paper.authors),
        "title": latex(paper.title),
        "year": str(paper.year or ""),
        "date": paper.date.isoformat() if paper.date else "",
        "doi": paper.doi or "",
        "eprint": paper.arxiv_id or "",
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "url": paper.address or "",
        "keywords": ", ".join(map(latex, paper.categories)),
        "abstract": balanced(paper.abstract),
        "note": latex(paper.comments or ""),
        "addendum": latex("; ".join((*paper.external_ids, *filter(None, [paper.code_url])))),
    }
    return "misc" if paper.is_preprint or not paper.doi else "article", paper.key, fields


FORMAT = Format("bibtex", "BibTeX of the papers: papers.bib", _write)

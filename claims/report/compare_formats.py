"""Write a comparison of two systems: for the terminal, as Markdown, as JSON."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from claims.files.escaping import for_json, for_markdown, for_terminal, markdown_link
from claims.report.compare import Chain, Comparison, Link
from claims.report.figures import number
from claims.report.formats import console_for

Line = tuple[str, str]
"""Text and its style."""


def write_comparison(found: Comparison, form: str, stream: BinaryIO, *, with_sentence: bool = False) -> None:
    """Write a comparison.

    Args:
        found: From :func:`claims.report.compare.compare`.
        form: ``table``, ``markdown`` or ``json``.
        stream: Where to.
        with_sentence: Whether to show the sentence of each claim; JSON always holds it.
    """
    if form == "json":
        stream.write(for_json(orjson.dumps(_as_json(found), option=orjson.OPT_INDENT_2)) + b"\n")
        return
    if form == "markdown":
        for line in _markdown(found, with_sentence):
            stream.write(f"{line}\n".encode())
        return
    from rich.text import Text  # noqa: PLC0415 - only this format needs rich

    with io.StringIO() as text:
        console = console_for(stream, text)
        for line, style in _text(found, with_sentence):
            console.print(Text(for_terminal(line), style=style), soft_wrap=True)
        stream.write(text.getvalue().encode())


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "a": found.a,
        "b": found.b,
        "direct": [dataclasses.asdict(link) for link in found.direct],
        "chains": [
            {
                "product": chain.product,
                "product_hi": chain.product_hi,
                "warnings": chain.warnings,
                "links": [dataclasses.asdict(link) for link in chain.links],
            }
            for chain in found.chains
        ],
        "contradictions": found.contradictions,
    }


def _text(found: Comparison, with_sentence: bool) -> Iterator[Line]:
    yield f"{found.a} over {found.b}", "bold"
    yield "", ""
    yield (
        (f"Direct claims: {len(found.direct)}" if found.direct else "No paper compares them directly."),
        "cyan",
    )
    for link in found.direct:
        yield from _link_lines(link, with_sentence)
    yield "", ""
    if not found.chains:
        yield "No chain of claims leads from one to the other.", "cyan"
    else:
        yield f"Over other systems: {len(found.chains)}", "cyan"
    for position, chain in enumerate(found.chains, 1):
        yield (
            f"  {position}. {_factor(chain.product, chain.product_hi)}  {_metrics(chain)}: {_path(chain)}",
            "bold",
        )
        for link in chain.links:
            for line, style in _link_lines(link, with_sentence):
                yield f"   {line}", style
        for warning in chain.warnings:
            yield f"     ! {warning}", "yellow"
    if found.contradictions:
        yield "", ""
        yield "Claims that contradict each other", "red"
        for row in found.contradictions:
            yield f"  {_contradiction(row)}", ""


def _link_lines(link: Link, with_sentence: bool) -> Iterator[Line]:
    yield f"  {_described(link)}", ""
    source = f"{link.title or link.paper_id}{f' ({link.year})' if link.year else ''}"
    yield f"      {source}{f'  {link.url}' if link.url else ''}", "dim"
    if with_sentence:
        yield f"      “{' '.join(link.sentence.split())}”", "italic"


def _described(link: Link) -> str:
    parts = [
        f"{_factor(link.factor, link.factor_hi)}  {link.metric}  {link.system} over {link.against}",
        f"stated as {link.claimed}{' the other way round' if link.is_reversed else ''}",
    ]
    if link.hardware:
        parts.append(f"on {'; '.join(link.hardware)}")
    if link.workload:
        parts.append(f"for {'; '.join(link.workload)}")
    parts.append(link.kind)
    return ", ".join(parts)


def _factor(low: float, high: float) -> str:
    return f"{number(low)}x" if low == high else f"{number(low)}x to {number(high)}x"


def _metrics(chain: Chain) -> str:
    return " and ".join(dict.fromkeys(link.metric for link in chain.links))


def _path(chain: Chain) -> str:
    return " > ".join([chain.links[0].system, *(link.against for link in chain.links)])


def _contradiction(row: dict[str, Any]) -> str:
    why = f" ({', '.join(row['differs'])})" if row["differs"] else ""
    return (
        f"{row['metric']}, {row['disagreement']}: {number(row['factor_a'])}x in {row['title_a'] or row['paper_a']}, "
        f"{number(row['factor_b'])}x in {row['title_b'] or row['paper_b']}{why}"
    )


def _markdown(found: Comparison, with_sentence: bool) -> Iterator[str]:
    yield f"## {for_markdown(f'{found.a} over {found.b}')}\n"
    if not found.direct:
        yield "No paper compares them directly.\n"
    for link in found.direct:
        yield from _markdown_link(link, with_sentence, "")
    for position, chain in enumerate(found.chains, 1):
        if position == 1:
            yield "\n### Over other systems\n"
        way = for_markdown(f"{_metrics(chain)}: {_path(chain)}")
        yield f"{position}. **{_factor(chain.product, chain.product_hi)}** {way}"
        for link in chain.links:
            yield from _markdown_link(link, with_sentence, "   ")
        for warning in chain.warnings:
            yield f"   - ⚠ {for_markdown(warning)}"
    for position, row in enumerate(found.contradictions):
        if position == 0:
            yield "\n### Claims that contradict each other\n"
        yield f"- {for_markdown(_contradiction(row))}"


def _markdown_link(link: Link, with_sentence: bool, indent: str) -> Iterator[str]:
    paper = markdown_link(link.title or link.paper_id, link.url)
    year = f" ({link.year})" if link.year else ""
    yield f"{indent}- {for_markdown(_described(link))}: {paper}{year}"
    if with_sentence:
        yield f"{indent}  > {for_markdown(link.sentence)}"

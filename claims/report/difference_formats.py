"""Write the differences between two states of claims: for the terminal, a pull request, a program."""

from __future__ import annotations

import html
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import orjson

from claims.files.escaping import for_html, for_json, for_markdown, for_terminal, markdown_code
from claims.judging.difference import Difference, Held, Kind, by_rule, count_kinds
from claims.report.formats import console_for

_SIGNS: dict[Kind, tuple[str, str]] = {
    "gained": ("+", "green"),
    "lost": ("-", "red"),
    "changed": ("~", "yellow"),
}

Sections = Mapping[str, Sequence[Difference]]
"""Differences under headings, such as the names of corpora; the heading may be empty."""


def write_differences(sections: Sections, form: str, stream: BinaryIO, *, limit: int | None = None) -> None:
    """Write differences, grouped by the rules that the claims come from.

    Args:
        sections: What to write; sections without differences are left out.
        form: ``table``, ``markdown`` or ``json``.
        stream: Where to.
        limit: Claims shown of each rule in each section; None for all. JSON always has all.
    """
    _WRITERS[form]({name: found for name, found in sections.items() if found}, stream, limit)


def counts_of(found: Sequence[Difference]) -> str:
    """Return the numbers of differences in words.

    >>> counts_of([])
    'no differences'
    """
    parts = [f"{number:,} {kind}" for kind, number in count_kinds(found).items() if number]
    return ", ".join(parts) or "no differences"


def described(held: Held) -> str:
    """Return what a claim states, on one line."""
    fields = held.fields
    number = shown(fields["lo"])
    if fields["hi"] != fields["lo"]:
        number += f" to {shown(fields['hi'])}"
    parts = [f"{fields['form']} {number} {fields['unit']}", f"{fields['metric']} {fields['change']}"]
    if fields["bound"] != "exact":
        parts.append(str(fields["bound"]))
    parts += [f"{name} {shown(fields[name])}" for name in _NAMES if fields[name]]
    if fields["role"] != "result":
        parts.append(str(fields["role"]))
    return ", ".join(parts)


_NAMES = ("statistic", "subject", "baseline", "hardware", "workload")


def shown(value: Any) -> str:
    """Return the value of a field as people read it.

    >>> shown(("A100", "H100")), shown(2.0), shown(None)
    ('A100; H100', '2', 'none')
    """
    if value is None or value in ((), []):
        return "none"
    if isinstance(value, list | tuple):
        return "; ".join(map(shown, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(found: Sequence[Difference], limit: int | None) -> tuple[Sequence[Difference], str]:
    if limit is None or len(found) <= limit:
        return found, ""
    return found[:limit], f"and {len(found) - limit:,} more; --limit 0 shows all"


def _apart(
    group: Sequence[Difference],
) -> tuple[Sequence[Difference], Mapping[str, Sequence[Difference]]]:
    """Set apart the claims that say what they said, and are only trusted more or less: often all of a rule."""
    moved: list[Difference] = []
    rescored: dict[str, list[Difference]] = {}
    for difference in group:
        if [change.field for change in difference.changes] == ["confidence"]:
            [change] = difference.changes
            words = f"confidence {shown(change.before)} -> {shown(change.after)}"
            rescored.setdefault(words, []).append(difference)
        else:
            moved.append(difference)
    return moved, rescored


def _listed(found: Sequence[Difference], limit: int | None) -> str:
    kept, more = _cut(found, limit)
    words = [f"{difference.fields['quote']} in {difference.paper}" for difference in kept]
    return "; ".join([*words, more] if more else words)


# --- terminal ---------------------------------------------------------------------------------------------


def _write_text(sections: Sections, stream: BinaryIO, limit: int | None) -> None:
    from rich.text import Text  # noqa: PLC0415 - only this format needs rich

    with io.StringIO() as text:
        console = console_for(stream, text)
        for heading, found in sections.items():
            if heading:
                console.print(Text(for_terminal(f"{heading}: {counts_of(found)}\n"), style="bold"))
            for rule, group in by_rule(found).items():
                console.print(Text.assemble((for_terminal(rule), "bold cyan"), f": {counts_of(group)}"))
                moved, rescored = _apart(group)
                kept, more = _cut(moved, limit)
                for difference in kept:
                    for line, style in _lines(difference):
                        console.print(Text(for_terminal(line), style=style), soft_wrap=True)
                for change, claims in rescored.items():
                    line = for_terminal(f"  ~ {change}: {_listed(claims, limit)}")
                    console.print(Text(line, style="yellow"), soft_wrap=True)
                if more:
                    console.print(Text(f"  {more}", style="dim"))
                console.print()
        stream.write(text.getvalue().encode())


def _lines(difference: Difference) -> Iterable[tuple[str, str]]:
    sign, style = _SIGNS[difference.kind]
    why = "" if difference.why == "other rules" else f"  ({difference.why})"
    yield f"  {sign} {difference.fields['quote']}  in {difference.paper}{why}", style
    if difference.kind == "changed":
        width = max(len(change.field) for change in difference.changes)
        for change in difference.changes:
            yield f"      {change.field:<{width}}  {shown(change.before)} -> {shown(change.after)}", ""
    else:
        yield f"      {described(difference.shown)}", ""
    if difference.sentence:
        yield f"      {_one_line(difference.sentence)}", "dim"


# --- pull request -----------------------------------------------------------------------------------------


def _write_markdown(sections: Sections, stream: BinaryIO, limit: int | None) -> None:
    parts: list[str] = []
    for heading, found in sections.items():
        if heading:
            parts.append(f"### {for_markdown(heading)}: {counts_of(found)}")
        groups = by_rule(found)
        parts.append(_overview(groups))
        for rule, group in groups.items():
            moved, rescored = _apart(group)
            kept, more = _cut(moved, limit)
            summary = f"<summary><b>{html.escape(for_html(rule))}</b>: {counts_of(group)}</summary>"
            rows = [[_SIGNS[d.kind][0] + " " + d.kind, *_cells(d)] for d in kept]
            rows += [
                [
                    "~ changed",
                    f"{len(claims):,} claims",
                    "",
                    for_markdown(change),
                    for_markdown(_listed(claims, limit)),
                ]
                for change, claims in rescored.items()
            ]
            table = _table(["", "claim", "paper", "what", "sentence"], rows)
            parts.append(
                f"<details>{summary}\n\n{table}\n" + (f"\n{more}\n" if more else "") + "\n</details>"
            )
    stream.write("".join(f"{part}\n\n" for part in parts).encode())


def _overview(groups: Mapping[str, Sequence[Difference]]) -> str:
    rows = [
        [for_markdown(rule), *(str(number) for number in count_kinds(group).values())]
        for rule, group in groups.items()
    ]
    return _table(["rule", "gained", "lost", "changed"], rows, right=3)


def _cells(difference: Difference) -> Iterable[str]:
    yield _code(difference.fields["quote"])
    yield for_markdown(difference.paper)
    if difference.kind == "changed":
        what = "<br>".join(f"{c.field}: {_code(c.before)} → {_code(c.after)}" for c in difference.changes)
    else:
        what = for_markdown(described(difference.shown))
    yield what if difference.why == "other rules" else f"{what} ({difference.why})"
    yield for_markdown(difference.sentence)


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: int = 0) -> str:
    from tabulate import tabulate  # noqa: PLC0415 - only this format needs it

    align = ["left"] * (len(headers) - right) + ["right"] * right
    return tabulate(rows, headers, tablefmt="pipe", colalign=align, disable_numparse=True)


def _code(value: Any) -> str:
    return markdown_code(shown(value))


# --- programs ---------------------------------------------------------------------------------------------


def _write_json(sections: Sections, stream: BinaryIO, limit: int | None) -> None:
    rows = [
        for_json(orjson.dumps(({"corpus": heading} if heading else {}) | _row(difference)))
        for heading, found in sections.items()
        for difference in found
    ]
    stream.write(b"[\n" + b",\n".join(rows) + b"\n]\n" if rows else b"[]\n")


def _row(difference: Difference) -> dict[str, Any]:
    fields = difference.fields
    return {
        "kind": difference.kind,
        "rule": difference.rule,
        "paper": difference.paper,
        "quote": fields["quote"],
        "start": fields["start"],
        "end": fields["end"],
        "why": difference.why,
        "changes": {change.field: [change.before, change.after] for change in difference.changes},
        "before": dict(difference.before.fields) if difference.before else None,
        "after": dict(difference.after.fields) if difference.after else None,
        "sentence": difference.sentence,
    }


_WRITERS = {"table": _write_text, "markdown": _write_markdown, "json": _write_json}

"""``claims compare``: one system against another, directly or over others; ``claims contradictions``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claims.cli import completion
from claims.cli.messages import tell
from claims.cli.options import (
    DEFAULT_DATABASE,
    Database,
    Excel,
    OutputFormat,
    TableFormat,
    TableOutput,
    With,
    one_of,
    shown_with,
)
from claims.cli.output import output_to

EXAMPLES = """
Examples:

  [bold]claims compare vLLM SGLang[/]

  [bold]claims compare FlashAttention-3 PyTorch --metric speed --sentence[/]

  [bold]claims compare A100 CPU --format json[/]
"""

CONTRADICTIONS_EXAMPLES = """
Examples:

  [bold]claims contradictions[/]

  [bold]claims contradictions --metric speed --format markdown[/]

  [bold]claims contradictions --levels --metric accuracy[/]
"""

_CONTRADICTIONS = """
    SELECT metric, system, against, disagreement, factor_a, factor_b, claimed_a, claimed_b, differs,
           title_a, title_b, url_a, url_b{sentences}
    FROM contradictions WHERE $metric IS NULL OR metric = $metric
    ORDER BY disagreement, greatest(factor_a / factor_b, factor_b / factor_a) DESC, claim_a, claim_b
"""
_NONE = (
    "No two papers contradict each other about the same two systems: {comparisons:,} comparisons name both, "
    "of {pairs:,} pairs, and of {told_twice:,} of them two papers tell."
)
_LOOKED_AT = """
    WITH told AS (
        SELECT paper, least(system_family, against_family) AS one, greatest(system_family, against_family) AS other
        FROM comparison_graph WHERE NOT generic AND ($metric IS NULL OR metric = $metric)
    ), pairs AS (SELECT count(*) AS comparisons, count(DISTINCT paper) AS papers FROM told GROUP BY one, other)
    SELECT coalesce(sum(comparisons), 0)::BIGINT AS comparisons, count(*) AS pairs,
        count(*) FILTER (papers > 1) AS told_twice
    FROM pairs
"""
_LEVELS = """
    SELECT metric, system, workload, unit, level_a, level_b, claimed_a, claimed_b,
           title_a, title_b, url_a, url_b{sentences}
    FROM differing_levels WHERE $metric IS NULL OR metric = $metric
    ORDER BY metric, abs(level_a - level_b) / greatest(abs(level_a), abs(level_b)) DESC, claim_a, claim_b
"""


class ComparisonFormat(StrEnum):
    """How a comparison is written."""

    table = "table"
    markdown = "markdown"
    json = "json"


Metric = Annotated[
    str | None,
    typer.Option(
        metavar="METRIC",
        help="Only claims about it, by id or any name.",
        show_default=False,
        autocompletion=completion.metrics,
    ),
]
Sentence = Annotated[bool, typer.Option("--sentence", help="Show the sentence of each claim.")]


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A system: vLLM, FA2, A100.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    db: Database = DEFAULT_DATABASE,
    with_: With = None,
    metric: Metric = None,
    links: Annotated[
        int, typer.Option("--links", min=2, max=6, metavar="N", help="Links that a chain may have.")
    ] = 4,
    top: Annotated[int, typer.Option(min=0, metavar="N", help="Number of chains.")] = 10,
    sentence: Sentence = False,
    format: Annotated[
        ComparisonFormat,
        typer.Option(
            "--format", "-f", metavar="NAME", help=f"How the answer is written: {one_of(ComparisonFormat)}."
        ),
    ] = ComparisonFormat.table,
    output: TableOutput = None,
) -> None:
    """Show how many times better A is said to be than B.

    First the claims that name both, then chains over other systems: A over B from one paper, B over C from
    another, with the product. Each chain warns where its links do not fit together: another metric, workload
    or hardware, a best case beside an average. Claims about the two that contradict each other come last.
    """
    from claims.report.compare import compare as find  # noqa: PLC0415
    from claims.report.compare_formats import write_comparison  # noqa: PLC0415
    from claims.report.question import resolve_metric  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415

    with reading(Path(db)) as connection:
        shown_with(connection, with_)
        metric_id = resolve_metric(connection, metric)[0] if metric else None
        found = find(connection, a, b, metric=metric_id, longest=links, top=top)
    with output_to(output) as stream:
        write_comparison(found, format.value, stream, with_sentence=sentence)


def contradictions(
    db: Database = DEFAULT_DATABASE,
    with_: With = None,
    levels: Annotated[
        bool, typer.Option("--levels", help="Different values for one system on one workload, instead.")
    ] = False,
    metric: Metric = None,
    sentence: Sentence = False,
    format: TableFormat = OutputFormat.table,
    output: TableOutput = None,
    excel: Excel = False,
) -> None:
    """List pairs of claims of different papers that contradict each other.

    Both are about the same two systems and the same metric, and disagree: one says better, the other worse,
    or the factors differ by more than twice though qualifiers ("up to", "at least") and ranges would allow
    for less. [italic]differs[/] says what may explain it. With --levels, and where there are none: papers that
    state different values of a metric, such as an accuracy, for the same system on the same workload.
    """
    from claims.report.formats import Style, write_table  # noqa: PLC0415
    from claims.report.question import resolve_metric  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415
    from claims.store.query import query  # noqa: PLC0415

    with reading(Path(db)) as connection:
        shown_with(connection, with_)
        asked = {"metric": resolve_metric(connection, metric)[0] if metric else None}
        sentences = ", sentence_a, sentence_b" if sentence else ""
        frame = query(connection, (_LEVELS if levels else _CONTRADICTIONS).format(sentences=sentences), asked)
        if frame.is_empty() and format in (OutputFormat.table, OutputFormat.markdown, OutputFormat.latex):
            if levels:
                tell("No two papers contradict each other about a system on a workload.")
                return
            looked_at = query(connection, _LOOKED_AT, asked).row(0, named=True)
            tell(_NONE.format(**looked_at))
            frame = query(connection, _LEVELS.format(sentences=sentences), asked)
            if frame.is_empty():
                return
            tell("Values of one system on one workload that differ (--levels):")
    with output_to(output) as stream:
        write_table(frame, format.value, stream, Style(excel=excel))

"""The vocabularies that tell what words mean: metrics and what is known of each, words that are better if less."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from claims.files.own_vocabulary import Text
from claims.syntax.metric_rows import metric_rows


@dataclass(frozen=True, slots=True)
class Metric:
    """A row of ``schema/metrics.toml``.

    Attributes:
        id: What claims and SQL call it.
        better: ``more`` or ``less``.
        scale: ``percent`` for qualities in percent, ``score`` for those on a scale of their own, else empty.
        group: Heading under which it is listed.
        description: One line.
        aliases: The words that name it.
        units: Dimensions of units that name it where no word does.
        measured_in: Other dimensions of units that it may have; ``any`` for all.
        otherwise: Id of what is measured where its words stand beside a unit of another dimension.
        bare: True where bare numbers measure it though it has no scale.
        whole: True where whole numbers before its name are values of it, and count nothing: 34 BLEU.
        percent: ``level`` where a percentage is a value of it, and no share of it.
        rates: Parts of words that name it as a rate of which more is better, where all other words name amounts of
            which less is; empty where every word names the same.
    """

    id: str
    better: Literal["more", "less"]
    scale: str
    group: str
    description: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    measured_in: frozenset[str]
    otherwise: str | None
    bare: bool
    whole: bool
    percent: str
    rates: tuple[str, ...] = ()


@cache
def load(name: str) -> dict[str, Any]:
    """Read one TOML file of ``schema/``, once: nobody changes what it returns.

    Args:
        name: File name.

    Returns:
        Its content.

    Raises:
        ClaimsError: The file is no valid TOML; names file and line.
    """
    return Text(f"schema/{name}", source(name)).toml()


def source(name: str) -> str:
    """Return the text of one file of ``schema/``."""
    return (resources.files("claims.schema") / name).read_text("utf-8")


@cache
def less_is_better() -> re.Pattern[str]:
    """Return a pattern of the words of ``schema/words.toml`` that tell a property to be better if less."""
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, load("words.toml")["less"]["words"])) + r")\b", re.IGNORECASE
    )


@cache
def metrics() -> dict[str, Metric]:
    """Return the metrics of ``schema/metrics.toml``, and of one's own, by id."""
    rows: dict[str, Metric] = {}
    for row in metric_rows():
        rows[row["id"]] = Metric(
            id=row["id"], better=row["better"], scale=row.get("scale", ""), group=row["group"],
            description=row["description"], aliases=(*row.get("symbols", ()), *row["aliases"]),
            units=tuple(row.get("units", ())), measured_in=frozenset(row.get("measured_in", ())),
            otherwise=row.get("otherwise"), bare=row.get("bare", False), whole=row.get("whole", False),
            percent=row.get("percent", ""), rates=tuple(row.get("rates", ())),
        )  # fmt: skip
    return rows

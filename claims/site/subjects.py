"""What gets a page of its own: metrics, data sets, hardware, systems and more that enough papers name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import polars as pl

from claims.names.aliases import fold
from claims.site.addresses import Names
from claims.store.conditions.facets import vocabulary
from claims.store.query import query

Kind = Literal["metric", "dataset", "workload", "hardware", "baseline", "system"]

KINDS: tuple[Kind, ...] = ("metric", "dataset", "hardware", "baseline", "system", "workload")
FOLDERS: dict[Kind, str] = {
    "metric": "metrics",
    "dataset": "datasets",
    "hardware": "hardware",
    "baseline": "baselines",
    "system": "systems",
    "workload": "workloads",
}
"""Folder of the pages of each kind."""

_NAMED_LEAST = 2
"""A metric that no list knows takes so many times the papers that others take: its names are less certain."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric that something has results for.

    Attributes:
        metric: Id of the metric.
        papers: Number of papers with a result.
        levels: Number of those with an absolute value.
        factors: Number of those with an improvement factor.
    """

    metric: str
    papers: int
    levels: int
    factors: int


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that has a page.

    Attributes:
        kind: What it is.
        name: What it is called.
        title: The same for people.
        about: What the vocabularies know of it, on one line.
        address: Address of its page, from the root of the site.
        papers: Number of papers with a result for it.
        metrics: Metrics with results for it, the most frequent first.
        measure: For a metric that papers have a name of their own for: that name.
    """

    kind: Kind
    name: str
    title: str
    about: str
    address: str
    papers: int
    metrics: tuple[Measured, ...]
    measure: str | None = None


def subjects(connection: duckdb.DuckDBPyConnection, *, least: int) -> list[Subject]:
    """Return everything that at least so many papers have results for, by kind, the most frequent first.

    Args:
        connection: From :func:`claims.store.connection.reading`.
        least: Number of papers.
    """
    found: list[Subject] = []
    for kind in KINDS:
        names = Names()
        if kind == "metric":
            found += _metrics(connection, least, names)
            found += _named_metrics(connection, _NAMED_LEAST * least, names)
        elif kind == "system":
            found += _systems(connection, least, names)
        else:
            found += _places(connection, kind, least, names)
    return found


def _metrics(connection: duckdb.DuckDBPyConnection, least: int, names: Names) -> Iterator[Subject]:
    found = query(connection, _METRICS, {"least": least})
    for metric, description, better, papers, levels, factors in found.iter_rows():
        about = f"{description} {'Less' if better == 'less' else 'More'} is better."
        yield Subject(
            "metric",
            metric,
            in_words(metric),
            about,
            f"metrics/{names.take(metric)}.html",
            papers,
            (Measured(metric, papers, levels, factors),),
        )


def _named_metrics(connection: duckdb.DuckDBPyConnection, least: int, names: Names) -> Iterator[Subject]:
    found = query(connection, _NAMED, {"least": least})
    for name, metric, papers, levels, factors in found.iter_rows():
        about = (
            "As papers call it; in no list of metrics."
            if metric == "other"
            else f"A kind of {in_words(metric)}."
        )
        yield Subject(
            "metric",
            metric,
            name,
            about,
            f"metrics/{names.take(name)}.html",
            papers,
            (Measured(metric, papers, levels, factors),),
            name,
        )


def _places(connection: duckdb.DuckDBPyConnection, kind: Kind, least: int, names: Names) -> Iterator[Subject]:
    rows = query(connection, _PLACES[kind])
    different = pl.col("paper").n_unique
    numbers = rows.group_by("name").agg(different().alias("papers"), pl.col("about").drop_nulls().first())
    metrics = rows.group_by("name", "metric").agg(
        different().alias("papers"),
        pl.col("paper").filter(pl.col("is_level")).n_unique().alias("levels"),
        pl.col("paper").filter(pl.col("has_factor")).n_unique().alias("factors"),
    )
    by_name: dict[str, list[Measured]] = {}
    for name, *measured in metrics.sort("papers", "metric", descending=[True, False]).iter_rows():
        by_name.setdefault(name, []).append(Measured(*measured))
    enough = numbers.filter(pl.col("papers") >= least).sort("papers", "name", descending=[True, False])
    for name, papers, about in enough.iter_rows():
        address = f"{FOLDERS[kind]}/{names.take(name)}.html"
        yield Subject(kind, name, name, about or "", address, papers, tuple(by_name[name]))


def _systems(connection: duckdb.DuckDBPyConnection, least: int, names: Names) -> Iterator[Subject]:
    found = query(connection, _SYSTEMS, {"least": least, **sure_of_systems()})
    for name, versions, papers in found.iter_rows():
        different = {fold(version): version for version in reversed(versions)}
        about = "By the name that papers give it: two things may share one."
        if len(different) > 1:
            about = f"Versions that papers name: {', '.join(sorted(different.values()))}. {about}"
        yield Subject("system", name, name, about, f"{FOLDERS['system']}/{names.take(name)}.html", papers, ())


def sure_of_systems() -> dict[str, float]:
    """Return how sure it must be whose a result is (``own``), and what it is compared with (``against``)."""
    sure = vocabulary()["sure"]
    return {"own": sure["subject"], "against": sure["baseline"]}


def addresses_of_words(
    connection: duckdb.DuckDBPyConnection, pages: list[Subject]
) -> dict[str, dict[str, str]]:
    """Return for each field of a result which words of papers lead to which page.

    Returns:
        For ``hardware``, ``workload``, ``baseline`` and ``subject``: addresses by the words as a claim holds them.
    """
    known: dict[str, dict[str, str]] = {"hardware": {}, "workload": {}, "baseline": {}, "subject": {}}
    for subject in pages:
        if subject.kind != "metric":
            known[_FIELD[subject.kind]].setdefault(subject.name, subject.address)
    families = {fold(page.name): page.address for page in pages if page.kind == "system"}
    found: dict[str, dict[str, str]] = {field: dict(names) for field, names in known.items()}
    for field, words, entity in query(connection, "SELECT kind, words, entity FROM mentions").iter_rows():
        if field in found and entity in known[field]:
            found[field].setdefault(words, known[field][entity])
    for words, family in query(connection, "SELECT words, family_key FROM systems").iter_rows():
        for field in ("subject", "baseline"):
            if family in families:
                found[field].setdefault(words, families[family])
    return found


def in_words(metric: str) -> str:
    """Return the id of a metric as people write it.

    >>> in_words("energy_efficiency"), in_words("map")
    ('energy efficiency', 'mAP')
    """
    return _CAPITALS.get(metric, metric.replace("_", " "))


_CAPITALS = {
    "map": "mAP", "iou": "IoU", "f1": "F1", "bleu": "BLEU", "rouge": "ROUGE", "auc": "AUC", "wer": "WER",
    "psnr": "PSNR", "ssim": "SSIM", "fid": "FID", "snr": "SNR",
}  # fmt: skip
_FIELD: dict[Any, str] = {
    "dataset": "workload",
    "workload": "workload",
    "hardware": "hardware",
    "baseline": "baseline",
    "system": "subject",
}

_FORMS = "form = 'level' AS is_level, factor IS NOT NULL AND polarity = 'better' AS has_factor"
_PAPERS = """count(DISTINCT paper) AS papers, count(DISTINCT paper) FILTER (form = 'level') AS levels,
    count(DISTINCT paper) FILTER (factor IS NOT NULL AND polarity = 'better') AS factors"""
_METRICS = f"""
    SELECT m.metric, m.description, m.better, {_PAPERS}
    FROM metrics m JOIN all_results r USING (metric)
    WHERE m.metric <> 'other'
    GROUP BY m.metric, m.description, m.better HAVING papers >= $least ORDER BY papers DESC, m.metric
"""
# Words for a change (faster, speedup) name no metric of their own: what has a name of its own has levels.
_NAMED = f"""
    WITH listed AS (
        SELECT trim(spelled(u.alias)) AS name FROM metrics, unnest(list_append(aliases, metric)) AS u(alias)
    )
    SELECT metric_name, mode(metric) AS metric, {_PAPERS}
    FROM results
    WHERE metric_name IS NOT NULL AND trim(spelled(metric_name)) NOT IN (FROM listed)
    AND (metric <> 'other' OR contains(metric_name, ' ')) AND form = 'level'
    GROUP BY metric_name HAVING papers >= $least ORDER BY papers DESC, metric_name
"""
_WORKLOADS = f"""
    SELECT coalesce(workload.name, workload.words) AS name, metric, paper, {_FORMS},
           nullif(concat_ws(', ', workload.kind, nullif(workload.area, '')), '') AS about
    FROM claims_by_workload
    WHERE coalesce(workload.kind, workload.class) {{among}} ('dataset', 'benchmark')
    AND (workload.name IS NOT NULL OR (workload.class = 'dataset' AND regexp_matches(workload.words, '[A-Z0-9]')))
"""
OF_SYSTEMS = """
    SELECT s.family_key, s.family, s.name, r.claim, r.paper, r.title, true AS is_own, m.entity IS NOT NULL AS is_known
    FROM results r LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = r.subject
    JOIN systems s ON s.words = r.subject AND s.entity IS NOT DISTINCT FROM m.entity
    WHERE r.link_confidence.subject >= $own
    UNION ALL
    SELECT s.family_key, s.family, s.name, r.claim, r.paper, r.title, false, m.entity IS NOT NULL
    FROM results r LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = r.baseline
    JOIN systems s ON s.words = r.baseline AND s.entity IS NOT DISTINCT FROM m.entity
    WHERE r.link_confidence.baseline >= $against
"""
"""Results of systems and over systems, with ``$own`` and ``$against`` of :func:`sure_of_systems`."""
# What two papers introduce under one name are two systems; so is what nobody compares with and no list knows.
_SYSTEMS = f"""
    SELECT mode(family) AS name, list_sort(list(DISTINCT name))[:12] AS versions, count(DISTINCT paper) AS papers
    FROM ({OF_SYSTEMS}) GROUP BY family_key
    HAVING papers >= $least AND (bool_or(NOT is_own) OR bool_or(is_known))
    AND count(DISTINCT paper) FILTER (is_own AND starts_with(lower(title), lower(family) || ':')) < 2
    ORDER BY papers DESC, name
"""
_PLACES: dict[Any, str] = {
    "dataset": _WORKLOADS.format(among="IN"),
    "workload": _WORKLOADS.format(among="NOT IN"),
    "hardware": f"""
        SELECT hardware.name AS name, metric, paper, {_FORMS},
               concat_ws(', ', upper(hardware.kind), hardware.vendor, hardware.architecture, hardware.year) AS about
        FROM claims_by_hardware WHERE hardware.name IS NOT NULL
    """,
    "baseline": f"""
        SELECT coalesce(baseline.name, baseline.words) AS name, metric, paper, {_FORMS}, baseline.kind AS about
        FROM claims_by_baseline SEMI JOIN systems ON systems.words = baseline.words
        WHERE NOT baseline.generic AND factor IS NOT NULL
    """,
}

"""Compare two systems by what papers claim: directly, or over others that stand between them.

Where one paper says that A is 2x over B and another that B is 3x over C, A may be 6x over C: as far as
metric, workload, hardware and kind of number agree from link to link. Where they do not, the chain says so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.names.aliases import fold
from claims.names.entries import resolve_hardware, resolve_workload
from claims.names.near import near_matches
from claims.store.conditions.facets import vocabulary
from claims.store.families import system_name
from claims.store.query import query

_CLAIMS_TRIED_OF_A_STEP = 8
_PATHS_TRIED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A claim about two systems, turned so that it reads in the direction asked for.

    Attributes:
        system: The system that the factor is about, by its usual name.
        against: What it is compared with.
        factor: How many times better it is, at the lower end of a range.
        factor_hi: The same at the upper end; equal to ``factor`` unless a range.
        metric: What is measured.
        called: What the paper calls it; "" where nothing does.
        claimed: What the paper says.
        kind: ``average``, ``best case``, ``range`` or ``single``.
        is_reversed: Whether the paper compares the other way round.
        hardware: Platforms, in the words of the paper.
        workload: Datasets, models, kernels or tasks, in the words of the paper.
        title: Title of the paper.
        year: Its year.
        url: Its address on arXiv.
        paper_id: Its identifier.
        sentence: The sentence that states the claim.
    """

    system: str
    against: str
    factor: float
    factor_hi: float
    metric: str
    called: str
    claimed: str
    kind: str
    is_reversed: bool
    hardware: tuple[str, ...]
    workload: tuple[str, ...]
    title: str
    year: int | None
    url: str | None
    paper_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Links that lead from one system to another.

    Attributes:
        links: Two or more, each beginning where the one before ends.
        warnings: One sentence for each mismatch between neighbours; none where all agrees.
    """

    links: tuple[Link, ...]
    warnings: tuple[str, ...]

    @property
    def product(self) -> float:
        """The factors multiplied, at the lower ends of ranges."""
        return math.prod(link.factor for link in self.links)

    @property
    def product_hi(self) -> float:
        """The factors multiplied, at the upper ends of ranges."""
        return math.prod(link.factor_hi for link in self.links)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What papers say about two systems.

    Attributes:
        a: The first system, by its usual name.
        b: The second.
        direct: Claims that name both.
        chains: Ways over other systems, those with the fewest warnings and links first.
        contradictions: Rows of the view ``contradictions`` about the two.
    """

    a: str
    b: str
    direct: tuple[Link, ...]
    chains: tuple[Chain, ...]
    contradictions: tuple[dict[str, Any], ...]


def compare(
    connection: duckdb.DuckDBPyConnection,
    a: str,
    b: str,
    *,
    metric: str | None = None,
    longest: int = 4,
    top: int = 10,
) -> Comparison:
    """Find the claims that compare two systems, and the chains of claims between them.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        a: Name of a system; an alias of a known one or a part of its name will do.
        b: Name of another.
        metric: Only claims about this metric.
        longest: Number of links that a chain may have.
        top: Number of chains.

    Raises:
        ClaimsError: No comparison names one of them.
    """
    graph = _Graph(connection, metric)
    first, second = graph.find(a), graph.find(b)
    if set(first) & set(second):
        raise ClaimsError(f"{a!r} and {b!r} are the same system here: name two that differ")
    direct = [link for f in first for s in second for link in graph.links(f, s)]
    chains: list[Chain] = []
    for path in graph.paths(list(first), list(second), longest):
        chains += _chains_along([graph.links(*step) for step in itertools.pairwise(path)])
    chains.sort(key=lambda chain: (len(chain.warnings), len(chain.links), -chain.product))
    return Comparison(
        next(iter(first.values())),
        next(iter(second.values())),
        tuple(sorted(direct, key=lambda link: (link.metric, link.is_reversed, -link.factor, link.paper_id))),
        tuple(chains[:top]),
        tuple(_contradictions(connection, [*first.values()], [*second.values()])),
    )


class _Graph:
    """Systems and the claims between them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, metric: str | None) -> None:
        self._connection = connection
        self._where = "metric = $metric" if metric else "true"
        self._parameters: dict[str, object] = {"metric": metric} if metric else {}
        self._names: dict[str, str] = {}

    def find(self, name: str) -> dict[str, str]:
        """Return the systems that a name means: usual names under their keys; without version, all of its family."""
        parts = system_name(name)
        asked = {"name": name, "key": parts.key, "family": "" if parts.version else parts.family_key}
        rows = query(self._connection, _NODES.format(where=self._where), {**self._parameters, **asked})
        self._names = {key: shown for key, shown, *_ in rows.iter_rows()}
        for column in ("is_same", "is_kin", "is_part"):
            found = rows.filter(rows[column])["key"].to_list()
            if found:
                return {key: self._names[key] for key in found}
        near = near_matches(name, self._names.values())
        raise ClaimsError(f"no comparison in the database names {name!r}{near}")

    def links(self, first: str, second: str) -> list[Link]:
        """Return the claims about two systems, given by their keys, as factors of the first over the second."""
        rows = query(
            self._connection,
            _LINKS.format(where=self._where),
            {**self._parameters, "first": first, "second": second},
        )
        names = {"system": self._names[first], "against": self._names[second]}
        return [_link({**row, **names}) for row in rows.iter_rows(named=True)]

    def paths(self, first: Sequence[str], second: Sequence[str], longest: int) -> Iterator[list[str]]:
        """Yield the ways between two systems over at least one other, as keys, the short ones first."""
        parameters = {"first": first, "second": second, "longest": longest, "limit": _PATHS_TRIED}
        rows = query(self._connection, _PATHS.format(where=self._where), {**self._parameters, **parameters})
        yield from rows["keys"].to_list()


_NODES = """
    WITH nodes AS (
        SELECT system_key AS key, system AS name, system_family AS family FROM comparison_graph WHERE {where}
        UNION ALL
        SELECT against_key, against, against_family FROM comparison_graph WHERE {where}
    )
    SELECT key, mode(name) AS name, key IN ($key, canonical_key($name)) AS is_same,
        bool_or(family = $family) AS is_kin, bool_or(names(name, $name)) AS is_part
    FROM nodes GROUP BY key ORDER BY count(*) DESC, key
"""
_LINKS = """
    SELECT *, system_key = $second AS is_reversed FROM comparison_graph
    WHERE {where} AND (
        (system_key = $first AND against_key = $second) OR (system_key = $second AND against_key = $first)
    )
    ORDER BY confidence DESC, claim
"""
# Words that name nothing in particular lead nowhere: the state of the art of two papers are two things.
_PATHS = """
    WITH RECURSIVE steps AS MATERIALIZED (
        SELECT system_key AS here, against_key AS there FROM comparison_graph WHERE NOT generic AND {where}
        UNION
        SELECT against_key, system_key FROM comparison_graph WHERE NOT generic AND {where}
    ), paths AS (
        SELECT [here, there] AS keys FROM steps WHERE here IN (SELECT unnest($first::VARCHAR[])) AND here <> there
        UNION ALL
        SELECT list_append(keys, there) FROM paths JOIN steps ON here = keys[-1]
        WHERE len(keys) <= $longest AND NOT list_contains(keys, there)
        AND NOT list_contains($second::VARCHAR[], keys[-1])
    )
    SELECT keys FROM paths WHERE list_contains($second::VARCHAR[], keys[-1]) AND len(keys) > 2
    ORDER BY len(keys), keys LIMIT $limit
"""


def _link(row: dict[str, Any]) -> Link:
    low, high = row["factor"], row["factor_hi"] or row["factor"]
    if row["is_reversed"]:
        low, high = 1 / high, 1 / low
    names = (
        "system",
        "against",
        "metric",
        "claimed",
        "kind",
        "is_reversed",
        "title",
        "year",
        "url",
        "paper_id",
    )
    return Link(
        **{name: row[name] for name in names},
        called=row["metric_name"] or "",
        factor=low,
        factor_hi=high,
        hardware=tuple(row["hardware"]),
        workload=tuple(row["workload"]),
        sentence=row["sentence"],
    )


def _chains_along(steps: Sequence[Sequence[Link]]) -> Iterator[Chain]:
    """Yield for each metric of the first step the choice of claims along a path that agrees best."""
    tried = [_different(step)[:_CLAIMS_TRIED_OF_A_STEP] for step in steps]
    best: dict[str, Chain] = {}
    for links in itertools.product(*tried):
        chain = Chain(links, tuple(_mismatches(links)))
        metric = links[0].metric
        if metric not in best or len(chain.warnings) < len(best[metric].warnings):
            best[metric] = chain
    for chain in best.values():
        yield Chain(chain.links, (*chain.warnings, *_rivals(chain.links, steps)))


def _different(links: Iterable[Link]) -> list[Link]:
    """Put the links of each metric in turn, so that cutting the list keeps all metrics."""
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(link.metric, []).append(link)
    return [link for row in itertools.zip_longest(*groups.values()) for link in row if link is not None]


def _mismatches(links: Sequence[Link]) -> Iterator[str]:
    for number, (one, other) in enumerate(itertools.pairwise(links), 1):
        where = f"links {number} and {number + 1}"
        if one.metric != other.metric:
            yield f"{where}: metrics differ, {one.metric} and {other.metric}; the product is a factor of neither"
        elif one.metric in vocabulary()["several"] and (one.called != other.called or not one.called):
            both = " and ".join(link.called or "nothing by name" for link in (one, other))
            yield f"{where}: {one.metric} may be many things, here {both}"
        for noun, usual, here, there in (
            ("workload", _usual_workload, one.workload, other.workload),
            ("hardware", _usual_hardware, one.hardware, other.hardware),
        ):
            if here and there and {*map(usual, here)}.isdisjoint(map(usual, there)):
                yield f"{where}: {noun} differs, {'; '.join(here)} and {'; '.join(there)}"
            elif bool(here) != bool(there):
                named = number if here else number + 1
                yield f"{where}: only link {named} names its {noun}, {'; '.join(here or there)}"
        if (one.kind == "best case") != (other.kind == "best case"):
            yield f"{where}: {one.kind} against {other.kind}"


def _rivals(links: Sequence[Link], steps: Sequence[Sequence[Link]]) -> Iterator[str]:
    """Say where other papers state something else for a link."""
    for position, (link, step) in enumerate(zip(links, steps, strict=True), 1):
        others = sorted(
            {
                other.factor
                for other in step
                if other.metric == link.metric
                and other.paper_id != link.paper_id
                and other.factor != link.factor
            }
        )
        if others:
            stated = ", ".join(f"{factor:.3g}x" for factor in others)
            yield f"link {position}: other papers state {stated} for {link.metric}"


def _usual_workload(words: str) -> str:
    entry = resolve_workload(words)
    return entry.name if entry is not None else fold(words)


def _usual_hardware(words: str) -> str:
    entry = resolve_hardware(words)
    return entry.name if entry is not None else fold(words)


def _contradictions(
    connection: duckdb.DuckDBPyConnection, first: list[str], second: list[str]
) -> Iterator[dict[str, Any]]:
    rows = query(
        connection,
        "FROM contradictions WHERE (list_contains($first, system) AND list_contains($second, against)) "
        "OR (list_contains($second, system) AND list_contains($first, against)) ORDER BY claim_a, claim_b",
        {"first": first, "second": second},
    )
    yield from rows.iter_rows(named=True)

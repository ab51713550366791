"""The public names of the package."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any, get_args

import pytest

import claims
from claims import Claim, Paper, Quantity, extract, extract_papers, quantities
from claims.errors import ClaimsError

TEXT = "On an A100, Larch decodes 2.4x faster than FlashAttention-2. It needs 17.1 ms."


def test_a_claim_is_frozen_and_points_into_the_text_as_given() -> None:
    first = extract(TEXT)[0]
    assert isinstance(first, Claim)
    assert TEXT[first.start : first.end] == first.quote == "2.4x"
    with pytest.raises(FrozenInstanceError):
        first.lo = 3.0  # type: ignore[misc]


def test_papers_stream_lazily_in_order() -> None:
    taken: list[str] = []

    def papers() -> Iterator[Paper]:
        for number in range(5000):
            taken.append(str(number))
            yield Paper(id=str(number), abstract=TEXT)

    stream = extract_papers(papers())
    paper, found = next(iter(stream))
    assert paper.id == "0"
    assert found == extract(TEXT)
    assert len(taken) < 5000


def test_quantities_are_found_whether_claims_or_not() -> None:
    found = quantities("We dissolve 5 g of salt at 300 K.")
    assert all(isinstance(each, Quantity) for each in found)
    assert [(each.lo, each.unit) for each in found] == [(5.0, "g"), (300.0, "K")]
    assert found[0].quantity.to("kg").magnitude == pytest.approx(0.005)


def test_quantities_stays_a_function_after_its_module_is_imported() -> None:
    code = "import claims.pipeline, claims.numbers.scan, claims; print(claims.quantities('5 g')[0].unit)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "g"


def test_importing_the_package_loads_no_database_and_no_data_frames() -> None:
    heavy = {"duckdb", "pint", "polars", "pyarrow", "rich", "typer"}
    code = f"import claims, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_listed_and_others_are_refused() -> None:
    assert set(claims.__all__) <= set(dir(claims))
    assert [name for name in claims.__all__ if not (getattr(claims, name).__doc__ or "").strip()] == []
    with pytest.raises(AttributeError, match="no attribute 'leaderbord'"):
        _ = claims.leaderbord  # type: ignore[attr-defined]


def test_types_for_checkers_name_what_the_vocabularies_hold() -> None:
    import docs.metric_ids
    from claims import model
    from claims.names import metric_ids
    from claims.report.exports.export import FORMATS, FormatName
    from claims.syntax.vocabulary import load, metrics

    assert set(get_args(metric_ids.MetricId)) == set(metrics())
    assert docs.metric_ids.MODULE.read_text("utf-8") == docs.metric_ids.made(), "run make docs"
    assert set(get_args(model.Statistic)) == set(load("words.toml")["statistics"])
    assert get_args(model.LinkedField) == model.LINKED
    assert get_args(FormatName) == tuple(FORMATS)


LIBRARY: Any = claims  # what follows is wrong on purpose, and type checkers say so
WRONG: dict[str, tuple[Callable[[Any], object], str]] = {
    "extract": (lambda db: LIBRARY.extract(b"2x"), "extract takes the text of an abstract, not bytes"),
    "title": (
        lambda db: LIBRARY.extract("2x", title=3),
        "extract takes the title of a paper as title, not int",
    ),
    "quantities": (lambda db: LIBRARY.quantities(None), "quantities takes a text, not NoneType"),
    "stream": (
        lambda db: LIBRARY.extract_papers("x"),
        "extract_papers takes a stream of claims.Paper, not str",
    ),
    "paper": (lambda db: list(LIBRARY.extract_papers([{}])), "extract_papers takes claims.Paper, not dict"),
    "abstract": (
        lambda db: list(LIBRARY.extract_papers([LIBRARY.Paper(id="a", abstract=3)])),
        "paper 'a': the abstract is a text, not int",
    ),
    "frame": (
        lambda db: LIBRARY.add_claims([1]),
        "add_claims takes a data frame or an Arrow table, not list",
    ),
    "open": (lambda db: LIBRARY.open(3), "open takes a path, not int"),
    "jobs": (lambda db: db.run([], jobs="2"), "run takes a number as jobs, not str"),
    "truth": (lambda db: db.run([], jobs=True), "run takes a number as jobs, not bool"),
    "question": (lambda db: db.leaderboard(3), "leaderboard takes a question"),
    "since": (
        lambda db: db.leaderboard("speed", since=2023),
        "leaderboard takes a date or a text as since, not int",
    ),
    "filter": (
        lambda db: db.leaderboard("speed", hardwre="x"),
        "leaderboard takes no argument 'hardwre'; it takes",
    ),
    "compare": (lambda db: db.compare("a", 3), "compare takes names, not int"),
    "id": (lambda db: db.paper(3), "paper takes an id, an arXiv id or a DOI, not int"),
    "sql": (lambda db: db.sql(3), "sql takes a question, not int"),
    "limits": (lambda db: db.sql("FROM papers", limits=3), "sql takes Limits as limits, not int"),
    "formats": (lambda db: db.export("x", "bibtex"), "export takes a list of formats, not str"),
    "day": (lambda db: db.export("x", as_of="2024-01-01"), "export takes a date as as_of, not str"),
    "vocabulary": (lambda db: LIBRARY.use_vocabulary(3), "use_vocabulary takes a path, not int"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_type_is_told_with_what_is_wanted(name: str, tmp_path: Path) -> None:
    call, message = WRONG[name]
    with pytest.raises(TypeError) as error:
        call(claims.open(tmp_path / "x.duckdb"))
    assert str(error.value).startswith(message)


def test_a_text_that_is_no_choice_is_told_with_the_choices(tmp_path: Path) -> None:
    db: Any = claims.open(tmp_path / "x.duckdb")
    with pytest.raises(
        ClaimsError, match="leaderboard: no kind 'mean': use one of average, best case, range, single"
    ):
        db.leaderboard("speed", kind="mean")

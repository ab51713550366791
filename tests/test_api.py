"""The public names of the package."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError

import pytest

import claims
from claims import Claim, Paper, Quantity, extract, extract_papers, quantities

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
        _ = claims.leaderbord

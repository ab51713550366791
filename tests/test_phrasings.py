"""One meaning, many wordings: how many meanings all their wordings agree on does not fall."""

from pathlib import Path

import orjson
import pytest

from benchmarks.phrasings import ACCEPTED, FOLDER, Meaning, counts, holds, read_meanings, total, wrong_fields
from claims.judging.agreement import CORE, FIELDS

FASTER = {"form": "ratio", "lo": 2, "hi": 2, "metric": "speed", "change": "increase", "baseline": "Birch"}


def meaning(**fields: object) -> Meaning:
    return Meaning(
        "faster", "", FASTER | fields, ("It is 2x faster than Birch.", "Over Birch, it is 2x faster.")
    )


def test_no_fewer_meanings_hold_than_were_accepted() -> None:
    accepted = orjson.loads(ACCEPTED.read_bytes())
    now = total(counts())
    assert now["meanings"] >= 60
    assert {name: now[name] >= number for name, number in accepted.items()} == dict.fromkeys(accepted, True)


def test_a_meaning_holds_where_all_its_wordings_do() -> None:
    assert holds(meaning()) == {"core": True, "links": True}
    assert holds(meaning(baseline="Willow")) == {"core": True, "links": False}
    assert holds(meaning(metric="energy", baseline="Birch")) == {"core": False, "links": False}


def test_a_number_that_is_not_read_is_told() -> None:
    assert wrong_fields(meaning(), "It is faster than Birch.") == {"value": None}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_meanings_are_said_in_five_ways_or_more_and_name_known_fields(file: Path) -> None:
    for each in read_meanings(file):
        assert len({*each.wordings}) >= 5, each.name
        assert {*each.claim} <= {"lo", "hi", *FIELDS}, each.name
        assert {*CORE} <= {*each.claim}, each.name

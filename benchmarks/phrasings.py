"""One meaning, many wordings: of how many meanings do all wordings give the same, right claim.

``python -m benchmarks.phrasings`` reads ``golden/phrasings/*.toml`` and prints, for each file, how many meanings have
their core right in all wordings, and how many their links too; ``--show`` lists the wordings that do not, with what
is read instead. ``--accept`` writes the numbers, below which a test lets nobody fall.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from claims.judging.agreement import CORE, FIELDS, LINKS, agrees, same_number
from claims.pipeline import extract

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "phrasings"
ACCEPTED = FOLDER / "accepted.json"

# What a meaning leaves out.
PLAIN = {"bound": "exact", "role": "result", "statistic": None, "subject": None, "baseline": None}
LEVELS = ("core", "links")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A claim, and the ways to say it.

    Attributes:
        name: What it is about.
        title: Title of the paper whose abstract it is.
        claim: Its fields.
        wordings: Sentences of which each states that claim.
    """

    name: str
    title: str
    claim: dict[str, Any]
    wordings: tuple[str, ...]


def read_meanings(file: Path) -> list[Meaning]:
    """Return the meanings of a file."""
    content = tomllib.loads(file.read_text("utf-8"))
    return [
        Meaning(
            row["name"],
            content["title"],
            {**PLAIN, "hi": row["claim"]["lo"], "hardware": [], "workload": [], **row["claim"]},
            tuple(row["wordings"]),
        )
        for row in content["meaning"]
    ]


def wrong_fields(meaning: Meaning, wording: str) -> dict[str, Any]:
    """Return the fields of a wording's claim that are not as the meaning has them, with what was read instead.

    Where no claim holds the number, that is told as the field ``value``.
    """
    expected = meaning.claim
    for claim in (claim.as_dict() for claim in extract(wording, title=meaning.title)):
        if same_number(claim["lo"], expected["lo"]) and same_number(claim["hi"], expected["hi"]):
            return {
                name: claim[name] for name in FIELDS if name in expected and not agrees(name, expected, claim)
            }
    return {"value": None}


def holds(meaning: Meaning) -> dict[str, bool]:
    """Return whether all wordings of a meaning give its core, and its core and links."""
    wrong = {name for wording in meaning.wordings for name in wrong_fields(meaning, wording)}
    core = wrong.isdisjoint({"value", "unit", *CORE})
    return {"core": core, "links": core and wrong.isdisjoint({"subject", *LINKS})}


def counts(folder: Path = FOLDER) -> dict[str, Counter[str]]:
    """Return, for each file, the number of meanings and how many of them hold at each level."""
    found: dict[str, Counter[str]] = {}
    for file in sorted(folder.glob("*.toml")):
        found[file.stem] = Counter()
        for meaning in read_meanings(file):
            found[file.stem]["meanings"] += 1
            found[file.stem].update(level for level, right in holds(meaning).items() if right)
    return found


def total(found: dict[str, Counter[str]]) -> dict[str, int]:
    """Return the sums over all files."""
    return {name: sum(each[name] for each in found.values()) for name in ("meanings", *LEVELS)}


def failures(folder: Path = FOLDER) -> Iterator[str]:
    """Yield a line for each wording that does not give its meaning's claim."""
    for file in sorted(folder.glob("*.toml")):
        for meaning in read_meanings(file):
            for wording in meaning.wordings:
                wrong = wrong_fields(meaning, wording)
                if wrong:
                    told = ", ".join(f"{name} {value!r}" for name, value in wrong.items())
                    yield f"{meaning.name}: {wording}\n    {told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list the wordings that are read otherwise")
    parser.add_argument("--accept", action="store_true", help="take the numbers as those not to fall below")
    arguments = parser.parse_args()
    found = counts()
    rows = {**found, "total": Counter(total(found))}
    print(f"{'':20}{'meanings':>10}" + "".join(f"{level:>10}" for level in LEVELS))
    for name, each in rows.items():
        shares = "".join(f"{each[level]:5} {each[level] / each['meanings']:4.0%}" for level in LEVELS)
        print(f"{name:20}{each['meanings']:10}{shares}")
    if arguments.show:
        print("\n".join(["", *failures()]))
    if arguments.accept:
        ACCEPTED.write_bytes(
            orjson.dumps(total(found), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )


if __name__ == "__main__":
    main()

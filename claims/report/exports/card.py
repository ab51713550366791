"""The card of a data set: the README.md that Hugging Face shows, with the licence and a table for each file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from claims.files.escaping import for_markdown, for_yaml, markdown_code, web_address
from claims.report.exports.about import PROGRAM, About
from claims.report.exports.relations import Relation

CARD = "README.md"

_FIRST = "results"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
# What the Hub calls the licences that data sets have most often.
_KNOWN = frozenset({
    "apache-2.0", "bsd-3-clause", "cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0",
    "cc-by-nc-nd-4.0", "cdla-permissive-2.0", "mit", "odbl", "odc-by", "pddl",
})  # fmt: skip
_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:publicdomain/(?P<zero>zero)|licenses/(?P<kind>[a-z-]+))/(?P<version>\d\.\d)/?.*"
)


def card(about: About, relations: Sequence[Relation], files: Mapping[str, str]) -> str:
    """Return a card for the files of tables and views.

    Args:
        about: What is told of the export.
        relations: Tables and views.
        files: The file of each.
    """
    front = for_yaml(_front(about, relations, files))
    license = _license_line(about.license)
    lines = "\n".join(
        f"| {markdown_code(files[relation.name])} | {for_markdown(relation.comment)} |"
        for relation in relations
    )
    return f"""---
{front}---

# {for_markdown(about.title[0].upper() + about.title[1:])}

Each row is one number that a paper states: value, unit, metric, direction, baseline, hardware, workload, and the exact
characters that it came from. Rules read them, no model: the same text gives the same rows. Start with
`results.parquet`; `croissant.json` says what each column means.

As of {about.as_of}, {PROGRAM} {for_markdown(about.version)}, rules `{about.rules}`, vocabulary `{about.vocabulary}`.

The rows repeat what papers claim, and do not check whether it is true or measured in the same way. Best cases ("up to")
and averages, and different baselines, are different races: the columns `kind`, `bound` and `baseline` tell them apart.

## License

{license} Abstracts and sentences belong to the authors of the papers.

## Citation

{for_markdown(about.citation)}

## Files

| file | what it holds |
| --- | --- |
{lines}
"""


def hub_license(license: str | None) -> dict[str, str]:
    """Return how the Hub writes a licence.

    >>> hub_license("https://creativecommons.org/publicdomain/zero/1.0/"), hub_license("CC-BY-4.0")
    ({'license': 'cc0-1.0'}, {'license': 'cc-by-4.0'})
    >>> hub_license("https://a.org/terms")["license_link"], hub_license(None)
    ('https://a.org/terms', {'license': 'unknown'})
    """
    if license is None:
        return {"license": "unknown"}
    found = _CREATIVE_COMMONS.fullmatch(license)
    name = (
        license.lower()
        if found is None
        else f"cc0-{found['version']}"
        if found["zero"]
        else f"cc-{found['kind']}-{found['version']}"
    )
    if name in _KNOWN:
        return {"license": name}
    other = {"license": "other", "license_name": re.sub(r"[^a-z0-9.]+", "-", name).strip("-") or "other"}
    return {**other, "license_link": license} if web_address(license) else other


def _front(about: About, relations: Sequence[Relation], files: Mapping[str, str]) -> dict[str, Any]:
    size = about.claims + about.results
    names = [relation.name for relation in relations]
    return {
        "pretty_name": about.title,
        **hub_license(about.license),
        "language": ["en"],
        "tags": ["quantified-claims", "benchmarks", "leaderboards", "scientometrics"],
        "size_categories": [next((name for limit, name in _SIZES if size < limit), "1M<n<10M")],
        "configs": [
            {"config_name": _config_name(name, number), "data_files": files[name]}
            | ({"default": True} if name == _FIRST else {})
            for number, name in enumerate(names)
        ],
    }


def _config_name(name: str, number: int) -> str:
    """Return a name that the Hub takes: it knows no signs of paths and patterns in it, and each must be there once."""
    safe = re.sub(r"[^\w-]", "_", name, flags=re.ASCII)
    return safe if safe == name else f"{safe[:80]}-{number}"


def _license_line(license: str | None) -> str:
    if license is None:
        return "No licence is stated."
    address = web_address(license)
    return f"The rows are under <{address}>." if address else f"The rows are under {for_markdown(license)}."

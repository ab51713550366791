"""Results of models as Hugging Face keeps them in their repositories: ``.eval_results/*.yaml``.

One folder for each model, ready to be copied into its repository. The format (https://huggingface.co/docs/hub/eval-results)
has a data set of the Hub, a value, a source and free notes: metric, qualifier, baseline and hardware stand in the
notes. The Hub takes only results on data sets that it has: ``schema/hub_datasets.csv`` says what they are called there.
"""

from __future__ import annotations

from typing import Any

import duckdb

from claims.files.escaping import for_terminal, for_yaml
from claims.report.exports.about import About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.hub_datasets import HubDataset, hub_datasets
from claims.report.exports.measurements import Measurement, measurements, scales
from claims.report.exports.slugs import slug

FOLDER = "models"


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    known = hub_datasets()
    qualities = scales(connection)
    models: dict[str, list[dict[str, Any]]] = {}
    for found in measurements(connection):
        reason = _reason(found, qualities)
        places = [] if reason else [known[each.key] for each in found.datasets if each.key in known]
        if not places:
            staging.left_out[reason or "on data sets that schema/hub_datasets.csv does not know"] += 1
            continue
        models.setdefault(str(found.system), []).extend(_entry(found, place) for place in places)
    told = "".join(f"# {name}: {for_terminal(value)}\n" for name, value in about.as_text().items())
    for model, entries in models.items():
        content = for_yaml(entries)
        path = staging.file(f"{FOLDER}/{slug(model)}/.eval_results/claims.yaml", rows=len(entries))
        path.write_text(f"# model: {for_terminal(_line(model))}\n{told}{content}", encoding="utf-8")


def _reason(found: Measurement, qualities: dict[str, str]) -> str | None:
    """Return why the format has no place for a value."""
    if found.form != "level" or found.metric not in qualities:
        return "that are no scores"
    if found.system is None:
        return "without the name of a system"
    return None if found.datasets else "without a data set"


def _entry(found: Measurement, place: HubDataset) -> dict[str, Any]:
    origin = found.origin
    entry: dict[str, Any] = {
        "dataset": {"id": place.id, "task_id": place.task},
        "value": found.lo,
    }
    if origin.date:
        entry["date"] = origin.date.isoformat()
    if origin.address:
        entry["source"] = {"url": origin.address, "name": _line(origin.title) or origin.id}
    notes = {"metric": found.label, **found.notes}
    if found.hi != found.lo:
        notes["up to the value"] = "open" if found.hi is None else f"{found.hi:.12g}"
    entry["notes"] = "; ".join(f"{name}: {_line(value)}" for name, value in notes.items())
    return entry


def _line(text: str) -> str:
    return " ".join(text.split())


FORMAT = Format(
    "eval-results",
    "scores of models for their repositories on Hugging Face: models/*/.eval_results/*.yaml",
    _write,
)

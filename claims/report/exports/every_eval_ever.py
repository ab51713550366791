"""Every Eval Ever 0.3: one JSON file for each system of each paper.

The schema (https://github.com/evaleval/every_eval_ever) has fields for metric, unit, bounds, data set and uncertainty.
Baseline, hardware, qualifiers and the words of the paper stand in ``score_details.details``; where the rows come from,
in the additional details of ``source_metadata``.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import duckdb
import orjson

from claims.files.escaping import for_json
from claims.report.exports.about import PROGRAM, About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.hub_datasets import HubDataset, hub_datasets
from claims.report.exports.measurements import Dataset, Measurement, measurements, scales
from claims.report.exports.slugs import slug

SCHEMA_VERSION = "0.3.0"
FOLDER = "data"

_UNKNOWN = "unknown"
_HIGHEST_PERCENT = 100


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    known = hub_datasets()
    qualities = scales(connection)
    logs: dict[tuple[str, str], list[Measurement]] = {}
    for found in measurements(connection):
        if found.system is None:
            staging.left_out["without the name of a system"] += 1
        elif not found.datasets:
            staging.left_out["without a data set"] += 1
        elif not math.isfinite(found.lo):
            staging.left_out["without a finite number"] += 1
        else:
            logs.setdefault((found.origin.id, found.system), []).append(found)
    for (paper, system), values in logs.items():
        results = [
            _result(found, dataset, known.get(dataset.key), qualities)
            for found in values
            for dataset in found.datasets
        ]
        log = _log(about, values, results)
        path = f"{FOLDER}/{PROGRAM}/{_developer(values)}/{slug(system)}/{_uuid(paper, system)}.json"
        content = for_json(orjson.dumps(log, option=orjson.OPT_INDENT_2))
        staging.file(path, rows=len(results)).write_bytes(content + b"\n")


def _log(about: About, values: Sequence[Measurement], results: list[dict[str, Any]]) -> dict[str, Any]:
    first = values[0]
    origin, system = first.origin, str(first.system)
    developer = _developer(values)
    retrieved = str(int(datetime.combine(about.as_of, datetime.min.time(), UTC).timestamp()))
    source = {
        "source_name": origin.title or origin.id,
        "source_type": "documentation",
        "source_organization_name": origin.organization or _UNKNOWN,
        "source_organization_url": origin.address,
        "evaluator_relationship": "first_party" if _is_own(values) else "third_party",
        "additional_details": _texts({"paper": origin.id, "paper_url": origin.address, **about.as_text()}),
    }
    log = {
        "schema_version": SCHEMA_VERSION,
        "evaluation_id": f"{PROGRAM}/{developer}_{slug(system)}/{slug(origin.id)}/{retrieved}",
        "evaluation_timestamp": origin.date.isoformat() if origin.date else None,
        "retrieved_timestamp": retrieved,
        "source_metadata": {name: value for name, value in source.items() if value is not None},
        "model_info": {
            "name": system,
            "id": f"{developer}/{slug(system)}",
            "developer": developer,
            "additional_details": {"deployment_type": _UNKNOWN, "model_availability": _UNKNOWN},
        },
        "eval_library": {
            "name": _UNKNOWN,
            "version": _UNKNOWN,
            "additional_details": {"read_by": f"{PROGRAM} {about.version}"},
        },
        "evaluation_results": results,
    }
    return {name: value for name, value in log.items() if value is not None}


def _result(
    found: Measurement, dataset: Dataset, place: HubDataset | None, qualities: dict[str, str]
) -> dict[str, Any]:
    name = dataset.name if found.split is None else f"{dataset.name} ({found.split})"
    metric: dict[str, Any] = {
        "metric_id": found.metric if found.form == "level" else f"{PROGRAM}.{found.metric}.{found.form}",
        "metric_name": found.label,
        "metric_kind": found.metric,
        "metric_unit": _unit(found),
        "lower_is_better": found.lower_is_better,
        "score_type": "continuous",
        **_bounds(found, qualities),
    }
    details = _texts({
        **found.notes,
        "value_hi": None if found.hi in (None, found.lo) else f"{found.hi:.12g}",
        "open_range": "true" if found.hi is None else None,
        "change": found.change if found.form != "level" else None,
        "sentence": found.sentence,
        "row": found.id,
        "confidence": None if found.confidence is None else f"{found.confidence:.2f}",
        # Which of deviation and error it is, papers seldom say.
        "plus_minus": None if found.uncertainty is None else f"{found.uncertainty:.12g}",
    })  # fmt: skip
    return {
        "evaluation_result_id": f"{found.id}, {name}",
        "evaluation_name": name,
        "source_data": {"dataset_name": dataset.name, "source_type": "hf_dataset", "hf_repo": place.id}
        if place
        else {"dataset_name": dataset.name, "source_type": "other"},
        "metric_config": {name: value for name, value in metric.items() if value is not None},
        "score_details": {"score": found.lo, "details": details},
    }


def _bounds(found: Measurement, qualities: dict[str, str]) -> dict[str, Any]:
    """Return between which values a metric lies, as far as that is known."""
    lowest: float | str = 0 if found.lo >= 0 else "-Infinity"
    is_share = found.form in ("level", "share") and qualities.get(found.metric) == "percent"
    if is_share and found.unit == "percent" and 0 <= found.lo <= _HIGHEST_PERCENT:
        return {"min_score": 0, "max_score": _HIGHEST_PERCENT}
    if is_share and found.unit == "1" and 0 <= found.lo <= 1:
        return {"min_score": 0, "max_score": 1}
    return {"min_score": lowest, "max_score": "Infinity"}


def _unit(found: Measurement) -> str | None:
    if found.form == "points":
        return "points"
    return {"1": "proportion" if 0 <= found.lo <= 1 else None}.get(found.unit or "", found.unit)


def _developer(values: Sequence[Measurement]) -> str:
    """Return who made a system: the paper's own organisation for its own system."""
    organization = values[0].origin.organization
    return slug(organization) if organization and _is_own(values) else _UNKNOWN


def _is_own(values: Sequence[Measurement]) -> bool:
    return any(found.own in ("proposed", "variation") for found in values)


def _uuid(paper: str, system: str) -> uuid.UUID:
    """Return an id in the form of a random one that is the same for each export of the same."""
    digest = sha256(f"{paper}\0{system}".encode("utf-8", "replace")).digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def _texts(details: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in details.items() if value is not None}


FORMAT = Format(
    "every-eval-ever", "Every Eval Ever 0.3, one file for each system of each paper: data/", _write
)

"""Schemas of formats of others, written from their documentation: what a file of each must be.

Papers with Code: the fields of sota-extractor's data model. Hugging Face: hub-docs, eval-results. Every Eval Ever:
0.3.0.
"""

from __future__ import annotations

from typing import Any


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


TEXT = {"type": "string"}
NUMBER = {"type": "number"}
TEXTS = {"type": "object", "additionalProperties": TEXT}
DAY = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}

_LINK = _object({"title": TEXT, "url": TEXT})
_ROW = _object({
    "model_name": {"type": "string", "minLength": 1}, "paper_title": TEXT, "paper_url": TEXT, "paper_date": DAY,
    "code_links": _list(_LINK), "model_links": _list(_LINK), "uses_additional_data": {"type": "boolean"},
    "metrics": {**TEXTS, "minProperties": 1},
})  # fmt: skip
_SOTA = _object({"metrics": _list(TEXT), "rows": _list(_ROW)})


def _dataset(kind: str) -> dict[str, Any]:
    return _object({
        kind: TEXT, "description": TEXT, "sota": _SOTA,
        "dataset_links": _list(_LINK), "dataset_citations": _list(_LINK),
        "subdatasets": _list({"$ref": "#/$defs/part"}),
    })  # fmt: skip


PAPERS_WITH_CODE = {
    **_list(_object({
        "task": TEXT, "description": TEXT, "categories": _list(TEXT), "datasets": _list(_dataset("dataset")),
        "subtasks": _list({"type": "object"}), "synonyms": _list(TEXT),
        "source_link": {"anyOf": [_LINK, {"type": "null"}]},
    })),
    "$defs": {"part": _dataset("subdataset")},
}  # fmt: skip

_HUB_ID = {"type": "string", "pattern": "^[^/]+/[^/]+$"}
_ADDRESS = {"type": "string", "pattern": "^https?://"}
EVAL_RESULTS = _list(
    _object(
        {
            "dataset": _object({"id": _HUB_ID, "task_id": TEXT}, {"revision": TEXT}),
            "value": NUMBER,
        },
        {
            "verifyToken": TEXT,
            "date": {"type": "string", "format": "date"},
            "source": _object({"url": _ADDRESS}, {"name": TEXT, "user": TEXT, "org": TEXT}),
            "notes": TEXT,
        },
    )
)  # fmt: skip

_BOUND = {"anyOf": [NUMBER, {"enum": ["Infinity", "-Infinity"]}, {"type": "null"}]}
_SOURCE_DATA = {
    "oneOf": [
        _object({"dataset_name": TEXT, "source_type": {"const": "url"}, "url": _list(TEXT, minItems=1)}),
        _object(
            {"dataset_name": TEXT, "source_type": {"const": "hf_dataset"}},
            {"hf_repo": TEXT, "hf_split": TEXT},
        ),
        _object({"dataset_name": TEXT, "source_type": {"const": "other"}}),
    ]
}
_METRIC = _object(
    {
        "lower_is_better": {"type": "boolean"}, "score_type": {"const": "continuous"},
        "min_score": _BOUND, "max_score": _BOUND,
    },
    {"metric_id": TEXT, "metric_name": TEXT, "metric_kind": TEXT, "metric_unit": TEXT},
)  # fmt: skip
_RESULT = _object(
    {
        "evaluation_name": TEXT, "source_data": _SOURCE_DATA, "metric_config": _METRIC,
        "score_details": _object({"score": NUMBER}, {"details": TEXTS, "uncertainty": {"type": "object"}}),
    },
    {"evaluation_result_id": TEXT},
)  # fmt: skip
_DEPLOYMENT = {
    **TEXTS,
    "required": ["deployment_type", "model_availability"],
    "properties": {
        "deployment_type": {"enum": ["self_deployed", "externally_managed", "unknown"]},
        "model_availability": {"enum": ["open_weights", "closed_weights", "unknown"]},
    },
}
EVERY_EVAL_EVER = _object(
    {
        "schema_version": {"const": "0.3.0"},
        "evaluation_id": TEXT,
        "retrieved_timestamp": {"type": "string", "pattern": r"^\d+(\.\d+)?$"},
        "source_metadata": _object(
            {
                "source_type": {"enum": ["documentation", "evaluation_run"]},
                "source_organization_name": TEXT,
                "evaluator_relationship": {"enum": ["first_party", "third_party", "collaborative", "other"]},
            },
            {"source_name": TEXT, "source_organization_url": TEXT, "additional_details": TEXTS},
        ),
        "model_info": _object(
            {"name": TEXT, "id": TEXT, "additional_details": _DEPLOYMENT}, {"developer": TEXT}
        ),
        "eval_library": _object({"name": TEXT, "version": TEXT}, {"additional_details": TEXTS}),
        "evaluation_results": _list(_RESULT, minItems=1),
    },
    {"evaluation_timestamp": TEXT},
)

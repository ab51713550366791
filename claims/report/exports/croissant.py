"""The description of Parquet files in Croissant 1.1.

Croissant (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html) tells programs which files a data set
has and what their columns mean. The meanings are the comments of the database.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from claims.report.exports.about import PROGRAM, About
from claims.report.exports.relations import KEYS, Column, Relation

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: tuple[tuple[str, str], ...] = (
    (r"BOOLEAN", "sc:Boolean"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?", "sc:Integer"),
    (r"DOUBLE|FLOAT|DECIMAL.*", "sc:Float"),
    (r"DATE|TIMESTAMP.*", "sc:Date"),
)


def described(about: About, files: list[dict[str, Any]], records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the description of a data set.

    Args:
        about: What is told of the export.
        files: From :func:`file_object`.
        records: From :func:`record_set`.
    """
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": PROGRAM,
        "description": f"{about.title}, read by rules: value, unit, metric, direction, baseline, hardware, workload, "
        "and where each stands. Start with results.parquet. The abstracts belong to their authors.",
        "keywords": ["quantified claims", "benchmarks", "leaderboards", "scientometrics"],
        "citeAs": about.citation,
        "isLiveDataset": False,
        "version": about.release,
        "datePublished": about.as_of.isoformat(),
    }
    if about.first and about.last:
        told["temporalCoverage"] = f"{about.first.isoformat()}/{about.last.isoformat()}"
    if about.license:
        told["license"] = about.license
    return {**told, "distribution": files, "recordSet": records}


def file_object(name: str, comment: str, size: int, digest: str) -> dict[str, Any]:
    """Return the description of a file.

    Args:
        name: Its name.
        comment: What it holds.
        size: Its size in bytes.
        digest: Its SHA-256.
    """
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": comment,
        "contentUrl": quote(name),
        "contentSize": f"{size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


def record_set(relation: Relation, file: str) -> dict[str, Any]:
    """Return the description of the rows of a file."""
    found: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": relation.name,
        "name": relation.name,
        "description": relation.comment,
        "field": [_field(relation.name, file, column) for column in relation.columns],
    }
    if relation.name in KEYS:
        found["key"] = {"@id": f"{relation.name}/{KEYS[relation.name]}"}
    return found


def _field(relation: str, file: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{relation}/{column.name}",
        "name": column.name,
        "description": column.comment,
        "dataType": next(
            (name for pattern, name in _TYPES if re.fullmatch(pattern, column.element)), "sc:Text"
        ),
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
    if column.is_list:
        field["repeated"] = True
    return field

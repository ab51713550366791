"""What data sets are called on the Hub of Hugging Face."""

from __future__ import annotations

from dataclasses import dataclass

from claims.names.rows import rows
from claims.report.exports.measurements import name_key

FILE = "hub_datasets.csv"


@dataclass(frozen=True, slots=True)
class HubDataset:
    """A data set of the Hub.

    Attributes:
        id: Owner and name: ``cais/mmlu``.
        task: Task within it.
    """

    id: str
    task: str


def hub_datasets() -> dict[str, HubDataset]:
    """Return the data sets of the Hub by what all spellings of their names have in common.

    Raises:
        ClaimsError: The table is broken; names file, line and remedy.
    """
    return {
        name_key(row["name"]): HubDataset(row["id"], row["task"] or "default")
        for _, row in rows(FILE, ("name", "id", "task"))
    }

"""All vocabularies, loaded at once: a mistake in one of one's own is told before any text is read."""

from __future__ import annotations

import os

from claims.files.own_vocabulary import use_folder


def use_vocabulary(folder: str | os.PathLike[str]) -> None:
    """Let the files of a folder add to the vocabularies, in this process and those that it starts.

    It is to be called before the first text is read; the variable ``CLAIMS_VOCABULARY`` does the same.

    Args:
        folder: Holds files of the names and shapes of those in ``schema/``: ``hardware.csv``, ``metrics.toml``, ...

    Raises:
        ClaimsError: There is no such folder, a file in it is not as it must be (names file, line and remedy), or
            this process has read texts with other vocabularies.
    """
    use_folder(folder)
    check_vocabularies()


def check_vocabularies() -> None:
    """Load all vocabularies that decide what is read.

    Raises:
        ClaimsError: One of them is not as it must be; names file, line and remedy.
    """
    # The patterns of units are made when their module is imported.
    from claims.names import entries  # noqa: PLC0415
    from claims.numbers.units import check_units  # noqa: PLC0415
    from claims.syntax.cues import cues  # noqa: PLC0415
    from claims.syntax.metric_rows import metric_rows  # noqa: PLC0415

    for load in (entries.hardware, entries.workloads, entries.baselines, entries.vendors, metric_rows, cues):
        load()
    check_units()

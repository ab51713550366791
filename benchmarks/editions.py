"""An earlier edition of the program, taken from the history of the project, to be measured beside today's."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

FIRST = "first-edition"
"""The tag of the first edition."""

_RUN = "import sys; sys.path.insert(0, sys.argv.pop(1)); import claims.cli; sys.exit(claims.cli.main())"


def checked_out(tag: str, folder: Path) -> Path | None:
    """Put the files of an edition into a folder.

    Args:
        tag: Its tag in the history of the project.
        folder: An empty folder.

    Returns:
        The folder; None where there is no history, or none with this tag.
    """
    project = Path(__file__).parents[1]
    try:
        packed = subprocess.run(
            ["git", "-C", str(project), "archive", f"refs/tags/{tag}", "claims", "schema"],
            check=True, capture_output=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    schema = folder / "claims" / "schema"
    if not schema.exists():  # an installed package has it there
        schema.symlink_to(folder / "schema", target_is_directory=True)
    return folder


def command(folder: Path, *arguments: object) -> Sequence[str]:
    """Return the command line that runs the ``claims`` of an edition."""
    return [sys.executable, "-c", _RUN, str(folder), *map(str, arguments)]

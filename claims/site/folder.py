"""The folder of a site: made beside its place, and put there when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claims.errors import ClaimsError
from claims.files.beside import FOLDER, forget, name_beside, remove
from claims.files.whole import folder_beside

MARK = "made-by-claims.txt"
"""A file that says that everything in its folder is made, and may be replaced."""

_TEXT = b"Everything in this folder is made by `claims site`, and replaced when it runs again.\n"


@contextmanager
def new_site(path: Path) -> Iterator[Path]:
    """Give a new folder for a site; when the block has ended well, it takes the place of the one before.

    Args:
        path: Where the site will be. What is there has to be an empty folder, or a site of ours.

    Raises:
        ClaimsError: There is something else, or the folder cannot be written.
    """
    place = Path(os.path.realpath(path))
    try:
        refuse_others(place, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        with folder_beside(place) as folder:
            yield folder
            (folder / MARK).write_bytes(_TEXT)
            folder.chmod(0o777 & ~_mask())
            refuse_others(place, path)  # while the site was made, somebody may have put something there
            _exchange(folder, place)
    except (FileExistsError, NotADirectoryError) as error:
        raise ClaimsError(f"{path}: {error.filename} is a file: give a folder elsewhere") from error
    except OSError as error:
        raise ClaimsError(
            f"{path}: the site cannot be written: {error.strerror or error}: give a folder where you may write"
        ) from error


def refuse_others(place: Path, called: Path) -> None:
    """Refuse a place that holds anything but a site of ours.

    Raises:
        ClaimsError: It does; the line calls it as the user has.
    """
    if not os.path.lexists(place):
        return
    if not place.is_dir():
        raise ClaimsError(f"{called}: there is a file of that name: give another folder")
    if (place / MARK).is_file() or not any(place.iterdir()):
        return
    raise ClaimsError(
        f"{called}: holds something that is no site of claims, and is left alone: give another folder, or empty it"
    )


def _exchange(folder: Path, place: Path) -> None:
    if not place.exists():
        folder.rename(place)
        return
    before = name_beside(place, FOLDER)
    try:
        place.rename(before)
    except OSError:
        forget(before)
        raise
    try:
        folder.rename(place)
    except OSError:
        before.rename(place)
        forget(before)
        raise
    remove(before)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""What the libraries that read files raise, told in one line: nothing else in this package catches broadly."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from claims.errors import ClaimsError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 200


def first_line(error: BaseException) -> str:
    """Return what an error says, on one printable line that is not long."""
    lines = str(error).strip().splitlines()
    text = lines[0].rstrip(". ") if lines else type(error).__name__
    text = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."


@contextmanager
def told_in_one_line(where: str, problem: str, remedy: str) -> Iterator[None]:
    """Turn whatever a library raises on the bytes of a file into a ClaimsError.

    Libraries raise errors of many kinds on broken data, and others in their next version. So everything is caught
    here, and only around calls of theirs.

    Args:
        where: How messages call the file, with the place in it.
        problem: What is wrong, as far as it is known.
        remedy: What helps.

    Raises:
        ClaimsError: The call failed.
    """
    try:
        yield
    except ClaimsError:
        raise
    except MemoryError as error:
        msg = f"{where}: needs more memory than there is ({first_line(error)})"
        raise ClaimsError(msg) from error
    except Exception as error:
        msg = f"{where}: {problem} ({first_line(error)}); {remedy}"
        raise ClaimsError(msg) from error

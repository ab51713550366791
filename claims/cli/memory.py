"""Whether a process may take the memory that the libraries need: some of them end it without a word where not."""

from __future__ import annotations

import os

from claims.errors import ClaimsError

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

LEAST = 7 << 28
"""Bytes of address space without which libraries end the process, or fail half-loaded."""
ENOUGH = 4 << 30
"""Bytes of address space with which none is short of it."""


_FEW_THREADS = {
    "POLARS_MAX_THREADS": "1",
    "TOKIO_WORKER_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "1",
}
"""Variables of the environment by which libraries make fewer threads, each of which takes address space."""


def address_space() -> int | None:
    """Return how many bytes of memory this process may take (``ulimit -v`` or ``-d``), or None without a limit."""
    if resource is None:
        return None
    limits = (resource.getrlimit(which)[0] for which in (resource.RLIMIT_AS, resource.RLIMIT_DATA))
    return min((soft for soft in limits if soft != resource.RLIM_INFINITY), default=None)


def too_little(limit: int) -> str:
    """Return what to tell where a limit of memory, in bytes, does not do."""
    return (
        f"not enough memory: this process may take {limit >> 20} MB (ulimit -v, -d); give it "
        f"{max(ENOUGH, 2 * limit) >> 30} GB"
    )


def refuse_too_little() -> None:
    """Make sure that there is enough memory to begin with, and have libraries make do where there is little.

    Raises:
        ClaimsError: There is not.
    """
    limit = address_space()
    if limit is not None and limit < LEAST:
        raise ClaimsError(too_little(limit))
    if limit is not None and limit < ENOUGH:
        for name, value in _FEW_THREADS.items():
            os.environ.setdefault(name, value)

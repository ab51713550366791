"""The templates of pages: what they are given stays text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claims.files.escaping import for_html

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates(package: str = "claims.report") -> Environment:
    """Return the templates of a package; every text that they are given is escaped.

    Args:
        package: Has a folder ``templates``.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import
    from markupsafe import Markup  # noqa: PLC0415

    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        finalize=lambda value: (
            for_html(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        ),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

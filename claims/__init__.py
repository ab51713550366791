"""Read quantified claims from paper abstracts.

Four verbs and four nouns:

- :func:`extract` gives the claims of one abstract, :func:`extract_papers` those of a stream of papers;
- :func:`open` gives a database, to run papers into and to ask;
- :func:`quantities` finds every number of a scientific text with its unit, claim or not;
- a :class:`Claim`, a :class:`Paper` and a :class:`Quantity` are frozen dataclasses, a :class:`Database` is a file.

>>> import claims
>>> [(c.quote, c.metric, c.change, c.factor) for c in claims.extract("It cuts latency by 75% on an A100.")]
[('75%', 'latency', 'decrease', 4.0)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claims.database import Database, open
    from claims.model import Claim, Paper
    from claims.numbers.quantities import quantities
    from claims.numbers.quantity import Quantity
    from claims.pipeline import extract
    from claims.streams.arrow import add_claims
    from claims.streams.batches import extract_papers
    from claims.syntax.all_vocabularies import use_vocabulary

    __version__: str

# Vocabularies, rules and Arrow take a moment to load: a name is imported when it is first asked for.
_HOMES = {
    "Claim": "claims.model",
    "Database": "claims.database",
    "Paper": "claims.model",
    "Quantity": "claims.numbers.quantity",
    "add_claims": "claims.streams.arrow",
    "extract": "claims.pipeline",
    "extract_papers": "claims.streams.batches",
    "open": "claims.database",
    "quantities": "claims.numbers.quantities",
    "use_vocabulary": "claims.syntax.all_vocabularies",
}


if not TYPE_CHECKING:  # a type checker knows the names, and finds a mistyped one

    def __getattr__(name: str) -> Any:
        """Import a public name from the module that defines it."""
        if name == "__version__":
            from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

            try:
                return version("claimsdb")
            except PackageNotFoundError:
                return "unknown"
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415

        import_module("claims.model").Claim._repr_html_ = _in_notebook
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def _in_notebook(claim: Claim) -> str:
    """Show a claim in a notebook: its sentence with the number marked, and its fields."""
    from claims.report.explanation import claim_in_notebook  # noqa: PLC0415 - only notebooks need templates

    return claim_in_notebook(claim)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})


__all__ = [
    "Claim", "Database", "Paper", "Quantity", "add_claims", "extract", "extract_papers", "open", "quantities",
    "use_vocabulary",
]  # fmt: skip

"""Show an abstract with its claims marked, and each claim's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claims.files.escaping import for_terminal
from claims.model import LINKED

if TYPE_CHECKING:
    from rich.console import Console

# Readable on dark and light ground; the order is that of the claims.
_STYLES = ("bold cyan", "bold magenta", "bold green", "bold yellow", "bold blue", "bold red")
_HIDDEN = frozenset(
    {"quote", "occurrence", "start", "end", "sentence_start", "sentence_end", "rule", "confidence", "hi"}
) | {"link_confidence", "link_relation", "link_agreement", "review", "corrected_fields", "reviewed_by"}


def show_claims(
    console: Console, abstract: str, claims: Sequence[Mapping[str, Any]], *, title: str = ""
) -> None:
    """Print an abstract with its claims marked and numbered, then the fields of each.

    Args:
        console: Where to; without colours the numbers in brackets still show the claims.
        abstract: The text that the offsets of the claims point into.
        claims: Fields as of :meth:`claims.model.Claim.as_dict`, in order of their offsets.
        title: Shown above.
    """
    from rich.text import Text  # noqa: PLC0415

    if title:
        console.print(Text(for_terminal(title), style="bold"))
        console.print()
    console.print(marked_text(abstract, claims))
    if not claims:
        console.print()
        console.print(Text("No claims found.", style="dim"))
    for number, claim in enumerate(claims, 1):
        console.print()
        head = Text(for_terminal(f"[{number}] {claim['quote']}"), style=_style(number))
        head.append(
            f"   rule {for_terminal(claim['rule'])}, confidence {claim['confidence']:.2f}", style="dim"
        )
        if claim.get("review"):
            head.append(f"   {for_terminal(review_of(claim))}", style="bold")
        console.print(head)
        for name, value in fields_of(claim).items():
            console.print(Text.assemble((f"    {name:<11} ", "dim"), for_terminal(value)))


def marked_text(abstract: str, claims: Sequence[Mapping[str, Any]]) -> Any:
    """Return the abstract as rich text in which each claim is coloured and followed by its number."""
    from rich.text import Text  # noqa: PLC0415

    text = Text()
    done = 0
    for number, claim in enumerate(claims, 1):
        start, end = max(claim["start"], done), max(claim["end"], done)
        text.append(for_terminal(abstract[done:start]))
        text.append(for_terminal(abstract[start:end]), style=f"{_style(number)} underline")
        text.append(f"[{number}]", style=_style(number))
        done = end
    text.append(for_terminal(abstract[done:]))
    return text


def fields_of(claim: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a claim that say something, as text; ranges and units put together."""
    shown: dict[str, str] = {}
    for name, value in claim.items():
        if name in _HIDDEN or value is None or value in ((), []):
            continue
        if name == "lo":
            shown["value"] = f"{_range(value, claim['hi'])} {claim['unit']}"
        elif name == "factor":
            shown["factor"] = _range(value, claim["factor_hi"])
        elif name == "base_lo":
            shown["base"] = f"{_range(value, claim['base_hi'])} {claim['base_unit']}"
        elif name not in ("unit", "factor_hi", "base_hi", "base_unit"):
            shown[name] = "; ".join(value) if isinstance(value, (list, tuple)) else str(value)
        if name in shown and name in LINKED:
            shown[name] += _why(claim, name)
    return shown


def review_of(claim: Mapping[str, Any]) -> str:
    """Return what people have found of a claim: corrected by ann: baseline."""
    fields = ", ".join(claim["corrected_fields"])
    who = f" by {', '.join(claim['reviewed_by'])}" if claim["reviewed_by"] else ""
    return f"{claim['review']}{who}{': ' + fields if fields else ''}"


def _why(claim: Mapping[str, Any], field: str) -> str:
    """Return how sure a link is, which reader gives it, and how its name stands to the number."""
    sure = (claim.get("link_confidence") or {}).get(field)
    if sure is None:
        return ""
    agreement = claim["link_agreement"].get(field)
    who = _READERS[agreement] if agreement else "a person"
    relation = claim["link_relation"].get(field)
    return f"   ({sure:.2f}, {who}{': ' + relation if relation else ''})"


_READERS = {
    "both": "both readers",
    "first": "first reader",
    "differs": "first reader, the second differs",
    "second": "second reader",
}


def _range(low: float, high: float | None) -> str:
    if high is None:
        return f"{low:.6g} or more"
    return f"{low:.6g}" if high == low else f"{low:.6g} to {high:.6g}"


def _style(number: int) -> str:
    return _STYLES[(number - 1) % len(_STYLES)]

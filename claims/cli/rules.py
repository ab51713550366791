"""``claims rules``: what is read as a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli import completion
from claims.cli.options import Vocabulary

if TYPE_CHECKING:
    from rich.console import Console

    from claims.reading import Construction, Example

EXAMPLES = """
Examples:

  [bold]claims rules[/]               all rules, in the order in which they are tried

  [bold]claims rules RULE_NAME[/]     one, with all that it must and must not read
"""


def rules(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A rule, to show its examples.", show_default=False, autocompletion=completion.rules
        ),
    ] = None,
    vocabulary: Vocabulary = None,
) -> None:
    """List the rules that read claims, or show one with its examples.

    Each rule carries sentences that it must read, with the claim that they give, and look-alikes that it
    must leave alone. The tests run all of them.
    """
    from rich.console import Console  # noqa: PLC0415

    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.names.near import near_matches  # noqa: PLC0415
    from claims.reading import constructions  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    if name is None:
        _list_rules(console, constructions())
        return
    found = [rule for rule in constructions() if rule.name == name]
    if not found:
        raise ClaimsError(
            f"no rule named {name!r}{near_matches(name, (rule.name for rule in constructions()))}"
        )
    for rule in found:
        _show_rule(console, rule)


def _list_rules(console: Console, rules: tuple[Construction, ...]) -> None:
    from rich.text import Text  # noqa: PLC0415

    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        console.print(Text.assemble((f"{rule.name:<{width}}", "bold"), "  ", rule.description))
    console.print()
    console.print(Text("claims rules NAME shows the examples of one.", style="dim"))


def _show_rule(console: Console, rule: Construction) -> None:
    from rich.text import Text  # noqa: PLC0415

    console.print(Text.assemble((rule.name, "bold"), "  ", rule.description))
    console.print(Text.assemble(("pattern  ", "dim"), rule.pattern))
    if rule.refuse:
        console.print(Text.assemble(("refuses  ", "dim"), rule.refuse))
    if rule.reads:
        console.print(Text("\nreads", style="bold green"))
        for example in rule.reads:
            _show_example(console, example)
    if rule.leaves:
        console.print(Text("\nleaves alone", style="bold red"))
        for text in rule.leaves:
            console.print(Text(f"  {text}"))


def _show_example(console: Console, example: Example) -> None:
    from rich.text import Text  # noqa: PLC0415

    console.print(Text(f"  {example.text}"))
    for fields in example.claims:
        shown = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        console.print(Text(f"    {shown}", style="dim"))

"""Errors that a caller can mend, and what the public functions say to a value of the wrong type: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args


class ClaimsError(Exception):
    """A mistake in the input or the call. The command line prints it as one line and exits with 2."""


def expect(function: str, wanted: str, value: object, *kinds: type) -> None:
    """Refuse a value of another type.

    Args:
        function: Name of the function that was called.
        wanted: What it takes: ``the text of an abstract``.
        value: What it was given.
        kinds: The types that it takes; a truth value is no number.

    Raises:
        TypeError: It is of none of them.

    >>> expect("extract", "the text of an abstract", 3, str)
    Traceback (most recent call last):
    TypeError: extract takes the text of an abstract, not int
    """
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise TypeError(f"{function} takes {wanted}, not {type(value).__name__}")


def expect_each(
    function: str, values: Mapping[str, object], wanted: Mapping[str, tuple[str, tuple[type, ...]]]
) -> None:
    """Refuse named values of other types; None is given for what is left out.

    Args:
        function: Name of the function that was called.
        values: What it was given.
        wanted: What it takes, in words and as types, by name.

    Raises:
        TypeError: There is no argument of that name, or a value is of another type.
    """
    for name, value in values.items():
        if name not in wanted:
            raise TypeError(f"{function} takes no argument {name!r}; it takes {', '.join(wanted)}")
        words, kinds = wanted[name]
        if value is not None:
            expect(function, f"{words} as {name}", value, *kinds)


def choice(function: str, name: str, value: object, literal: Any) -> None:
    """Refuse a text that is none of the members of a ``Literal``.

    Raises:
        TypeError: It is no text.
        ClaimsError: It is another text.
    """
    expect(function, f"a text as {name}", value, str)
    if value not in (choices := get_args(literal)):
        raise ClaimsError(f"{function}: no {name} {value!r}: use one of {', '.join(choices)}")
